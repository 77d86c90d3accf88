using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Vision;

/// <summary>
/// relu(x' + bn(conv(relu(bn(conv(x)))))) with 3x3 convolutions. Where the block halves the picture and widens the channels, the shortcut x' is the paper's
/// option A: every second pixel, and zeros for the new channels; it has no parameters.
/// </summary>
internal sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly int _stride;
    private readonly int _newChannels;

    public ResidualBlock(int inputs, int outputs) : base(nameof(ResidualBlock))
    {
        (_stride, _newChannels) = (outputs > inputs ? 2 : 1, outputs - inputs);
        conv1 = ResNet20.Convolution(inputs, outputs, _stride);
        bn1 = nn.BatchNorm2d(outputs);
        conv2 = ResNet20.Convolution(outputs, outputs, 1);
        bn2 = nn.BatchNorm2d(outputs);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var hidden = bn1.call(conv1.call(input)).relu_();
        return bn2.call(conv2.call(hidden)).add_(Shortcut(input)).relu_();
    }

    private Tensor Shortcut(Tensor input)
    {
        if (_newChannels == 0)
            return input;
        var half = input.slice(2, 0, input.shape[2], _stride).slice(3, 0, input.shape[3], _stride);
        return nn.functional.pad(half, [0, 0, 0, 0, _newChannels / 2, _newChannels - _newChannels / 2]);
    }
}
