using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>The masks of multi-head attention: true is masked out. Temporaries belong to the caller's dispose scope.</summary>
internal static class Masks
{
    /// <summary>Both masks as one that is added to scores of shape [batch, heads, targets, sources]; null for none.</summary>
    internal static Tensor? Merge(Tensor? attention, Tensor? padding, long heads, ScalarType dtype)
    {
        var first = Added(attention, dtype);
        if (first?.dim() == 3) first = first.view(first.size(0) / heads, heads, first.size(1), first.size(2));
        var second = Added(padding, dtype)?.unsqueeze(1).unsqueeze(1);
        return first is null ? second : second is null ? first : first + second;
    }

    /// <summary>One more source, which all may look at.</summary>
    internal static Tensor? Widen(Tensor? mask) => mask is null ? null : functional.pad(mask, (0, 1));

    private static Tensor? Added(Tensor? mask, ScalarType dtype)
    {
        if (mask is null || mask.is_floating_point()) return mask;
        var absent = mask.dtype == ScalarType.Bool ? mask : mask.to(ScalarType.Bool);
        return zeros(mask.shape, dtype: dtype, device: mask.device).masked_fill(absent, double.NegativeInfinity);
    }
}
