using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Vision;

/// <summary>x' + conv(relu(bn(conv(relu(bn(x)))))) with 3x3 convolutions, the second one with the stride; x' is x, or a 1x1 convolution of it where the size changes.</summary>
internal sealed class WideBlock : nn.Module<Tensor, Tensor>
{
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn2;
    private readonly Conv2d conv2;
    private readonly Conv2d? shortcut;

    public WideBlock(int inputs, int outputs, int stride) : base(nameof(WideBlock))
    {
        bn1 = nn.BatchNorm2d(inputs);
        conv1 = WideResNet.Convolution(inputs, outputs, 3);
        bn2 = nn.BatchNorm2d(outputs);
        conv2 = WideResNet.Convolution(outputs, outputs, 3, stride);
        shortcut = stride == 1 && inputs == outputs ? null : WideResNet.Convolution(inputs, outputs, 1, stride);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var hidden = conv1.call(bn1.call(input).relu_());
        var residual = conv2.call(bn2.call(hidden).relu_());
        return residual.add_(shortcut is null ? input : shortcut.call(input)).MoveToOuterDisposeScope();
    }
}
