using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Vision;

/// <summary>
/// A convolutional network after LeNet-5 for 28x28 or 32x32 pictures: [B, c, H, W] to class scores [B, classes]; 6, 16 and 120 feature maps, 84 hidden
/// units, tanh, the larger value of every 2x2 pixels after the first two convolutions. Kernels are 5x5; the second is 3x3 for 28x28 pictures, so that
/// the third always sees 5x5. 60,170 parameters for MNIST. LeCun et al., "Gradient-based learning applied to document recognition", Proc. IEEE 1998.
/// </summary>
public sealed class LeNet : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly Conv2d conv2;
    private readonly Conv2d conv3;
    private readonly Linear hidden;
    private readonly Linear classify;

    /// <param name="shape">28x28 or 32x32 pixels, any number of channels and classes.</param>
    public LeNet(ImageShape shape) : base(nameof(LeNet))
    {
        var middle = (shape.Height, shape.Width) switch
        {
            (28, 28) => 3,
            (32, 32) => 5,
            _ => throw new ArgumentException($"LeNet is for pictures of 28 x 28 or 32 x 32 pixels, got {shape.Height} x {shape.Width}; use resnet20 or mlp.", nameof(shape)),
        };
        conv1 = nn.Conv2d(shape.Channels, 6, 5);
        conv2 = nn.Conv2d(6, 16, middle);
        conv3 = nn.Conv2d(16, 120, 5);
        hidden = nn.Linear(120, 84);
        classify = nn.Linear(84, shape.Classes);
        RegisterComponents();
    }

    /// <summary>How the registry knows it.</summary>
    public static ImageClassifierEntry Entry { get; } = new("lenet", "three convolutions and two linear maps, tanh, for 28x28 and 32x32 (after LeCun et al. 1998)", shape => new LeNet(shape));

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var features = nn.functional.max_pool2d(conv1.call(input).tanh_(), 2);
        features = nn.functional.max_pool2d(conv2.call(features).tanh_(), 2);
        features = conv3.call(features).tanh_().flatten(1);
        return classify.call(hidden.call(features).tanh_()).MoveToOuterDisposeScope();
    }
}
