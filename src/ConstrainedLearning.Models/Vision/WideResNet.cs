using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Vision;

/// <summary>
/// The wide residual network: [B, c, H, W] to class scores [B, classes]; three stages of (depth - 4) / 6 pre-activation blocks with 16, 32 and 64 times
/// width channels, without dropout. Zagoruyko and Komodakis, "Wide Residual Networks", BMVC 2016, in the form that the augmentation literature
/// trains (Müller and Hutter, "TrivialAugment", ICCV 2021): convolutions have biases, the second one of a block halves the picture, and the shortcut
/// of a block that changes the size is a 1x1 convolution of its input. For 10 classes 40-2 has 2,246,474 parameters, and 28-10 has 36,489,290.
/// </summary>
public sealed class WideResNet : nn.Module<Tensor, Tensor>
{
    private const int StemWidth = 16;
    private static readonly int[] _stages = [1, 2, 4];
    private readonly Conv2d conv;
    private readonly ModuleList<WideBlock> blocks;
    private readonly BatchNorm2d bn;
    private readonly Linear classify;

    /// <param name="depth">Layers with weights, 6n + 4: 10, 16, 22, 28, 34, 40.</param>
    /// <param name="width">Times as many channels as a thin network has.</param>
    /// <param name="classes">Number of classes. Default 10.</param>
    /// <param name="channels">Of the input. Default 3.</param>
    public WideResNet(int depth, int width, int classes = 10, int channels = 3) : base(nameof(WideResNet))
    {
        if (depth < 10 || depth % 6 != 4)
            throw new ArgumentOutOfRangeException(nameof(depth), depth, $"{nameof(depth)} is {depth}, expected 6n + 4 with n at least 1: 10, 16, 22, 28, 34, 40.");
        Check.AtLeast(1, width);
        conv = Convolution(Check.AtLeast(1, channels), StemWidth, 3);
        int[] outputs = [.. _stages.SelectMany(stage => Enumerable.Repeat(StemWidth * stage * width, (depth - 4) / 6))];
        blocks = nn.ModuleList<WideBlock>([.. outputs.Select((count, i) => i == 0 ? new WideBlock(StemWidth, count, 1) : new(outputs[i - 1], count, count > outputs[i - 1] ? 2 : 1))]);
        bn = nn.BatchNorm2d(outputs[^1]);
        classify = nn.Linear(outputs[^1], Check.AtLeast(1, classes));
        RegisterComponents();
    }

    /// <summary>How the registry knows the network of 40 layers, twice as wide.</summary>
    public static ImageClassifierEntry Entry40x2 { get; } = Entry(40, 2);

    /// <summary>How the registry knows the network of 28 layers, ten times as wide.</summary>
    public static ImageClassifierEntry Entry28x10 { get; } = Entry(28, 10);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var features = conv.call(input);
        foreach (var block in blocks)
        {
            // Freed as soon as the next block has it, so that without gradients two blocks' features are in memory and not all.
            using var previous = features;
            features = block.call(previous);
        }
        return classify.call(bn.call(features).relu_().mean([2, 3])).MoveToOuterDisposeScope();
    }

    /// <summary>A convolution that keeps the size at stride 1, with bias 0 and Xavier's uniform weights times sqrt 2.</summary>
    internal static Conv2d Convolution(int inputs, int outputs, int kernel, int stride = 1)
    {
        var convolution = nn.Conv2d(inputs, outputs, kernel, stride: stride, padding: kernel / 2);
        nn.init.xavier_uniform_(convolution.weight!, Math.Sqrt(2));
        nn.init.zeros_(convolution.bias!);
        return convolution;
    }

    private static ImageClassifierEntry Entry(int depth, int width) => new(
        $"wrn-{depth}-{width}",
        $"wide residual network of {depth} layers, {width} times as wide (Zagoruyko and Komodakis 2016)",
        shape => new WideResNet(depth, width, shape.Classes, shape.Channels));
}
