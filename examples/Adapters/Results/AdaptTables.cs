using System.Globalization;
using ConstrainedLearning.Reports.Tables;

namespace Adapters.Results;

/// <summary>Results of a run as tables and sentences.</summary>
internal static class AdaptTables
{
    /// <summary>Losses before and after.</summary>
    internal static Table Losses(AdaptSummary summary) => new(
        [new("test text"), new("base model", Alignment.Right), new("adapted", Alignment.Right), new("change", Alignment.Right)],
        [
            ["new", Loss(summary.NewBefore), Loss(summary.Test), Change(summary.Test - summary.NewBefore)],
            .. summary.Old.Select(old => new[] { "old: " + old.Text, Loss(old.Before), Loss(old.Test), Change(old.Rise) }),
        ]);

    /// <summary>Bounds and prices, dearest first.</summary>
    internal static Table Prices(AdaptSummary summary) => new(
        [new("requirement"), new("bound", Alignment.Right), new("last value", Alignment.Right), new("mean price", Alignment.Right), new("last price", Alignment.Right), new("slack", Alignment.Right)],
        [.. summary.Requirements.OrderByDescending(item => item.Mean).Select(item => new[] { item.Name, Number(item.Bound), Number(item.Value), Number(item.Mean), Number(item.Last), Number(item.Slack) })]);

    /// <summary>What the results say, in words.</summary>
    internal static IEnumerable<string> Sentences(AdaptSummary summary)
    {
        yield return FormattableString.Invariant($"{summary.Trained:N0} trained numbers on {summary.Sites} sites took the loss on the new text from {summary.NewBefore:F3} to {summary.Test:F3}");
        foreach (var old in summary.Old)
        {
            yield return FormattableString.Invariant($"the loss on old text ({old.Text}) rose by {old.Rise:F3}") + (old.Bound is { } bound ? FormattableString.Invariant($"; {bound:G3} was allowed") : "");
            if (old.Sentence is { } sentence) yield return "held out: " + sentence;
        }
        if (summary.Merge is { } merge) yield return FormattableString.Invariant($"merged onto {merge.Bits} bits the loss on the new text is {merge.Merged:F3}, {merge.Merged - merge.Before:+0.000;-0.000} against the adapter beside the model");
        if (summary.GatesLeft is { } left) yield return FormattableString.Invariant($"the gates have left {left:N0} parameters");
        var dear = summary.Requirements.Where(item => item.Name.StartsWith("capacity[", StringComparison.Ordinal)).OrderByDescending(item => item.Mean).Take(3).ToList();
        if (dear.Count > 0) yield return "capacity pays most at " + string.Join(", ", dear.Select(item => FormattableString.Invariant($"{item.Name[9..^1]} (price {item.Mean:G3})")));
    }

    private static string Loss(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    private static string Change(double value) => value.ToString("+0.0000;-0.0000;0", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
