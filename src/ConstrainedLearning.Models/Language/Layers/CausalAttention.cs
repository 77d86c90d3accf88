using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language.Layers;

/// <summary>Scaled dot-product attention, softmax(Q K' / sqrt(E) + mask) V, in which no token sees a later one, for all heads in two batched products.</summary>
internal static class CausalAttention
{
    /// <summary>
    /// Attends and joins the heads. The rows of a group's queries are one below the other, so that keys and values that several heads share are never copied.
    /// </summary>
    /// <param name="query">[batch * heads, length, E], head after head.</param>
    /// <param name="keys">[batch * key heads, sources, E].</param>
    /// <param name="values">As the keys.</param>
    /// <param name="mask">Additive, [1, groups * length, sources], or null.</param>
    /// <param name="heads">Heads of the queries.</param>
    /// <param name="dropout">Of the weights.</param>
    /// <returns>[batch, length, heads * E].</returns>
    public static Tensor Attend(Tensor query, Tensor keys, Tensor values, Tensor? mask, int heads, Dropout dropout)
    {
        var (batch, length, size) = (query.shape[0] / heads, query.shape[1], query.shape[2]);
        var scale = (float)(1 / Math.Sqrt(size));
        var grouped = query.view(keys.shape[0], -1, size);
        var scores = mask is null ? grouped.bmm(keys.transpose(1, 2)).mul_(scale) : baddbmm(mask, grouped, keys.transpose(1, 2), beta: 1, alpha: scale);
        var mixed = dropout.call(scores.softmax(-1)).bmm(values);
        return mixed.view(batch, heads, length, size).transpose(1, 2).reshape(batch, length, heads * size);
    }

    /// <summary>Hides from the token at place past + i, row i of each of <paramref name="groups"/> blocks, the places after it: 0 or minus infinity, [1, groups * length, past + length].</summary>
    public static Tensor Mask(int past, int length, int groups, Tensor like)
    {
        var hidden = full([length, past + length], float.NegativeInfinity, dtype: like.dtype, device: like.device).triu_(past + 1);
        return (groups == 1 ? hidden : hidden.repeat(groups, 1)).unsqueeze(0);
    }
}
