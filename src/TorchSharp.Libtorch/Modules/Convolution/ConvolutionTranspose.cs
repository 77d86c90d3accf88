using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the transposed convolutions share.</summary>
public abstract class ConvolutionTranspose : Convolution
{
    protected ConvolutionTranspose(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type, long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device = null, ScalarType? dtype = null)
        : base(name, in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, transposed, output_padding, groups, bias, padding_mode, device, dtype)
    {
    }

    public override Tensor forward(Tensor input) => forward(input, null);

    /// <summary>With a wanted output size, of which several fit when the stride is not 1.</summary>
    public abstract Tensor forward(Tensor input, long[]? output_size);

    /// <summary>What to add at one side so that the output has a wanted size.</summary>
    protected long[] _output_padding(Tensor input, long[]? output_size, long[] kernel_size, long[] stride, long[] padding, long[] dilation, long num_spatial_dims)
    {
        if (output_size is null) return output_padding;
        var dimensions = (int)num_spatial_dims;
        var first = (int)input.dim() - dimensions;
        if (output_size.Length == first + dimensions) output_size = output_size[first..];
        if (output_size.Length != dimensions)
            throw new ArgumentException($"{GetName()}: output_size must have {dimensions} or {first + dimensions} elements, got {output_size.Length}", nameof(output_size));
        var added = new long[dimensions];
        for (var d = 0; d < dimensions; d++)
        {
            var smallest = ((input.size(d + first) - 1) * stride[d]) - (2 * padding[d]) + (dilation[d] * (kernel_size[d] - 1)) + 1;
            added[d] = output_size[d] - smallest;
            if (added[d] < 0 || added[d] >= stride[d])
                throw new ArgumentException($"{GetName()}: output_size {output_size[d]} in dimension {d} is not between {smallest} and {smallest + stride[d] - 1}", nameof(output_size));
        }
        return added;
    }

    private protected Tensor Convolve(Tensor input, long[]? output_size, int dimensions, Operator transpose)
    {
        if (!ValidateShape(input, dimensions))
            throw new ArgumentException($"{GetName()} expects {in_channels} channels and {dimensions} further dimensions, with or without a batch; got shape [{string.Join(", ", input.shape)}]", nameof(input));
        return transpose.Call(input, weight, bias, stride, padding, _output_padding(input, output_size, kernel_size, stride, padding!, dilation, dimensions), groups, dilation);
    }
}
