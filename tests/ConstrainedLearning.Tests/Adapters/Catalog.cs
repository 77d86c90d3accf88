using ConstrainedLearning.Adapters;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>Every adapter, as the shared tests make it.</summary>
internal static class Catalog
{
    /// <summary>What an adapter needs to know of a network in the tests.</summary>
    internal sealed record Case(string Name, Func<IReadOnlyList<Site>, IAdapter> Make)
    {
        /// <summary>Whether it takes convolutions, embeddings and parts of fused layers besides plain linear layers.</summary>
        internal bool TakesEverything { get; init; } = true;

        /// <summary>Whether the adapted model computes exactly what the model does before training.</summary>
        internal bool StartsExactly { get; init; } = true;
    }

    internal static IReadOnlyList<Case> All { get; } =
    [
        new("lora", sites => new LoRA(sites, new LoRAOptions { Rank = 3, Alpha = 6 })),
        new("rslora", sites => new LoRA(sites, new LoRAOptions { Rank = 3, Scale = RankScale.ByRootOfRank })),
        new("lora-fa", sites => new LoRA(sites, new LoRAOptions { Rank = 2, IsFirstFrozen = true })),
        new("lorta", sites => new LoRTA(sites, Blocks.HeadSize, new LoRTAOptions { Rank = 5 })) { TakesEverything = false },
        new("lorta-out", sites => new LoRTA(sites, Blocks.HeadSize, new LoRTAOptions { Rank = 20, HeadSplit = HeadSplit.Outputs, Initialization = LoRTAInitialization.Author })) { TakesEverything = false },
        new("lorta-in", sites => new LoRTA(sites, Blocks.HeadSize, new LoRTAOptions { Rank = 5, HeadSplit = HeadSplit.Inputs, Initialization = LoRTAInitialization.Gaussian })) { TakesEverything = false },
    ];

    internal static TheoryData<string> Names => [.. All.Select(entry => entry.Name)];

    internal static TheoryData<string> General => [.. All.Where(entry => entry.TakesEverything).Select(entry => entry.Name)];

    internal static Case Find(string name) => All.Single(entry => entry.Name == name);

    /// <summary>Factors as after some training: none is 0.</summary>
    internal static void Shake(IAdapter adapter, double size = 0.3)
    {
        using var _ = no_grad();
        foreach (var parameter in adapter.Factors.parameters()) parameter.add_(randn_like(parameter) * size);
    }

    /// <summary>The sites of <see cref="Mixed"/>: an embedding, both kinds of convolutions, the two halves of a fused layer, a whole one.</summary>
    internal static IReadOnlyList<Site> SitesOf(Mixed model) => [.. Sites.Of(model, "table", "line", "first", "second", "head"), .. Sites.Of(model, "fused").Split("upper", "lower")];
}
