using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Epochs;
using ConstrainedLearning.Reports.Html;
using ConstrainedLearning.Reports.Sensitivity;
using OxyPlot;

namespace ConstrainedLearning.Reports.Quantization;

/// <summary>What the precision of the layers cost in one training: multipliers over the steps, errors against their bounds, prices.</summary>
internal static class PrecisionSection
{
    internal static ReportSection Create(QuantizationReport report, EpochSeries series)
    {
        ConstraintHistory[] histories = [.. report.History is { Steps.Count: > 0 } history ? history.Constraints.Values.Where(constraint => constraint.Multipliers.Length == history.Steps.Count) : []];
        return new(
            "What precision costs",
            "A multiplier is a price: how much the loss at full precision would fall per unit by which the bound is relaxed. A layer whose multiplier is high needs its bits; one at 0 meets its bound for nothing.",
            [.. Multipliers(report, histories), .. Errors(report, series), .. Prices(report)])
        { First = report.Prices?.Diagnosis is { } diagnosis ? $"<p class=\"status\"><strong>How it ended.</strong> {HtmlText.Escape(diagnosis.Sentence)}</p>" : "", Last = report.Prices is { Prices.Count: > 0 } prices ? HtmlReport.Scrolled(PriceTable.Create(prices)) : "" };
    }

    private static IEnumerable<Figure> Multipliers(QuantizationReport report, ConstraintHistory[] histories)
    {
        foreach (var (place, constraint) in histories.Where(constraint => constraint.Multipliers.Max(row => row.Length) > 1).Index())
        {
            var names = Names(report, constraint);
            yield return new(
                [new Chart("layer-multipliers" + Suffix(place), TrajectoryHeatMap.Create($"Multipliers of “{constraint.Name}” during training", "multiplier λ", OxyPalettes.Viridis(), report.History!.Steps, names, constraint.Multipliers), $"Colour map of the multipliers of “{constraint.Name}” over the training steps.") { Height = 110 + 19 * names.Count }],
                "Every layer’s multiplier at every moment of the training, the model’s input at the top. A row that has come to one colour has found its price; one that still grows brighter at the end has not.");
        }
        ConstraintHistory[] single = [.. histories.Where(constraint => constraint.Multipliers.Max(row => row.Length) == 1)];
        if (single.Length > 0)
            yield return new(
                [new Chart("multipliers", MultiplierLines.Create(report.History!, single), "Multipliers of the requirements of one bound over the training steps.") { Height = 320 }],
                "The multipliers of requirements with a single bound, such as that on the outputs. A line that levels off has found its price.");
    }

    private static IEnumerable<Figure> Errors(QuantizationReport report, EpochSeries series)
    {
        foreach (var (place, prices) in Layered(report).Index())
        {
            var constraint = prices[0].Constraint;
            var measured = series.LastValues(constraint);
            double[] shares = [.. prices.Select(price => (price.Component < measured.Count ? measured[price.Component] : price.Value) / price.Bound)];
            if (!shares.Any(double.IsFinite)) continue;
            var names = LayerNames.Short([.. prices.Select(price => LayerOf(price))]);
            var bars = names.Zip(shares, (name, share) => new IntervalBar(name, new Estimate(share, double.NaN, 1), share > 1 ? ChartStyle.Bound : ChartStyle.Constrained)).ToArray();
            var axis = ChartStyle.Horizontal("error as a multiple of its bound");
            (axis.Minimum, axis.MaximumPadding) = (0, 0.05);
            if (shares.Where(double.IsFinite).Max() <= 1) axis.Maximum = 1.05;
            yield return new(
                [new Chart("layer-errors" + Suffix(place), IntervalBars.Create($"Errors of “{constraint}” at the end", axis, bars).WithMark(1), $"Bars of the errors of “{constraint}” against their bounds.") { Height = IntervalBars.Height(bars.Length) }],
                $"The error of each layer {(measured.Count > 0 ? "in the last epoch" : "in the last batch")}, divided by its bound: bars that end left of the dashed line keep it. {Numbers.Count(shares.Count(share => share <= 1))} of {Numbers.Count(shares.Length)} do.");
        }
    }

    private static IEnumerable<Figure> Prices(QuantizationReport report)
    {
        foreach (var (place, constraint) in Layered(report).Where(prices => prices.Any(price => price.Multiplier != 0)).Index())
        {
            Price[] ranked = [.. constraint.OrderByDescending(price => price.Multiplier)];
            var bars = LayerNames.Short([.. ranked.Select(LayerOf)]).Zip(ranked, (name, price) => new IntervalBar(name, new Estimate(price.Multiplier, double.NaN, 1), ChartStyle.Constrained)).ToArray();
            var axis = ChartStyle.Horizontal("multiplier λ");
            if (ranked[^1].Multiplier >= 0) (axis.Minimum, axis.MaximumPadding) = (0, 0.05);
            yield return new(
                [new Chart("layer-prices" + Suffix(place), IntervalBars.Create($"Prices of “{ranked[0].Constraint}” at the end", axis, bars), $"Bars of the last multipliers of “{ranked[0].Constraint}”, highest first.") { Height = IntervalBars.Height(bars.Length) }],
                "The last multipliers, highest first: bits are worth most at the uppermost layer.");
        }
    }

    /// <summary>The prices of each constraint of several components, in their order.</summary>
    private static IEnumerable<Price[]> Layered(QuantizationReport report) =>
        (report.Prices?.Prices ?? []).GroupBy(price => price.Constraint).Where(group => group.Count() > 1).Select(group => group.OrderBy(price => price.Component).ToArray());

    /// <summary>The components' names as the prices know them, else their numbers.</summary>
    private static IReadOnlyList<string> Names(QuantizationReport report, ConstraintHistory constraint)
    {
        var known = (report.Prices?.Prices ?? []).Where(price => price.Constraint == constraint.Name).DistinctBy(price => price.Component).ToDictionary(price => price.Component, LayerOf);
        return LayerNames.Short([.. Enumerable.Range(0, constraint.Multipliers.Max(row => row.Length)).Select(component => known.GetValueOrDefault(component) ?? $"layer {Numbers.Count(component + 1)}")]);
    }

    /// <summary>The part of a component's name in brackets: blocks.0 of "4 bits/layers[blocks.0]".</summary>
    private static string LayerOf(Price price) =>
        price.Name.StartsWith(price.Constraint + "[", StringComparison.Ordinal) && price.Name.EndsWith(']') ? price.Name[(price.Constraint.Length + 1)..^1] : price.Name;

    private static string Suffix(int place) => place == 0 ? "" : "-" + Numbers.Count(place + 1);
}
