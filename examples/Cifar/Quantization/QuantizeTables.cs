using System.Globalization;
using ConstrainedLearning.Reports.Tables;

namespace Cifar.Quantization;

/// <summary>Results as tables.</summary>
internal static class QuantizeTables
{
    /// <summary>Loss and accuracy at each precision.</summary>
    internal static Table Accuracy(QuantizeSummary summary)
    {
        var heldOut = summary.Low.Values.Any(result => result.HeldOut is not null);
        List<Column> columns = [new("precision"), new("training loss", Alignment.Right), new("training", Alignment.Right)];
        if (heldOut) columns.Add(new("held out", Alignment.Right));
        columns.AddRange([new("test loss", Alignment.Right), new("test", Alignment.Right)]);
        return new Table(columns, [.. Results(summary).Select(pair => Row(pair.Name, pair.Result, heldOut))]);
    }

    /// <summary>The bounds, dearest first.</summary>
    internal static Table Bounds(QuantizeSummary summary, int most = 12)
    {
        var all = summary.Bounds.SelectMany(pair => pair.Value.Select(bound => (Name: summary.Bounds[pair.Key].Count > 1 ? $"{pair.Key}: {bound.Name}" : pair.Key, Bound: bound)))
            .OrderByDescending(pair => pair.Bound.Multiplier).Take(most);
        return new Table(
            [new("bound on"), new("price", Alignment.Right), new("mean price", Alignment.Right), new("value", Alignment.Right), new("bound", Alignment.Right), new("slack", Alignment.Right)],
            [.. all.Select(pair => new[] { pair.Name, Number(pair.Bound.Multiplier), Number(pair.Bound.MeanMultiplier), Number(pair.Bound.Value), Number(pair.Bound.Bound), Number(pair.Bound.Slack) })]);
    }

    private static IEnumerable<(string Name, PrecisionResult Result)> Results(QuantizeSummary summary)
    {
        if (summary.Full is { } full) yield return ("full", full);
        foreach (var (name, result) in summary.Low) yield return (string.Create(CultureInfo.InvariantCulture, $"{name}, {summary.AverageBits[name]:0.##} bits a weight"), result);
    }

    private static string[] Row(string name, PrecisionResult result, bool heldOut) =>
    [
        name, Number(result.Train.Loss), Share(result.Train.Accuracy), .. heldOut ? [result.HeldOut is { } held ? Share(held.Accuracy) : ""] : Array.Empty<string>(), Number(result.Test.Loss),
        Share(result.Test.Accuracy),
    ];

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Share(double value) => string.Create(CultureInfo.InvariantCulture, $"{100 * value:F1} %");
}
