using System.Globalization;
using Adapters.Results;
using ConstrainedLearning.Reports.Tables;
using ExperimentKit.Statistics;
using MathNet.Numerics.Statistics;

namespace Adapters.Sweeps;

/// <summary>One run of a comparison; no result: it has not ended.</summary>
internal sealed record ComparedRun(string Label, long Seed, double Rate, AdaptSummary? Result);

/// <summary>What one adapter gave at its best rate.</summary>
/// <param name="Label">The adapter and its settings.</param>
/// <param name="Rate">The rate with the lowest mean loss on validation text.</param>
/// <param name="Runs">At that rate, by seed; those that ended.</param>
internal sealed record ComparedMethod(string Label, double Rate, IReadOnlyList<AdaptSummary> Runs);

/// <summary>Adapters side by side.</summary>
internal sealed record Comparison(IReadOnlyList<ComparedMethod> Methods, bool RatesDiffer)
{
    internal string Note =>
        $"Mean cross-entropy in nats a token on test windows, at the end of the training: means and standard deviations over seeds. {(RatesDiffer ? "Rates are chosen by validation text of the new kind. " : "")}"
        + "Differences to the first row are paired by seed, with the 95 % interval of their mean by Student’s law. A pass is forward and backward over a batch; one without gradient counts a third.";

    internal static Comparison Of(IReadOnlyList<ComparedRun> runs) => new(
        [.. runs.GroupBy(run => run.Label).Select(method =>
        {
            var best = method.GroupBy(run => run.Rate).Where(rate => rate.Any(run => run.Result is { IsComplete: true })).MinBy(rate => rate.Where(run => run.Result is { IsComplete: true }).Average(run => run.Result!.Validation));
            return new ComparedMethod(method.Key, best?.Key ?? double.NaN, [.. best?.Select(run => run.Result).OfType<AdaptSummary>().Where(result => result.IsComplete) ?? []]);
        })],
        runs.GroupBy(run => run.Label).Any(method => method.Select(run => run.Rate).Distinct().Count() > 1));

    internal Table ToTable()
    {
        var hasOld = Methods.Any(method => method.Runs.Any(run => run.Old.Count > 0));
        var hasBounds = Methods.Any(method => method.Runs.Any(run => run.Requirements.Count > 0));
        List<Column> columns = [new("adapter"), new("trained", Alignment.Right), new("rank", Alignment.Right)];
        if (RatesDiffer) columns.Add(new("rate", Alignment.Right));
        columns.AddRange([new("new text", Alignment.Right), new("less the first", Alignment.Right)]);
        if (hasOld) columns.Add(new("rise on old text", Alignment.Right));
        if (hasBounds) columns.AddRange([new("held-out verdicts", Alignment.Right), new("mean price", Alignment.Right)]);
        if (HasMerges) columns.Add(new("rise when merged", Alignment.Right));
        if (HasGates) columns.Add(new("gates left", Alignment.Right));
        columns.AddRange([new("passes", Alignment.Right), new("ms a step", Alignment.Right)]);
        return new Table(columns, [.. Methods.Select(method => Row(method, columns.Count, hasOld, hasBounds))]);
    }

    private bool HasMerges => Methods.Any(method => method.Runs.Any(run => run.Merge is not null));

    private bool HasGates => Methods.Any(method => method.Runs.Any(run => run.GatesLeft is not null));

    private string[] Row(ComparedMethod method, int columns, bool hasOld, bool hasBounds)
    {
        var runs = method.Runs;
        if (runs.Count == 0) return [method.Label, .. Enumerable.Repeat("", columns - 1)];
        List<string> row = [method.Label, runs[0].Trained.ToString("N0", CultureInfo.InvariantCulture), runs[0].Rank?.ToString(CultureInfo.InvariantCulture) ?? ""];
        if (RatesDiffer) row.Add(method.Rate.ToString("G3", CultureInfo.InvariantCulture));
        row.AddRange([Spread.Of([.. runs.Select(run => run.Test)], "F3"), Difference(runs)]);
        if (hasOld) row.Add(runs.All(run => run.Old.Count > 0) ? Spread.Of([.. runs.Select(run => run.Old.Average(old => old.Rise))], "F3") : "");
        if (hasBounds)
        {
            var verdicts = runs.SelectMany(run => run.Old).Select(old => old.Verdict).OfType<string>().GroupBy(verdict => verdict).Select(group => $"{group.Count()} {group.Key.ToLowerInvariant()}");
            row.AddRange([string.Join(", ", verdicts), runs.All(run => run.Requirements.Count > 0) ? runs.Average(run => run.Requirements.Average(item => item.Mean)).ToString("G3", CultureInfo.InvariantCulture) : ""]);
        }
        if (HasMerges) row.Add(runs.All(run => run.Merge is not null) ? Spread.Of([.. runs.Select(run => run.Merge!.Merged - run.Merge.Before)], "F3") : "");
        if (HasGates) row.Add(runs.All(run => run.GatesLeft is not null) ? runs.Average(run => (double)run.GatesLeft!.Value).ToString("N0", CultureInfo.InvariantCulture) : "");
        row.AddRange([runs.Average(run => run.Passes).ToString("F0", CultureInfo.InvariantCulture), (1000 * runs.Select(run => run.SecondsPerIteration).Median()).ToString("F0", CultureInfo.InvariantCulture)]);
        return [.. row];
    }

    private string Difference(IReadOnlyList<AdaptSummary> runs)
    {
        var first = Methods[0].Runs;
        if (ReferenceEquals(first, runs)) return "";
        var pairs = (from run in runs from other in first where run.Seed == other.Seed select (run.Test, Other: other.Test)).ToList();
        if (pairs.Count == 0) return "";
        var difference = PairedDifference.Of([.. pairs.Select(pair => pair.Test)], [.. pairs.Select(pair => pair.Other)]);
        return string.Create(CultureInfo.InvariantCulture, $"{difference.Mean:+0.000;-0.000;0.000}{(double.IsNaN(difference.HalfWidth) ? "" : $" ± {difference.HalfWidth:F3}")}");
    }
}
