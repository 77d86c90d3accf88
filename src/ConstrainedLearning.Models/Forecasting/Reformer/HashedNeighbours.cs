using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// Who attends to whom under locality-sensitive hashing. In each round a vector x falls into the bucket argmax [xR; -xR]; tokens are sorted by bucket, then by
/// position, and cut into chunks of equal size; a token sees its own chunk and the one before, where the first chunk of a round follows the last of the round before.
/// Kitaev, Kaiser and Levskaya, "Reformer: The Efficient Transformer", ICLR 2020, section 2.
/// </summary>
internal static class HashedNeighbours
{
    /// <summary>What stands for a token's score with itself: it counts only where there is no other.</summary>
    private const float Self = -5e4f;

    /// <summary>
    /// The additive mask [B, rows, N] of the last <paramref name="rows"/> of <paramref name="read"/> tokens: log m_ij, where m_ij is how often token i sees token j
    /// in all rounds together, thus minus infinity where it does not.
    /// <para>
    /// The paper attends in each round by itself and weighs the rounds by their normalisers exp(z_r): sum_r exp(z_r - z) sum_j exp(s_ij - z_r) v_j. The z_r cancel. What is left
    /// is one softmax over all that a token sees, each as often as it sees it: softmax_j(s_ij + log m_ij). As a mask it needs N numbers a token, where sorted copies of keys
    /// and values need some seven times rounds times features, which is less only from two thousand tokens on.
    /// </para>
    /// </summary>
    /// <param name="vectors">[B, N, features], N a multiple of the chunk.</param>
    /// <param name="directions">R, [features, rounds, buckets / 2].</param>
    /// <param name="chunk">Tokens of a chunk.</param>
    /// <param name="read">Tokens that are not padding.</param>
    /// <param name="rows">How many of them, the last, ask.</param>
    public static Tensor Mask(Tensor vectors, Tensor directions, int chunk, long read, long rows)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var (batch, tokens, rounds) = (vectors.shape[0], vectors.shape[1], directions.shape[1]);
        var both = cat([directions, -directions], 2);
        var buckets = vectors.matmul(both.flatten(1)).view(batch, tokens, rounds, -1).argmax(-1);
        var order = buckets.transpose(1, 2).sort(-1, stable: true).Indices;

        var asking = order.reshape(batch, -1, chunk);
        var seen = cat([asking, asking.roll(1, 1)], 2);
        var pairs = (asking * tokens).unsqueeze(3).add(seen.unsqueeze(2)).view(batch, -1);
        var counts = vectors.new_zeros(batch, tokens * tokens).scatter_add_(1, pairs, vectors.new_ones(1, 1).expand(pairs.shape));

        var mask = counts.view(batch, tokens, tokens).narrow(1, read - rows, rows).log();
        mask.diagonal(read - rows, 1, 2).fill_(Self);
        return mask.MoveToOuterDisposeScope();
    }
}
