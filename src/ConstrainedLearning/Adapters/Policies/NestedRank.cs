using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>Trains with a random rank b in each step, uniform on [least, r], so that the first b components of every site are a good adapter by themselves for each of these b: see <see cref="LoRA.Truncation"/>.</summary>
/// <remarks>
/// b is the same for all sites, and drawn from torch's random numbers; between steps the adapter is whole. The scale stays that of the whole rank.
/// Reference: Valipour et al., "DyLoRA: Parameter-Efficient Tuning of Pretrained Models using Dynamic Search-Free Low Rank Adaptation", EACL 2023, arXiv 2210.07558.
/// </remarks>
public sealed class NestedRank : IPrimalPolicy
{
    private readonly LoRA _adapter;
    private readonly int _least, _most;

    /// <summary>Sets up the policy.</summary>
    /// <param name="adapter">Borrowed.</param>
    /// <param name="least">The smallest rank that is to be of use. The default is 1.</param>
    public NestedRank(LoRA adapter, int least = 1)
    {
        (_adapter, _most) = (adapter, (int)adapter.Sites.Max(site => adapter.Factors[LoRA.First(site)].size(0)));
        _least = least >= 1 && least <= _most ? least : throw new ArgumentOutOfRangeException(nameof(least), least, $"the adapter has ranks up to {_most}: expected 1 to {_most}");
    }

    /// <inheritdoc/>
    public void BeforeStep(PrimalDual learner)
    {
        using var drawn = randint(_least, _most + 1, [1], ScalarType.Int64, CPU);
        _adapter.Truncation = (int)drawn.ToInt64();
    }

    /// <inheritdoc/>
    public void EndStep(PrimalDual learner) => _adapter.Truncation = null;
}
