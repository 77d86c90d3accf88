using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>softmax(Q Kᵀ / √d + mask) V, the core of attention, with nothing left behind but its results.</summary>
internal static class Attention
{
    private static readonly bool HasFused = Aten.ScaledDotProductAttention.Exists;

    /// <summary>The attended values; by libtorch's fused kernel where this libtorch has one.</summary>
    /// <param name="mask">Added to the scores; or of bools, true where a key takes part.</param>
    internal static Tensor Attend(Tensor query, Tensor key, Tensor value, Tensor? mask, double dropout, bool causal)
    {
        if (HasFused) return Aten.ScaledDotProductAttention.Call(query, key, value, mask, dropout, causal);
        if (causal && mask is not null) throw new ArgumentException("a causal attention takes no further mask");
        using var triangle = causal ? ones(query.size(-2), key.size(-2), dtype: ScalarType.Bool, device: query.device) : null;
        using var past = triangle?.tril();
        using var added = Additive(past ?? mask, query.dtype);
        var (attended, weights) = AttendWithWeights(query, key, value, added ?? mask, dropout);
        weights.Dispose();
        return attended;
    }

    /// <summary>The attended values and the weights they were attended with.</summary>
    /// <param name="mask">Added to the scores.</param>
    internal static (Tensor attended, Tensor weights) AttendWithWeights(Tensor query, Tensor key, Tensor value, Tensor? mask, double dropout)
    {
        using var scaled = Aten.MulScalar.Call(query, 1 / Math.Sqrt(query.size(-1)));
        using var keys = Aten.TransposeInt.Call(key, -2, -1);
        var scores = Aten.Matmul.Call(scaled, keys);
        if (mask is not null)
        {
            using var bare = scores;
            scores = Aten.Add.Call(bare, mask);
        }
        using var masked = scores;
        var weights = Aten.SoftmaxInt.Call(masked, -1);
        if (dropout > 0)
        {
            using var whole = weights;
            weights = Aten.Dropout.Call(whole, dropout, true);
        }
        return (Aten.Matmul.Call(weights, value), weights);
    }

    /// <summary>0 where a mask of bools is true, -∞ where it is false; null for no mask and for one that is additive already.</summary>
    internal static Tensor? Additive(Tensor? mask, ScalarType dtype)
    {
        if (mask is null || mask.dtype != ScalarType.Bool) return null;
        using var absent = Aten.LogicalNot.Call(mask);
        var added = zeros(mask.shape, dtype: dtype, device: mask.device);
        Aten.MaskedFillScalarInPlace.Run(added, absent, double.NegativeInfinity);
        return added;
    }
}
