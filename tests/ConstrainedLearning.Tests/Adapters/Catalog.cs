using ConstrainedLearning.Adapters;
using TorchSharp.Modules;
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

        /// <summary>Whether it takes normalisations, whose weights are vectors.</summary>
        internal bool TakesVectors { get; init; }

        /// <summary>Whether gradients are those of the function, and not of one in which something counts as constant.</summary>
        internal bool HasExactGradient { get; init; } = true;

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
        new("vera", sites => new VeRA(sites, new VeRAOptions { Rank = 6, Seed = 5 })),
        new("lotr", sites => new LoTR(sites, new LoTROptions { Rank = 3, Alpha = 2 })),
        new("flora", sites => new TuckerCore(sites, new TuckerCoreOptions { Rank = 3, Scale = 2 })),
        new("flora-kernel", sites => new TuckerCore(sites, new TuckerCoreOptions { Rank = 4, KernelRank = 2 })),
        new("dora", sites => new DoRA(new LoRA(sites, new LoRAOptions { Rank = 3, Alpha = 0.3 }), new DoRAOptions { IsNormConstant = false })),
        new("dora-published", sites => new DoRA(new LoRA(sites, new LoRAOptions { Rank = 3, Alpha = 0.3 }))) { HasExactGradient = false },
        new("dora-lotr", sites => new DoRA(new LoTR(sites, new LoTROptions { Rank = 2, Alpha = 0.1 }), new DoRAOptions { IsNormConstant = false })),
        new("nola", sites => new NOLA(sites, new NOLAOptions { Rank = 4, Bases = 5, Seed = 7 })),
        new("lora-xs", sites => new LoRAXS([.. sites.Where(site => Math.Min(site.Inputs, site.Outputs) >= 2)], new LoRAXSOptions { Rank = 2 })),
        new("gated", sites => new GatedLoRA(sites, new GatedLoRAOptions { Rank = 3, Alpha = 6 })),
        new("gated-closed", sites => new GatedLoRA(sites, new GatedLoRAOptions { Rank = 3, Start = GateStart.Closed })),
        new("oft", sites => new Orthogonal([.. sites.Where(site => site.Layer is not Embedding)], 4)),
        new("bottleneck", sites => new Bottleneck(sites, new BottleneckOptions { Rank = 3 })) { TakesVectors = true },
        new("ssf", sites => new ScaleShift(sites)) { TakesVectors = true },
        new("ia3", sites => new IA3(sites)) { TakesVectors = true },
        new("ia3-inputs", sites => new IA3(sites, ["query", "output", "line", "second", "head", @"fused\[upper\]"])) { TakesVectors = true },
        new("bitfit", sites => new BitFit([.. sites.Where(site => site.Bias is not null)])) { TakesVectors = true },
        new("full", sites => new FullDelta(sites)) { TakesVectors = true },
        new("full-weights", sites => new FullDelta(sites, new FullDeltaOptions { HasBias = false })) { TakesVectors = true },
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

    /// <summary>The sites of <see cref="Mixed"/> that a case takes: an embedding, both kinds of convolutions, the two halves of a fused layer, a whole one, normalisations.</summary>
    internal static IReadOnlyList<Site> SitesOf(Mixed model, Case entry) =>
        [.. Sites.Of(model, "table", "line", "first", "second", "head"), .. Sites.Of(model, "fused").Split("upper", "lower"), .. entry.TakesVectors ? Sites.Of(model, "norm", "batch") : []];
}
