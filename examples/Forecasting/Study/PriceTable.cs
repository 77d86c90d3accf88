using System.Globalization;
using System.Text.Json.Nodes;
using ConstrainedLearning.Forecasting;
using ConstrainedLearning.Reports.Tables;
using Forecasting.Results;

namespace Forecasting.Study;

/// <summary>Where the multipliers of bounds on each step start, where they end, whether they have settled there, and which bounds hold on which data.</summary>
internal static class PriceTable
{
    internal const string Note =
        "Means over seeds. Moved: how far a multiplier moved in the last epoch, relative to the mean multiplier; settled prices do not move. Free: the share of steps whose multiplier is 0 at the end. "
        + "Exceeded: the share of steps whose bound does not hold, without slack, and by how much on average over all steps relative to the bound.";

    /// <summary>A row for each variant that bounds the steps' own errors.</summary>
    internal static Table Of(IReadOnlyList<StudyRun> runs) => new(
        [new Column("setting"), new Column("variant"), Right("start"), Right("mean at the end"), Right("largest"), Right("moved"), Right("free"), Right("exceeded on train"), Right("on validation"), Right("on test")],
        [.. runs.Where(run => run.IsUsable && run.Summary.Epsilon.Length == run.Summary.Horizon && run.Summary.Multipliers.ContainsKey(LossShaping.ConstraintName))
            .GroupBy(run => (run.Setting, run.Variant)).Select(group => Row(group.Key.Setting, group.Key.Variant, [.. group]))])
    { Caption = "Multipliers and bounds" };

    private static string[] Row(string setting, string variant, IReadOnlyList<StudyRun> runs)
    {
        double Mean(Func<StudyRun, double> of) => runs.Average(of);
        var (before, last) = (runs.Select(run => Epochs(run)).Where(epochs => epochs.Count > 1).Select(epochs => epochs[^2]).ToList(), runs.Select(Multipliers).ToList());
        var moved = before.Count == runs.Count ? before.Zip(last, (then, now) => then.Zip(now, (a, b) => Math.Abs(a - b)).Average() / Math.Max(1e-12, now.Average())).Average() : double.NaN;
        return
        [
            setting, variant, Number(Mean(Start)), Number(last.Average(values => values.Average())), Number(last.Average(values => values.Max())), Percent(moved), Percent(last.Average(values => values.Count(value => value == 0) / (double)values.Length)),
            Exceeded(runs, summary => summary.Train), Exceeded(runs, summary => summary.Validation), Exceeded(runs, summary => summary.Test),
        ];
    }

    private static string Exceeded(IReadOnlyList<StudyRun> runs, Func<Summary, PartResult> part)
    {
        var share = runs.Average(run => ForecastMetrics.InfeasibleShare(part(run.Summary).PerStep, run.Summary.Epsilon));
        var excess = runs.Average(run => part(run.Summary).PerStep.Zip(run.Summary.Epsilon, (error, bound) => Math.Max(0, error / bound - 1)).Average());
        return $"{Percent(share)}, by {Percent(excess)}";
    }

    private static double[] Multipliers(StudyRun run) => run.Summary.Multipliers[LossShaping.ConstraintName];

    private static double Start(StudyRun run) => JsonNode.Parse(File.ReadAllText(run.Folder.Config))!["dual-init"]!.GetValue<double>();

    /// <summary>The multipliers at the end of each epoch.</summary>
    private static List<double[]> Epochs(StudyRun run) =>
        [.. File.ReadLines(run.Folder.Metrics).Select(line => JsonNode.Parse(line)!).Where(line => line["event"]!.GetValue<string>() == "epoch")
            .Select(epoch => epoch["multipliers"]![LossShaping.ConstraintName]!.AsArray().Select(value => value!.GetValue<double>()).ToArray())];

    private static Column Right(string header) => new(header, Alignment.Right);

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    private static string Percent(double share) => double.IsNaN(share) ? "" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:F0} %");
}
