using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>
/// Weights of DoReFa networks: u = tanh(v) / max |tanh(v)|, h = E u, Q = E (2 round(n (u + 1) / 2) / n - 1), n = 2^b - 1, E = mean |v|. The maximum is over the tensor.
/// </summary>
/// <remarks>
/// The 2^b levels -E, .., E have no zero: 0 becomes -E with 1 bit and E / n with more. |Q - h| is at most E / n. Gradients pass through tanh and the maximum; E is a constant for them.
/// Codes are 0, .., n, the zero point is n / 2. Normalised weights differ from the values by more than their rounding, so that a network is compared with one whose weights are h.
/// Reference: Zhou et al., "DoReFa-Net", arXiv 1606.06160, equations 8 and 9.
/// </remarks>
/// <param name="bits">b.</param>
public sealed record DoReFaWeights(int bits) : Quantizer(bits)
{
    /// <summary>Where E applies. The default is at every bitwidth.</summary>
    public DoReFaScale Scale { get; init; } = DoReFaScale.Always;

    private bool IsScaled => Scale == DoReFaScale.Always || Bits == 1;

    private protected override Tensor Smooth(Tensor values)
    {
        var normalized = Normalized(values);
        return IsScaled ? normalized * Mean(values.detach()) : normalized;
    }

    private protected override GridPlaces Place(Tensor values)
    {
        var codes = Normalized(values).mul_(0.5).add_(0.5).mul_(Steps).round_();
        return new(codes, Steps / 2.0, IsScaled ? Mean(values) : null, Rounding.Constant(Steps / 2.0, values));
    }

    private static Tensor Normalized(Tensor values)
    {
        var bounded = values.tanh();
        return bounded / Rounding.Nonzero(bounded.abs().max());
    }

    private static Tensor Mean(Tensor values) => values.abs().mean();
}
