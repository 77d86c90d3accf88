using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>Equal steps from -r to r, through 0: Q = r round(n h / r) / n, n = 2^(b - 1) - 1, with r = max |v| and h = v, or r given and h = v clipped to [-r, r].</summary>
/// <remarks>
/// |Q - h| is at most r / (2 n). Codes are -n, .., n: one of the 2^b stays unused, and the negative of a value has the negative code. With 1 bit, where that leaves 0 alone, the two values are
/// -r and r instead (0 becomes -r), with r = mean |v|, which is nearest in the mean square; codes are 0 and 1 and the zero point is 1/2 (Rastegari et al., "XNOR-Net", ECCV 2016, arXiv 1603.05279).
/// The gradient is 1 in the range and 0 outside; a range of the values is a constant for it.
/// Reference: Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", CVPR 2018, arXiv 1712.05877.
/// </remarks>
/// <param name="bits">b.</param>
public sealed record SymmetricQuantizer(int bits) : Quantizer(bits)
{
    /// <summary>Which values share a range, where it is not given. The default is all of a tensor.</summary>
    public Granularity Granularity { get; init; } = Granularity.PerTensor;

    /// <summary>r, above 0; null (the default): of the values.</summary>
    public double? Limit
    {
        get;
        init => field = value is null || (value > 0 && double.IsFinite(value.Value)) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a range is a finite number > 0");
    }

    private protected override Tensor Smooth(Tensor values) => Limit is { } limit ? values.clamp(-limit, limit) : values.alias();

    private protected override GridPlaces Place(Tensor values)
    {
        var limit = Limit is { } given ? Rounding.Constant(given, values) : Bits == 1 ? Granularity.Mean(values.abs()) : Granularity.Largest(values.abs());
        var normalized = (values / Rounding.Nonzero(limit)).clamp_(-1, 1);
        if (Bits == 1) return new(normalized.mul_(0.5).add_(0.5).round_(), 0.5, limit, Rounding.Constant(0.5, values));
        var steps = (1 << (Bits - 1)) - 1;
        return new(normalized.mul_(steps).round_(), steps, limit) { IsSigned = true };
    }
}
