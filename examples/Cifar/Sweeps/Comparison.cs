using System.Globalization;
using Cifar.Results;
using ConstrainedLearning.Reports.Tables;
using ExperimentKit.Statistics;

namespace Cifar.Sweeps;

/// <summary>What one method gave at each seed; null where a run has not ended.</summary>
/// <param name="Label">The method.</param>
/// <param name="Runs">By seed.</param>
internal sealed record MethodResults(string Label, IReadOnlyList<Summary?> Runs)
{
    /// <summary>The runs that came to their end.</summary>
    internal IReadOnlyList<Summary> Ended => [.. Runs.OfType<Summary>().Where(run => run.IsComplete)];
}

/// <summary>Methods side by side.</summary>
/// <param name="Methods">In the order shown; each has a run for every seed.</param>
/// <param name="Reference">The label that the others are compared with.</param>
internal sealed record Comparison(IReadOnlyList<MethodResults> Methods, string Reference)
{
    internal static string Note(int seeds) =>
        FormattableString.Invariant($"Test images as they are, at the end of the training: means and standard deviations over {seeds} seed{(seeds == 1 ? "" : "s")}. Differences are paired by seed, with the 95 % interval of their mean by Student's law. A pass is forward and backward over a batch; one without gradient counts a third.");

    internal Table ToTable()
    {
        var reference = Methods.Single(method => method.Label == Reference);
        var heldOut = Methods.Any(method => method.Ended.Any(run => run.HeldOut is not null));
        List<Column> columns = [new("method"), new("epochs", Alignment.Right), new("passes", Alignment.Right), new("accuracy, %", Alignment.Right), new($"less {Reference}", Alignment.Right), new("ahead", Alignment.Right), new("test loss", Alignment.Right)];
        if (heldOut) columns.AddRange([new("held out, %", Alignment.Right), new("held-out loss", Alignment.Right)]);
        columns.AddRange([new("mean price", Alignment.Right), new("acceptance, %", Alignment.Right)]);
        return new Table(columns, [.. Methods.Select(method => Row(method, reference, heldOut))]);
    }

    private static string[] Row(MethodResults method, MethodResults reference, bool heldOut)
    {
        var runs = method.Ended;
        string Of(Func<Summary, double?> value, double scale, string format) => Spread.Of([.. runs.Select(value).OfType<double>().Select(number => number * scale)], format);
        List<string> row =
        [
            method.Label, runs.Count == 0 ? "" : runs[0].Epochs.ToString(CultureInfo.InvariantCulture), runs.Count == 0 ? "" : runs[0].Passes.ToString("F0", CultureInfo.InvariantCulture),
            Of(run => run.Test.Accuracy, 100, "F1"), .. Difference(method, reference), Of(run => run.Test.Loss, 1, "F3"),
        ];
        if (heldOut) row.AddRange([Of(run => run.HeldOut?.Accuracy, 100, "F1"), Of(run => run.HeldOut?.Loss, 1, "F3")]);
        row.AddRange([Of(run => run.Multiplier?.Mean, 1, "F2"), Of(run => run.Acceptance, 100, "F0")]);
        return [.. row];
    }

    private static string[] Difference(MethodResults method, MethodResults reference)
    {
        var pairs = method.Runs.Zip(reference.Runs).Where(pair => pair is { First.IsComplete: true, Second.IsComplete: true }).ToList();
        if (method.Label == reference.Label || pairs.Count == 0) return ["", ""];
        var difference = PairedDifference.Of([.. pairs.Select(pair => 100 * pair.First!.Test.Accuracy)], [.. pairs.Select(pair => 100 * pair.Second!.Test.Accuracy)]);
        return difference.Cells();
    }
}
