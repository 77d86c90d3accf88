using ExperimentKit.Statistics;
using Forecasting.Results;

namespace Forecasting.Study;

/// <summary>What a variant changes against plain training, over the seeds that both have.</summary>
internal sealed record VariantResult
{
    /// <summary>The family that the variant is of.</summary>
    internal required string Family { get; init; }

    /// <summary>The variant's name.</summary>
    internal required string Variant { get; init; }

    /// <summary>Its runs and those of plain training, by seed.</summary>
    internal required IReadOnlyList<(StudyRun Own, StudyRun Erm)> Pairs { get; init; }

    /// <summary>How many of its runs gave no numbers.</summary>
    internal required int Failed { get; init; }

    /// <summary>The changes on test data, with intervals over seeds and blocks of windows; null without pairs.</summary>
    internal required RelativeChanges? Test { get; init; }

    /// <summary>Whether every pair has its test errors by blocks; else intervals are over seeds only.</summary>
    internal required bool HasBlocks { get; init; }

    /// <summary>The two-sided p-value of Wilcoxon's test of the window STD over seeds, adjusted by Holm over the variants of the setting; null without pairs.</summary>
    internal double? PValue { get; init; }

    /// <summary>At how many seeds its window STD is lower.</summary>
    internal int Ahead => Pairs.Count(pair => pair.Own.Summary.Test.WindowStd < pair.Erm.Summary.Test.WindowStd);

    /// <summary>Whether validation data may choose it: it has pairs, and training never failed.</summary>
    internal bool IsEligible => Pairs.Count > 0 && Failed == 0;

    internal static VariantResult Of(string family, string variant, IReadOnlyList<StudyRun> runs, IReadOnlyDictionary<long, StudyRun> erm)
    {
        (StudyRun Own, StudyRun Erm)[] pairs = [.. runs.Where(run => run.IsUsable && erm.ContainsKey(run.Seed)).OrderBy(run => run.Seed).Select(run => (run, erm[run.Seed]))];
        var hasBlocks = pairs.All(pair => pair is { Own.Blocks: not null, Erm.Blocks: not null });
        return new()
        {
            Family = family,
            Variant = variant,
            Pairs = pairs,
            Failed = runs.Count(run => !run.IsUsable),
            Test = pairs.Length == 0 ? null : Changes(pairs, hasBlocks),
            HasBlocks = hasBlocks,
        };
    }

    /// <summary>By what fraction the mean over the seeds of a quantity differs from that of plain training.</summary>
    internal double Change(Func<Summary, double> quantity) => Pairs.Average(pair => quantity(pair.Own.Summary)) / Pairs.Average(pair => quantity(pair.Erm.Summary)) - 1;

    /// <summary>Wilcoxon's test of the window STD, not adjusted; null without pairs.</summary>
    internal double? RawPValue() => Pairs.Count == 0 ? null : WilcoxonSignedRank.Of([.. Pairs.Select(pair => pair.Own.Summary.Test.WindowStd - pair.Erm.Summary.Test.WindowStd)]).PValue;

    /// <summary>Whether the changes are as asked.</summary>
    internal bool Reaches(StudyOptions options) => Test is { } test && test.Mean.Value <= options.AllowedRise && test.Deviation.Value <= -options.AskedFall;

    /// <summary>Whether the upper ends of their intervals are.</summary>
    internal bool Certifies(StudyOptions options) => Test is { } test && test.Mean.High <= options.AllowedRise && test.Deviation.High <= -options.AskedFall;

    /// <summary>The values are those of the whole test part; blocks, whose lengths differ by one window at most, are for the intervals.</summary>
    private static RelativeChanges Changes(IReadOnlyList<(StudyRun Own, StudyRun Erm)> pairs, bool hasBlocks)
    {
        double[][] Errors(StudyRun run) => hasBlocks ? run.Blocks!.PerStep : [run.Summary.Test.PerStep];
        double Change(Func<PartResult, double> quantity) => pairs.Sum(pair => quantity(pair.Own.Summary.Test)) / pairs.Sum(pair => quantity(pair.Erm.Summary.Test)) - 1;
        var changes = TwoWayBootstrap.Of([.. pairs.Select(pair => new PairedBlocks(Errors(pair.Own), Errors(pair.Erm)))]);
        return new(
            changes.Mean with { Value = Change(part => part.Mse) },
            changes.Deviation with { Value = Change(part => part.WindowStd) },
            changes.Worst with { Value = Change(part => part.WorstStep) });
    }
}
