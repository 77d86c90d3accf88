using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Epochs;
using ConstrainedLearning.Reports.Html;
using OxyPlot;

namespace ConstrainedLearning.Reports.Sensitivity;

/// <summary>How a section on prices speaks.</summary>
/// <param name="Heading">What it is about.</param>
/// <param name="Lead">What to know before looking.</param>
/// <param name="Component">What a requirement of several components has one of: layer, site.</param>
/// <param name="Measured">What is bounded at each: error, size.</param>
/// <param name="Worth">What is worth most where the price is highest.</param>
internal sealed record PriceWording(string Heading, string Lead, string Component, string Measured, string Worth);

/// <summary>What the requirements of one training cost, with one component for each layer among them: multipliers over the steps, values against their bounds, prices.</summary>
internal static class PriceSection
{
    internal static ReportSection Create(PriceWording wording, TraceHistory? recorded, SensitivityReport? prices, EpochSeries series)
    {
        ConstraintHistory[] histories = [.. recorded is { Steps.Count: > 0 } history ? history.Constraints.Values.Where(constraint => constraint.Multipliers.Length == history.Steps.Count) : []];
        return new(wording.Heading, wording.Lead, [.. Multipliers(wording, recorded, prices, histories), .. Values(wording, prices, series), .. Prices(wording, prices)])
        {
            First = prices?.Diagnosis is { } diagnosis ? $"<p class=\"status\"><strong>How it ended.</strong> {HtmlText.Escape(diagnosis.Sentence)}</p>" : "",
            Last = prices is { Prices.Count: > 0 } ? HtmlReport.Scrolled(PriceTable.Create(prices)) : "",
        };
    }

    private static IEnumerable<Figure> Multipliers(PriceWording wording, TraceHistory? recorded, SensitivityReport? prices, ConstraintHistory[] histories)
    {
        foreach (var (place, constraint) in histories.Where(constraint => constraint.Multipliers.Max(row => row.Length) > 1).Index())
        {
            var names = Names(wording, prices, constraint);
            yield return new(
                [new Chart("layer-multipliers" + Suffix(place), TrajectoryHeatMap.Create($"Multipliers of “{constraint.Name}” during training", "multiplier λ", OxyPalettes.Viridis(), recorded!.Steps, names, constraint.Multipliers), $"Colour map of the multipliers of “{constraint.Name}” over the training steps.") { Height = 110 + 19 * names.Count }],
                $"Every {wording.Component}’s multiplier at every moment of the training, in the model’s order. A row that has come to one colour has found its price; one that still grows brighter at the end has not.");
        }
        ConstraintHistory[] single = [.. histories.Where(constraint => constraint.Multipliers.Max(row => row.Length) == 1)];
        if (single.Length > 0)
            yield return new(
                [new Chart("multipliers", MultiplierLines.Create(recorded!, single), "Multipliers of the requirements of one bound over the training steps.") { Height = 320 }],
                "The multipliers of requirements with a single bound. A line that levels off has found its price.");
    }

    private static IEnumerable<Figure> Values(PriceWording wording, SensitivityReport? report, EpochSeries series)
    {
        foreach (var (place, prices) in Layered(report).Index())
        {
            var constraint = prices[0].Constraint;
            var measured = series.LastValues(constraint);
            double[] shares = [.. prices.Select(price => (price.Component < measured.Count ? measured[price.Component] : price.Value) / price.Bound)];
            if (!shares.Any(double.IsFinite)) continue;
            var names = LayerNames.Short([.. prices.Select(price => LayerOf(price))]);
            var bars = names.Zip(shares, (name, share) => new IntervalBar(name, new Estimate(share, double.NaN, 1), share > 1 ? ChartStyle.Bound : ChartStyle.Constrained)).ToArray();
            var axis = ChartStyle.Horizontal($"{wording.Measured} as a multiple of its bound");
            (axis.Minimum, axis.MaximumPadding) = (0, 0.05);
            if (shares.Where(double.IsFinite).Max() <= 1) axis.Maximum = 1.05;
            yield return new(
                [new Chart("layer-errors" + Suffix(place), IntervalBars.Create($"“{constraint}” at the end", axis, bars).WithMark(1), $"Bars of the values of “{constraint}” against their bounds.") { Height = IntervalBars.Height(bars.Length) }],
                $"The {wording.Measured} of each {wording.Component} {(measured.Count > 0 ? "in the last epoch" : "in the last batch")}, divided by its bound: bars that end left of the dashed line keep it. {Numbers.Count(shares.Count(share => share <= 1))} of {Numbers.Count(shares.Length)} do.");
        }
    }

    private static IEnumerable<Figure> Prices(PriceWording wording, SensitivityReport? report)
    {
        foreach (var (place, constraint) in Layered(report).Where(prices => prices.Any(price => price.Multiplier != 0)).Index())
        {
            Price[] ranked = [.. constraint.OrderByDescending(price => price.Multiplier)];
            var bars = LayerNames.Short([.. ranked.Select(LayerOf)]).Zip(ranked, (name, price) => new IntervalBar(name, new Estimate(price.Multiplier, double.NaN, 1), ChartStyle.Constrained)).ToArray();
            var axis = ChartStyle.Horizontal("multiplier λ");
            if (ranked[^1].Multiplier >= 0) (axis.Minimum, axis.MaximumPadding) = (0, 0.05);
            yield return new(
                [new Chart("layer-prices" + Suffix(place), IntervalBars.Create($"Prices of “{ranked[0].Constraint}” at the end", axis, bars), $"Bars of the last multipliers of “{ranked[0].Constraint}”, highest first.") { Height = IntervalBars.Height(bars.Length) }],
                $"The last multipliers, highest first: {wording.Worth} at the uppermost {wording.Component}.");
        }
    }

    /// <summary>The prices of each constraint of several components, in their order.</summary>
    private static IEnumerable<Price[]> Layered(SensitivityReport? report) =>
        (report?.Prices ?? []).GroupBy(price => price.Constraint).Where(group => group.Count() > 1).Select(group => group.OrderBy(price => price.Component).ToArray());

    /// <summary>The components' names as the prices know them, else their numbers.</summary>
    private static IReadOnlyList<string> Names(PriceWording wording, SensitivityReport? report, ConstraintHistory constraint)
    {
        var known = (report?.Prices ?? []).Where(price => price.Constraint == constraint.Name).DistinctBy(price => price.Component).ToDictionary(price => price.Component, LayerOf);
        return LayerNames.Short([.. Enumerable.Range(0, constraint.Multipliers.Max(row => row.Length)).Select(component => known.GetValueOrDefault(component) ?? $"{wording.Component} {Numbers.Count(component + 1)}")]);
    }

    /// <summary>The part of a component's name in brackets: blocks.0 of "4 bits/layers[blocks.0]".</summary>
    private static string LayerOf(Price price) =>
        price.Name.StartsWith(price.Constraint + "[", StringComparison.Ordinal) && price.Name.EndsWith(']') ? price.Name[(price.Constraint.Length + 1)..^1] : price.Name;

    private static string Suffix(int place) => place == 0 ? "" : "-" + Numbers.Count(place + 1);
}
