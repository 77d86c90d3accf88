using ConstrainedLearning.Adapters;
using ExperimentKit.CommandLine;

namespace Adapters.Training;

/// <summary>What an adapter is made with.</summary>
/// <param name="Rank">The rank, or what stands for it: the size of a bottleneck, of a rotation's blocks.</param>
/// <param name="Alpha">The scale's alpha; null: the method's own.</param>
/// <param name="HeadSize">Features of a head of the model.</param>
/// <param name="Seed">Of banks that are drawn and not saved.</param>
internal sealed record AdapterSize(int Rank, double? Alpha, int HeadSize, long Seed);

/// <summary>A kind of adapter that the program offers.</summary>
/// <param name="Name">On the command line.</param>
/// <param name="IsAdditive">Whether it adds to weights, so that the size of what it adds can be bounded.</param>
/// <param name="HasRank">Whether its size can be chosen.</param>
/// <param name="Make">Makes it on sites.</param>
internal sealed record AdapterMethod(string Name, bool IsAdditive, bool HasRank, Func<IReadOnlyList<Site>, AdapterSize, IAdapter> Make)
{
    /// <summary>The smallest rank that it can have. The default is 1.</summary>
    internal int Least { get; init; } = 1;
}

/// <summary>The kinds of adapters that the program offers.</summary>
internal static class AdapterMethods
{
    internal const string Gated = "gated";

    private const int DefaultRank = 4, LargestRank = 1024;

    private static readonly AdapterMethod[] _all =
    [
        new("lora", true, true, (sites, size) => new LoRA(sites, new LoRAOptions { Rank = size.Rank, Alpha = size.Alpha })),
        new("rslora", true, true, (sites, size) => new LoRA(sites, new LoRAOptions { Rank = size.Rank, Alpha = size.Alpha ?? 1, Scale = RankScale.ByRootOfRank })),
        new("lora-fa", true, true, (sites, size) => new LoRA(sites, new LoRAOptions { Rank = size.Rank, Alpha = size.Alpha, IsFirstFrozen = true })),
        new("lorta", true, true, (sites, size) => new LoRTA(sites, size.HeadSize, new LoRTAOptions { Rank = size.Rank, Alpha = size.Alpha ?? 1 })),
        new("lorta-author", true, true, (sites, size) => new LoRTA(sites, size.HeadSize, new LoRTAOptions { Rank = size.Rank, Alpha = size.Alpha ?? 16, Scale = RankScale.ByRank, Initialization = LoRTAInitialization.Author })),
        new("dora", false, true, (sites, size) => new DoRA(new LoRA(sites, new LoRAOptions { Rank = size.Rank, Alpha = size.Alpha }))),
        new("vera", true, true, (sites, size) => new VeRA(sites, new VeRAOptions { Rank = size.Rank, Seed = size.Seed })),
        new("nola", true, true, (sites, size) => new NOLA(sites, new NOLAOptions { Bases = size.Rank, Seed = size.Seed, Alpha = size.Alpha })),
        new("lora-xs", true, true, (sites, size) => new LoRAXS(sites, new LoRAXSOptions { Rank = size.Rank, Alpha = size.Alpha })),
        new("lotr", true, true, (sites, size) => new LoTR(sites, new LoTROptions { Rank = size.Rank, Alpha = size.Alpha ?? 1 })),
        new("tucker", true, true, (sites, size) => new TuckerCore(sites, new TuckerCoreOptions { Rank = size.Rank, Scale = size.Alpha ?? 1 })),
        new(Gated, true, true, (sites, size) => new GatedLoRA(sites, new GatedLoRAOptions { Rank = size.Rank, Alpha = size.Alpha })),
        new("full", true, false, (sites, _) => new FullDelta(sites)),
        new("ssf", false, false, (sites, _) => new ScaleShift(sites, new ScaleShiftOptions { ShiftsWithoutBias = true })),
        new("ia3", false, false, (sites, _) => new IA3(sites)),
        new("bitfit", true, false, (sites, _) => new BitFit(sites)),
        new("bottleneck", false, true, (sites, size) => new Bottleneck(sites, new BottleneckOptions { Rank = size.Rank })),
        new("oft", false, true, (sites, size) => new Orthogonal(sites, size.Rank)) { Least = 2 },
    ];

    internal static IReadOnlyList<string> Names { get; } = [.. _all.Select(method => method.Name)];

    internal static AdapterMethod Find(string name) => _all.First(method => method.Name == name);

    /// <summary>An adapter of a rank, or of the rank that comes nearest to a number of parameters.</summary>
    internal static IAdapter Create(string name, IReadOnlyList<Site> sites, AdapterSize size, int? parameters)
    {
        var method = Find(name);
        if (parameters is not { } wanted || !method.HasRank) return method.Make(sites, size);
        var (before, longest) = (0L, sites.Max(site => Math.Max(site.Inputs, site.Outputs)));
        for (var rank = method.Least; rank <= LargestRank; rank++)
        {
            long count;
            using (var trial = method.Make(sites, size with { Rank = rank })) count = Count(trial);
            if (count >= wanted) return method.Make(sites, size with { Rank = rank > method.Least && wanted - before < count - wanted ? rank - 1 : rank });
            if (count == before && rank > longest) break; // it grows no more
            before = count;
        }
        throw new UsageException($"--parameters {wanted}: {name} has at most {before} on these sites");
    }

    /// <summary>What was chosen for the rank, or stands for it; null where a method has none, or its sites have their own.</summary>
    internal static int? RankOf(IAdapter adapter) => adapter switch
    {
        LoRA { Options.Ranks.Count: 0 } lora => lora.Options.Rank,
        LoRTA lorta => lorta.Options.Rank,
        DoRA dora => RankOf(dora.Direction),
        VeRA vera => vera.Options.Rank,
        NOLA nola => nola.Options.Bases,
        LoRAXS core => core.Options.Rank,
        LoTR lotr => lotr.Options.Rank,
        TuckerCore tucker => tucker.Options.Rank,
        GatedLoRA gated => gated.Options.Rank,
        Bottleneck bottleneck => bottleneck.Options.Rank,
        _ => null,
    };

    /// <summary>Numbers that an adapter trains.</summary>
    internal static long Count(IAdapter adapter) => adapter.Factors.parameters().Sum(parameter => parameter.numel());

    /// <summary>The rank where none is given.</summary>
    internal static int RankOf(int? rank) => rank ?? DefaultRank;
}
