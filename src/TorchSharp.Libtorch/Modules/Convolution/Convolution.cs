using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the convolutions share: weight of shape [out, in / groups, kernel...] ([in, out / groups, kernel...] when transposed) and bias.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    private protected static readonly long[] NoPadding = [0];

    /// <summary>The padding as <c>functional.pad</c> takes it: last dimension first, both sides of each.</summary>
    protected long[] _reversed_padding_repeated_twice = [];

    [ComponentName(Name = nameof(weight))]
    protected Parameter? _weight;

    [ComponentName(Name = nameof(bias))]
    protected Parameter? _bias;

    protected Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type, long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device = null, ScalarType? dtype = null)
        : base(name)
    {
        if (transposed && padding_mode != PaddingModes.Zeros) throw new ArgumentException($"{name} can only be padded with zeros, got {padding_mode}", nameof(padding_mode));
        if (groups < 1 || in_channels % groups != 0 || out_channels % groups != 0)
            throw new ArgumentException($"{name}: in_channels ({in_channels}) and out_channels ({out_channels}) must be multiples of groups ({groups})", nameof(groups));
        (this.in_channels, this.out_channels, this.groups, this.padding_mode, this.transposed) = (in_channels, out_channels, groups, padding_mode, transposed);
        (this.kernel_size, this.stride, this.dilation, this.output_padding) = (kernel_size, stride, dilation, output_padding);
        if (padding_type is { } type) SetPadding(type);
        else SetPadding(padding ?? new long[kernel_size.Length]);

        long[] sizes = transposed ? [in_channels, out_channels / groups, .. kernel_size] : [out_channels, in_channels / groups, .. kernel_size];
        var bound = Initial.BoundOf(FanIn(sizes));
        weight = Initial.Uniform(sizes, bound, device, dtype);
        if (bias) this.bias = Initial.Uniform([out_channels], bound, device, dtype);
    }

    public long in_channels { get; }

    public long out_channels { get; }

    public bool transposed { get; }

    public Padding? padding_type { get; private set; }

    public long[]? padding { get; private set; }

    public PaddingModes padding_mode { get; set; }

    public long groups { get; set; }

    public long[] kernel_size { get; set; }

    public long[] stride { get; set; }

    public long[] dilation { get; set; }

    public long[] output_padding { get; set; }

    public Parameter weight { get => _weight!; set => Adopt(nameof(weight), ref _weight, value); }

    public Parameter? bias { get => _bias; set => Adopt(nameof(bias), ref _bias, value); }

    /// <summary>Draws weight and bias anew.</summary>
    public void reset_parameters()
    {
        using var _ = no_grad();
        var bound = Initial.BoundOf(FanIn(weight.shape));
        Aten.UniformInPlace.Run(weight, -bound, bound);
        if (bias is not null) Aten.UniformInPlace.Run(bias, -bound, bound);
    }

    /// <summary>Sets how many elements to add on each side.</summary>
    public void SetPadding(long[] padding)
    {
        (this.padding, padding_type) = (padding, null);
        _reversed_padding_repeated_twice = [.. padding.Reverse().SelectMany(size => new[] { size, size })];
    }

    /// <inheritdoc cref="SetPadding(long[])"/>
    public void SetPadding(Padding padding)
    {
        if (transposed) throw new ArgumentException($"{GetName()} takes its padding in numbers, not as {padding}", nameof(padding));
        if (padding == Padding.Same && stride.Any(step => step != 1)) throw new ArgumentException("padding 'same' is not possible with a stride other than 1", nameof(padding));
        (this.padding, padding_type) = (null, padding);
        _reversed_padding_repeated_twice = new long[2 * kernel_size.Length];
        if (padding == Padding.Valid) return;
        for (var i = 0; i < kernel_size.Length; i++)
        {
            var total = dilation[i] * (kernel_size[i] - 1);
            var at = 2 * (kernel_size.Length - 1 - i);
            (_reversed_padding_repeated_twice[at], _reversed_padding_repeated_twice[at + 1]) = (total / 2, total - (total / 2));
        }
    }

    /// <summary>Whether the input is [channels, ...] or [batch, channels, ...].</summary>
    protected bool ValidateShape(Tensor input, long dimensions)
    {
        var sizes = input.Sizes;
        return (sizes.Length == dimensions + 2 && sizes[1] == in_channels) || (sizes.Length == dimensions + 1 && sizes[0] == in_channels);
    }

    /// <summary>One operator call; one more where the padding is not of zeros.</summary>
    private protected Tensor Convolve(Tensor input, int dimensions, Operator plain, Operator typed)
    {
        if (!ValidateShape(input, dimensions))
            throw new ArgumentException($"{GetName()} expects {in_channels} channels and {dimensions} further dimensions, with or without a batch; got shape [{string.Join(", ", input.shape)}]", nameof(input));
        if (padding_mode is not (PaddingModes.Zeros or PaddingModes.Constant))
        {
            using var padded = nn.functional.pad(input, _reversed_padding_repeated_twice, padding_mode);
            return plain.Call(padded, weight, bias, stride, NoPadding, dilation, groups);
        }
        return padding_type is { } type
            ? typed.Call(input, weight, bias, stride, type == Padding.Same ? "same" : "valid", dilation, groups)
            : plain.Call(input, weight, bias, stride, padding, dilation, groups);
    }

    private static long FanIn(long[] sizes)
    {
        var product = 1L;
        foreach (var size in sizes.AsSpan(1)) product *= size;
        return product;
    }
}
