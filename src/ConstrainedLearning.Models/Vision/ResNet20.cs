using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Vision;

/// <summary>
/// The residual network of 20 layers for 32x32 pictures: [B, c, H, W] to class scores [B, classes]; 16, 32 and 64 channels, three blocks each, shortcuts
/// without parameters (option A), He's initial weights. 269,722 parameters for 10 classes. He et al., "Deep Residual Learning", CVPR 2016, section 4.2.
/// </summary>
public sealed class ResNet20 : nn.Module<Tensor, Tensor>
{
    private const int BlocksPerStage = 3;
    private static readonly int[] _widths = [16, 32, 64];
    private readonly Conv2d conv;
    private readonly BatchNorm2d bn;
    private readonly ModuleList<ResidualBlock> blocks;
    private readonly Linear classify;

    /// <param name="classes">Number of classes. Default 10.</param>
    /// <param name="channels">Of the input. Default 3.</param>
    public ResNet20(int classes = 10, int channels = 3) : base(nameof(ResNet20))
    {
        conv = Convolution(Check.AtLeast(1, channels), _widths[0], 1);
        bn = nn.BatchNorm2d(_widths[0]);
        int[] outputs = [.. _widths.SelectMany(width => Enumerable.Repeat(width, BlocksPerStage))];
        blocks = nn.ModuleList<ResidualBlock>([.. outputs.Select((width, i) => new ResidualBlock(i == 0 ? _widths[0] : outputs[i - 1], width))]);
        classify = nn.Linear(_widths[^1], Check.AtLeast(1, classes));
        nn.init.kaiming_normal_(classify.weight!, nonlinearity: nn.init.NonlinearityType.ReLU);
        RegisterComponents();
    }

    /// <summary>How the registry knows it.</summary>
    public static ImageClassifierEntry Entry { get; } = new("resnet20", "residual network of 20 layers (He et al. 2016)", shape => new ResNet20(shape.Classes, shape.Channels));

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var features = bn.call(conv.call(input)).relu_();
        foreach (var block in blocks)
            features = block.call(features);
        return classify.call(features.mean([2, 3])).MoveToOuterDisposeScope();
    }

    /// <summary>A 3x3 convolution without bias (batch normalisation follows), He-initialised.</summary>
    internal static Conv2d Convolution(int inputs, int outputs, int stride)
    {
        var convolution = nn.Conv2d(inputs, outputs, 3, stride: stride, padding: 1, bias: false);
        nn.init.kaiming_normal_(convolution.weight!, nonlinearity: nn.init.NonlinearityType.ReLU);
        return convolution;
    }
}
