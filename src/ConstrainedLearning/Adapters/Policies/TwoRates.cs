using TorchSharp.Modules;

namespace ConstrainedLearning.Adapters;

/// <summary>Two learning rates for the two factors of a Delta = s B A: eta for A and k eta for B. With one rate for both, wide layers learn their features too slowly.</summary>
/// <remarks>Reference: Hayou, Ghosh, Yu, "LoRA+: Efficient Low Rank Adaptation of Large Models", ICML 2024, arXiv 2402.12354.</remarks>
public static class TwoRates
{
    /// <summary>Parameter groups for <c>optim.AdamW</c>: one of the factors A, one of the factors B; frozen ones are in neither.</summary>
    /// <param name="adapter">Borrowed.</param>
    /// <param name="rate">eta, of A; > 0.</param>
    /// <param name="ratio">k, > 0. The default is 16, as published.</param>
    /// <param name="decay">Of weights. The default is 0.</param>
    public static IReadOnlyList<AdamW.ParamGroup> Groups(LoRA adapter, double rate, double ratio = 16, double decay = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ratio);
        List<AdamW.ParamGroup> groups = [];
        if (!adapter.Options.IsFirstFrozen) groups.Add(new([.. adapter.Sites.Select(site => (Parameter)adapter.Factors[LoRA.First(site)])], lr: rate, weight_decay: decay));
        groups.Add(new([.. adapter.Sites.Select(site => (Parameter)adapter.Factors[LoRA.Second(site)])], lr: rate * ratio, weight_decay: decay));
        return groups;
    }
}
