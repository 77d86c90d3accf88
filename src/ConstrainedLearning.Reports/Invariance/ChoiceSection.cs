using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Epochs;
using ConstrainedLearning.Reports.Html;
using OxyPlot;

namespace ConstrainedLearning.Reports.Invariance;

/// <summary>Which transformations were chosen, how strong, and how often a proposal was taken.</summary>
internal static class ChoiceSection
{
    internal static ReportSection Create(IReadOnlyList<InvarianceRequirement> requirements, EpochSeries series) => new(
        "Which transformations were chosen",
        "A choice that prefers what hurts shows what the model still finds hard: that is chosen more often than the rest. Where the model is invariant all hurt alike, and all are chosen alike.",
        [.. requirements.SelectMany((requirement, place) => Maps(requirement, series, place == 0 ? "" : "-" + Numbers.Count(place + 1))), .. Acceptance(requirements, series)]);

    private static IEnumerable<Figure> Maps(InvarianceRequirement requirement, EpochSeries series, string suffix)
    {
        var operations = requirement.Operations;
        if (operations.Count > 1 && series.Shares(requirement.Name, "operations") is { } shares)
            yield return new(
                [Map("operations" + suffix, $"Operations that “{requirement.Name}” chose", series, operations, shares)],
                $"How often each operation was chosen, in percent. {Uniform("operation", operations.Count)}{Extremes(operations, shares[^1])}");
        if (series.Shares(requirement.Name, "levels") is { } levels && levels.Max(row => row.Length) is > 1 and var count)
            yield return new(
                [Map("levels" + suffix, $"How strong the choices of “{requirement.Name}” were", series, [.. Enumerable.Range(0, count).Select(bin => Range(bin, count))], levels)],
                $"How strong the chosen transformations were: shares of {count} equal ranges from the weakest to the strongest, in percent. {Uniform("range", count)} Where the lower rows are bright, strong ones hurt; those without a strength count as weakest.");
    }

    private static IEnumerable<Figure> Acceptance(IReadOnlyList<InvarianceRequirement> requirements, EpochSeries series)
    {
        EpochLine[] lines = [.. requirements.Select(requirement => series.Observed(requirement.Name, "acceptance", 100)).Where(EpochSeries.IsShown)];
        if (lines.Length == 0) yield break;
        var vertical = ChartStyle.Vertical("accepted in %");
        (vertical.Minimum, vertical.Maximum) = (0, 100);
        yield return new(
            [new Chart("acceptance", EpochLines.Create("Accepted proposals", vertical, lines), "Share of the proposed transformations that were accepted in each epoch.") { Height = 300 }],
            "The share of proposed transformations that were accepted. Near 100\u00A0% all of them hurt alike: the choice is hardly different from a uniform one.");
    }

    private static Chart Map(string name, string title, EpochSeries series, IReadOnlyList<string> names, double[][] shares) => new(
        name, TrajectoryHeatMap.Create(title, "share in %", OxyPalettes.Viridis(), series.Numbers, names, shares), $"Colour map over the epochs: {title}.")
    { Height = 110 + 19 * names.Count };

    private static string Uniform(string what, int count) => $"Chosen uniformly, each {what} would have 1/{count} = {Numbers.Percent(1.0 / count)}.";

    private static string Range(int bin, int count) => $"{Numbers.Short(100.0 * bin / count)}–{Numbers.Percent((bin + 1.0) / count)}";

    /// <summary>The most and the least frequent of the last epoch, where it has them.</summary>
    private static string Extremes(IReadOnlyList<string> names, double[] last)
    {
        var finite = names.Zip(last).Where(pair => double.IsFinite(pair.Second)).ToArray();
        if (finite.Length < 2) return "";
        var (most, least) = (finite.MaxBy(pair => pair.Second), finite.MinBy(pair => pair.Second));
        return most.Second > least.Second ? $" In the last epoch {most.First} was the most frequent ({Numbers.Percent(most.Second / 100)}) and {least.First} the least ({Numbers.Percent(least.Second / 100)})." : "";
    }
}
