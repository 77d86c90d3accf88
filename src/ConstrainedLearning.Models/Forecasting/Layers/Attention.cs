using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>Scaled dot-product attention, softmax(Q K' / sqrt(E) + mask) V, for all heads in two batched products.</summary>
internal static class Attention
{
    /// <summary>
    /// Splits a joint projection [B, N, parts * width] into <paramref name="parts"/> tensors [B * heads, N, width / heads]: one copy for all of them,
    /// after which every product works on contiguous blocks.
    /// </summary>
    public static Tensor[] SplitHeads(Tensor joint, int parts, int heads)
    {
        var (batch, tokens, size) = (joint.shape[0], joint.shape[1], joint.shape[2] / parts / heads);
        var split = joint.view(batch, tokens, parts, heads, size).permute(2, 0, 3, 1, 4).contiguous().view(parts, batch * heads, tokens, size);
        return [.. Enumerable.Range(0, parts).Select(part => split.select(0, part))];
    }

    /// <summary>Attends and joins the heads: [B * heads, N, E], [B * heads, M, E] twice and an additive mask that broadcasts to [B * heads, N, M], or null, give [B, N, heads * E].</summary>
    public static Tensor Attend(Tensor query, Tensor key, Tensor value, Tensor? mask, int heads, Dropout dropout) => JoinHeads(Mix(query, key, value, mask, dropout), heads);

    /// <summary>Attends, each head by itself: [B * heads, N, E], [B * heads, M, E] twice and an additive mask that broadcasts to [B * heads, N, M], or null, give [B * heads, N, E].</summary>
    public static Tensor Mix(Tensor query, Tensor key, Tensor value, Tensor? mask, Dropout dropout)
    {
        var scale = (float)(1 / Math.Sqrt(query.shape[2]));
        var keys = key.transpose(1, 2);
        var scores = mask is null ? query.bmm(keys).mul_(scale) : baddbmm(mask, query, keys, beta: 1, alpha: scale);
        return dropout.call(scores.softmax(-1)).bmm(value);
    }

    /// <summary>[B * heads, N, E] to [B, N, heads * E].</summary>
    public static Tensor JoinHeads(Tensor mixed, int heads)
    {
        var (batch, tokens, size) = (mixed.shape[0] / heads, mixed.shape[1], mixed.shape[2]);
        return mixed.view(batch, heads, tokens, size).transpose(1, 2).reshape(batch, tokens, heads * size);
    }

    /// <summary>An additive mask [1, length, length] that hides later rows from earlier ones.</summary>
    public static Tensor CausalMask(int length)
    {
        using var hidden = full([1, length, length], float.NegativeInfinity);
        return hidden.triu(1);
    }
}
