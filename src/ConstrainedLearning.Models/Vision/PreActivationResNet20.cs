using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Vision;

/// <summary>
/// The residual network of 20 layers with activations before convolutions, as networks of low precision have it: [B, c, H, W] to class scores [B, classes]; 16, 32 and 64 times width channels, three blocks
/// each, no activation between the last normalisation and the mean over the picture, and 1x1 convolutions where the size changes. Activations are clipped to [0, 1], or rectified. He et al.,
/// "Identity Mappings in Deep Residual Networks", ECCV 2016; of width 5 in Hounie, Elenter, Ribeiro, "Neural Networks with Quantization Constraints", ICASSP 2023.
/// </summary>
/// <remarks>20 convolutions in blocks: 269,824 weights at width 1 and 6,745,600 at width 5. He's initial weights.</remarks>
public sealed class PreActivationResNet20 : nn.Module<Tensor, Tensor>
{
    private const int StemWidth = 16, BlocksPerStage = 3;
    private static readonly int[] _stages = [1, 2, 4];
    private readonly Conv2d conv;
    private readonly ModuleList<PreActivationBlock> blocks;
    private readonly BatchNorm2d bn;
    private readonly Linear classify;

    /// <param name="width">Times as many channels as a thin network has. Default 1.</param>
    /// <param name="activation">What follows normalisations. The default clips to [0, 1].</param>
    /// <param name="classes">Number of classes. Default 10.</param>
    /// <param name="channels">Of the input. Default 3.</param>
    public PreActivationResNet20(int width = 1, Activation activation = Activation.Clip, int classes = 10, int channels = 3) : base(nameof(PreActivationResNet20))
    {
        var stem = StemWidth * Check.AtLeast(1, width);
        conv = Convolution(Check.AtLeast(1, channels), stem, 3);
        int[] outputs = [.. _stages.SelectMany(stage => Enumerable.Repeat(stem * stage, BlocksPerStage))];
        blocks = nn.ModuleList<PreActivationBlock>([.. outputs.Select((count, i) => new PreActivationBlock(i == 0 ? stem : outputs[i - 1], count, activation))]);
        bn = nn.BatchNorm2d(outputs[^1]);
        classify = nn.Linear(outputs[^1], Check.AtLeast(1, classes));
        nn.init.kaiming_normal_(classify.weight!, nonlinearity: nn.init.NonlinearityType.ReLU);
        RegisterComponents();
    }

    /// <summary>How the registry knows the thin network.</summary>
    public static ImageClassifierEntry Thin { get; } = Entry("preresnet20", 1, Activation.Clip);

    /// <summary>How the registry knows the thin network with rectified activations.</summary>
    public static ImageClassifierEntry Rectified { get; } = Entry("preresnet20-relu", 1, Activation.Rectify);

    /// <summary>How the registry knows the published network, five times as wide.</summary>
    public static ImageClassifierEntry Published { get; } = Entry("preresnet20-5", 5, Activation.Clip);

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
        return classify.call(bn.call(features).mean([2, 3])).MoveToOuterDisposeScope();
    }

    /// <summary>A convolution without bias (normalisation follows, or comes before the next one), He-initialised.</summary>
    internal static Conv2d Convolution(int inputs, int outputs, int kernel, int stride = 1)
    {
        var convolution = nn.Conv2d(inputs, outputs, kernel, stride: stride, padding: kernel / 2, bias: false);
        nn.init.kaiming_normal_(convolution.weight!, nonlinearity: nn.init.NonlinearityType.ReLU);
        return convolution;
    }

    private static ImageClassifierEntry Entry(string name, int width, Activation activation) => new(
        name,
        $"residual network of 20 layers, activations first and {(activation == Activation.Clip ? "clipped to [0, 1]" : "rectified")}{(width > 1 ? $", {width} times as wide" : "")} (He et al. 2016)",
        shape => new PreActivationResNet20(width, activation, shape.Classes, shape.Channels));
}
