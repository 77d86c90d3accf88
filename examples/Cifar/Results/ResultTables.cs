using System.Globalization;
using ConstrainedLearning.Reports.Tables;

namespace Cifar.Results;

/// <summary>Results as tables.</summary>
internal static class ResultTables
{
    /// <summary>Loss and accuracy.</summary>
    internal static Table Accuracy(Summary summary) => new(
        [new("images"), new("number", Alignment.Right), new("loss", Alignment.Right), new("accuracy", Alignment.Right)],
        [
            ["training", Whole(summary.TrainImages), Number(summary.Train.Loss), Share(summary.Train.Accuracy)],
            .. summary.HeldOut is { } heldOut ? [["held out", Whole(summary.HeldOutImages), Number(heldOut.Loss), Share(heldOut.Accuracy)]] : Array.Empty<string[]>(),
            ["test", Whole(summary.TestImages), Number(summary.Test.Loss), Share(summary.Test.Accuracy)],
        ]);

    /// <summary>The bounds, cheapest first.</summary>
    internal static Table Prices(Summary summary) => new(
        [
            new("bound"), new("mean price", Alignment.Right), new("last price", Alignment.Right), new("active", Alignment.Right), new("loss", Alignment.Right),
            new("slack", Alignment.Right), new("acceptance", Alignment.Right),
        ],
        [
            .. Ranking.Of(summary).Select(pair => new[]
            {
                pair.Name, Number(pair.Result.Multiplier.Mean), Number(pair.Result.Multiplier.Last), Share(pair.Result.Multiplier.Active), Number(pair.Result.Loss),
                Number(pair.Result.Slack), pair.Result.Acceptance is { } acceptance ? Share(acceptance) : "-",
            }),
        ]);

    /// <summary>The widths of learned ranges, largest first.</summary>
    internal static Table Widths(IReadOnlyDictionary<string, double> widths) => new(
        [new("family"), new("width", Alignment.Right)], [.. widths.OrderByDescending(pair => pair.Value).Select(pair => new[] { pair.Key, Number(pair.Value) })]);

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Share(double value) => string.Create(CultureInfo.InvariantCulture, $"{100 * value:F1} %");

    private static string Whole(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
