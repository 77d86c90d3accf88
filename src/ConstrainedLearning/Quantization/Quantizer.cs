using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>A quantizer that learns nothing: its range is given, or that of the values. Immutable.</summary>
public abstract record Quantizer : IQuantizer
{
    private protected Quantizer(int bits) => Bits = bits;

    /// <summary>b, from 1 to 16; formats of low precision have 8 at most, the rest is for limits.</summary>
    public int Bits { get; init => field = QuantizerCheck.Bits(value); }

    /// <summary>2^b - 1: from the lowest value to the highest.</summary>
    private protected int Steps => (1 << Bits) - 1;

    /// <inheritdoc/>
    public Tensor HighPrecision(Tensor values) => Rounding.HighPrecision(this, values, Smooth);

    /// <inheritdoc/>
    public Tensor Quantize(Tensor values) => Rounding.Quantize(this, values, Place);

    /// <inheritdoc/>
    public Tensor StraightThrough(Tensor values) => Rounding.StraightThrough(this, values, Smooth, Place);

    /// <inheritdoc/>
    public QuantizedTensor Encode(Tensor values) => Rounding.Encode(this, values, Place);

    /// <summary>h(v), with gradient.</summary>
    private protected abstract Tensor Smooth(Tensor values);

    /// <summary>Which point of which grid each value is. Called without gradient.</summary>
    private protected abstract GridPlaces Place(Tensor values);
}
