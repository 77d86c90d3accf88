using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>Activations of DoReFa networks: h = min(max(v, 0), 1), Q = round(n h) / n, n = 2^b - 1.</summary>
/// <remarks>
/// |Q - h| is at most 1 / (2 n). The gradient is that of clamping: 1 from 0 to 1, both included, and 0 outside. Codes are 0, .., n.
/// Reference: Zhou et al., "DoReFa-Net", arXiv 1606.06160, equations 5 and 11.
/// </remarks>
/// <param name="bits">b.</param>
public sealed record DoReFaActivations(int bits) : Quantizer(bits)
{
    private protected override Tensor Smooth(Tensor values) => values.clamp(0, 1);

    private protected override GridPlaces Place(Tensor values) => new(values.clamp(0, 1).mul_(Steps).round_(), Steps);
}
