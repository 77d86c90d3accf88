using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>
/// Equal steps from l to u, with 0 among them: Q = s (round(h / s) + z - z), cut at codes 0 and n = 2^b - 1, with s = (u - l) / n and z = round(-l / s). l = min(v, 0), u = max(v, 0) and h = v,
/// or both given and h = v clipped to [l, u].
/// </summary>
/// <remarks>
/// 0 is exact, and |Q - h| at most s / 2. Because z is whole the grid is the range moved by up to half a step. 1 bit is for values of one sign, {0, u} or {l, 0}. The gradient is 1 in the range
/// and 0 outside; a range of the values is a constant for it. Codes are 0, .., n.
/// Reference: Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", CVPR 2018, arXiv 1712.05877.
/// </remarks>
/// <param name="bits">b.</param>
public sealed record AsymmetricQuantizer(int bits) : Quantizer(bits)
{
    /// <summary>Which values share a range, where it is not given. The default is all of a tensor.</summary>
    public Granularity Granularity { get; init; } = Granularity.PerTensor;

    /// <summary>l and u, with 0 between them or one of them; null (the default): of the values.</summary>
    public (double Lower, double Upper)? Range
    {
        get;
        init => field = value is null or ( <= 0, >= 0) && value is not { Lower: 0, Upper: 0 } && double.IsFinite(value?.Upper - value?.Lower ?? 0)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "a range is finite, not empty and has 0 in it");
    }

    private protected override Tensor Smooth(Tensor values) => Range is { } range ? values.clamp(range.Lower, range.Upper) : values.alias();

    private protected override GridPlaces Place(Tensor values)
    {
        var (lower, upper) = Range is { } given
            ? (Rounding.Constant(given.Lower, values), Rounding.Constant(given.Upper, values))
            : (Granularity.Smallest(values).clamp_max(0), Granularity.Largest(values).clamp_min(0));
        var span = upper - lower;
        var divisor = Rounding.Nonzero(span);
        var zeroPoint = (-lower / divisor).mul_(Steps).round_();
        return new((values / divisor).mul_(Steps).round_().add_(zeroPoint).clamp_(0, Steps), Steps, span, zeroPoint);
    }
}
