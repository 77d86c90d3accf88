using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization.Export;

/// <summary>
/// A layer whose sums are of whole numbers: y = (s_x / n_x) (s_w / n_w) sum (c_x - z_x) (c_w - z_w) + bias. Where a zero point is half a code both factors of that side are doubled. Padding is 0.
/// </summary>
/// <remarks>
/// libtorch's products of integers are several times slower, and of bytes they overflow. The whole numbers are carried by floating-point ones, exactly: no partial sum, in any order, is larger in magnitude
/// than max over outputs of sum |c_w - z_w| times 2^b - 1, the most that |c_x - z_x| is (doubled likewise). Where that is at most 2^24 they are Float32, else Float64, which has 2^53: fewer than 2^31
/// weights of 8 bits reach 2^47. Devices other than the CPU may transform convolutions, with partial sums that are fractions: there they are Float64, rounded.
/// </remarks>
internal sealed class IntegerLayer : IDisposable
{
    private const double MostOfFloat32 = 1 << 24;

    private readonly nn.Module<Tensor, Tensor> _layer;
    private readonly IQuantizer _input;
    private readonly Tensor _weight, _step;

    /// <param name="site">The layer, on its device.</param>
    /// <param name="weight">Borrowed.</param>
    /// <param name="input">Its own from now on, if it is a module.</param>
    internal IntegerLayer(LayerSite site, QuantizedTensor weight, IQuantizer input)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        (_layer, _input, var device) = (site.Layer, input, site.Weight.device);
        (input as nn.Module)?.to(device);
        var (whole, step) = Whole(weight, ScalarType.Float64);
        var reach = whole.abs().flatten(1).sum([1]).max().ToDouble() * ((1 << input.Bits) - 1);
        Carrier = device.type == DeviceType.CPU && reach <= MostOfFloat32 ? ScalarType.Float32 : ScalarType.Float64;
        _weight = whole.to(Carrier).to(device).DetachFromDisposeScope();
        _step = (step.numel() == 1 ? step.reshape([]) : AlongChannels(step, whole.Dimensions)).to(device).DetachFromDisposeScope();
    }

    /// <summary>What the whole numbers are carried by.</summary>
    internal ScalarType Carrier { get; }

    /// <summary>y, in the input's type, new, in the caller's dispose scope. Waits for the device.</summary>
    /// <exception cref="ArgumentException">The input cannot be quantized, or is NaN or infinite somewhere.</exception>
    internal Tensor Apply(Tensor input)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (whole, step) = Whole(_input.Encode(input), Carrier);
        CheckScale(step, input);
        // One rounding each: of the scale, of the product with it, of the bias.
        var sum = Sum(whole).to(input.dtype == ScalarType.Float64 ? ScalarType.Float64 : Carrier);
        sum.mul_((step * _step).to(sum.dtype));
        if (Bias is { } bias) sum.add_(AlongChannels(bias, _weight.Dimensions));
        return sum.to(input.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>The sums of products, exactly.</summary>
    /// <param name="input">Whole numbers of the <see cref="Carrier"/>.</param>
    internal Tensor Sum(Tensor input)
    {
        var sum = _layer switch
        {
            Linear => nn.functional.linear(input, _weight),
            Conv1d convolution => nn.functional.conv1d(input, _weight, null, convolution.stride[0], Padding(convolution)[0], convolution.dilation[0], convolution.groups),
            Conv2d convolution => nn.functional.conv2d(input, _weight, null, convolution.stride, Padding(convolution), convolution.dilation, convolution.groups),
            _ => throw new InvalidOperationException($"{_layer.GetName()} is neither linear nor a convolution"),
        };
        return input.device.type == DeviceType.CPU ? sum : sum.round_();
    }

    public void Dispose()
    {
        _weight.Dispose();
        _step.Dispose();
        (_input as IDisposable)?.Dispose();
    }

    private Parameter? Bias => _layer switch { Linear linear => linear.bias, Convolution convolution => convolution.bias, _ => null };

    /// <summary>c - z, doubled where z is half a code, and what one of it stands for.</summary>
    private static (Tensor Numbers, Tensor Step) Whole(QuantizedTensor values, ScalarType type)
    {
        var factor = values.Steps % 1 == 0 ? 1 : 2;
        var numbers = values.Codes.to(type).mul_(factor).sub_(values.ZeroPoint.to(type) * factor);
        return (numbers, values.Scale.to(ScalarType.Float64) / (values.Steps * factor));
    }

    // Samples may have scales of their own, what is summed over may not.
    private void CheckScale(Tensor step, Tensor input)
    {
        var summed = _layer is Linear ? 1 : (int)_weight.Dimensions - 1;
        if (step.Dimensions > 0 && step.shape[^summed..].Any(size => size != 1))
            throw new ArgumentException(
                $"{_layer.GetName()}: an input of shape {Text.Shape(input.shape)} has scales of shape {Text.Shape(step.shape)}, expected one for each sample: give it its samples along the first dimension");
    }

    /// <summary>Numbers of output channels, shaped to go with a result.</summary>
    private static Tensor AlongChannels(Tensor numbers, long dimensions) => numbers.reshape([-1, .. Enumerable.Repeat(1L, (int)dimensions - 2)]);

    private static long[] Padding(Convolution convolution) => convolution.padding is { } padding && convolution.padding_mode == PaddingModes.Zeros
        ? padding
        : throw new NotSupportedException($"{convolution.GetName()} pads by a rule, or with {convolution.padding_mode}: give its padding as numbers, and of zeros");
}
