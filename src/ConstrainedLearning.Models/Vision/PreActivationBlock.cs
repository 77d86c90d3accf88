using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Vision;

/// <summary>x' + conv1(a(bn1(conv0(h)))) with h = a(bn0(x)) and 3x3 convolutions, the first one with the stride; x' is x, or bn(shortcut(h)) with a 1x1 convolution where the size changes.</summary>
internal sealed class PreActivationBlock : nn.Module<Tensor, Tensor>
{
    private readonly BatchNorm2d bn0;
    private readonly Conv2d conv0;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv1;
    private readonly Conv2d? shortcut;
    private readonly BatchNorm2d? bnShortcut;
    private readonly Activation _activation;

    public PreActivationBlock(int inputs, int outputs, Activation activation) : base(nameof(PreActivationBlock))
    {
        var stride = outputs > inputs ? 2 : 1;
        _activation = activation;
        bn0 = nn.BatchNorm2d(inputs);
        conv0 = PreActivationResNet20.Convolution(inputs, outputs, 3, stride);
        bn1 = nn.BatchNorm2d(outputs);
        conv1 = PreActivationResNet20.Convolution(outputs, outputs, 3);
        if (stride > 1)
        {
            shortcut = PreActivationResNet20.Convolution(inputs, outputs, 1, stride);
            bnShortcut = nn.BatchNorm2d(outputs);
        }
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var features = Activations.Of(_activation, bn0.call(input));
        var inner = Activations.Of(_activation, bn1.call(conv0.call(features)));
        return conv1.call(inner).add_(shortcut is null ? input : bnShortcut!.call(shortcut.call(features))).MoveToOuterDisposeScope();
    }
}
