using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Html;
using ConstrainedLearning.Reports.Tables;
using OxyPlot;
using static ConstrainedLearning.Reports.Numbers;

namespace ConstrainedLearning.Reports.Quantization;

/// <summary>The multipliers of the layers: at the end with their spread, and over the training.</summary>
internal static class LayerSection
{
    internal static ReportSection Create(LayerFindings findings) => new(
        "Which layers need their precision",
        "A multiplier is a price: how much the loss would fall per unit by which the bound on that layer’s rounding error is relaxed. Where it is high, bits are worth most; where it is 0, the layer meets its bound for nothing.",
        [.. Bars(findings), .. Map(findings)])
    { Last = HtmlReport.Scrolled(Table(findings)) };

    internal static Table Table(LayerFindings findings)
    {
        var (layers, seeds) = (findings.Layers, findings.Report.Studies.Count);
        var decimals = Decimals(layers.Estimates.Select(estimate => estimate.Mean));
        List<Column> columns = [new("Layer"), new("Multiplier λ", Alignment.Right)];
        if (seeds > 1) columns.AddRange([new("95 % interval", Alignment.Right), new($"Among the first {Count(Math.Max(1, layers.Kept.Count))}", Alignment.Right)]);
        columns.AddRange([new("Weights", Alignment.Right), new("Share", Alignment.Right)]);
        return new Table(columns, [.. layers.Order.Select(layer =>
        {
            var estimate = layers.Estimates[layer];
            List<string> row = [layers.Layers[layer], Fixed(estimate.Mean, decimals)];
            if (seeds > 1) row.AddRange([Interval(estimate.Low, estimate.High, decimals), $"{layers.TimesOnTop[layer]} of {seeds}"]);
            row.AddRange([layers.Weights[layer].ToString("#,0", System.Globalization.CultureInfo.InvariantCulture), Percent(layers.Shares[layer])]);
            return row;
        })])
        { Caption = "The layers, highest multiplier first" };
    }

    /// <summary>"0.12 to 0.34"; the dash where there is none.</summary>
    internal static string Interval(double low, double high, int decimals) => double.IsFinite(low) && double.IsFinite(high) ? $"{Fixed(low, decimals)} to {Fixed(high, decimals)}" : Missing;

    private static IEnumerable<Figure> Bars(LayerFindings findings)
    {
        var layers = findings.Layers;
        if (!layers.Estimates.Any(estimate => double.IsFinite(estimate.Mean))) yield break;
        var axis = ChartStyle.Horizontal("multiplier λ");
        (axis.Minimum, axis.MaximumPadding) = (layers.Estimates.Any(estimate => estimate.Mean < 0) ? double.NaN : 0, 0.04);
        var bars = layers.Order.Select(layer => new IntervalBar(layers.Names[layer], layers.Estimates[layer], layers.Kept.Contains(layer) ? RuleColours.Of(RuleRole.Subject) : RuleColours.Of(RuleRole.Version))).ToArray();
        var lane = new BarLane("share of weights in %", [.. layers.Order.Select(layer => 100 * layers.Shares[layer])], "{0:0.0}");
        yield return new(
            [new Chart("layer-multipliers", IntervalBars.Create("Multiplier of each layer, and what the layer costs", axis, bars, lane), "Bars of the layers’ multipliers in falling order, beside each layer’s share of the weights.") { Height = IntervalBars.Height(bars.Length) }],
            $"The layers, highest multiplier first{(layers.Kept.Count > 0 ? "; those to keep are dark" : "")}. {(findings.Report.Studies.Count > 1 ? $"A bar is the mean over {findings.Report.Studies.Count} seeds, its whisker the 95\u00A0% interval of that mean." : "One seed: there is no interval.")} At the right the layer’s share of all weights: high at the left and low at the right is a bargain.");
    }

    private static IEnumerable<Figure> Map(LayerFindings findings)
    {
        if (MultiplierMap.Of(findings.Report.Studies) is not { } map) yield break;
        yield return new(
            [new Chart("multipliers-over-time", TrajectoryHeatMap.Create("Multipliers during training", "multiplier λ", OxyPalettes.Viridis(), map.Steps, findings.Layers.Names, map.Table), "Colour map of every layer’s multiplier over the training steps, layers in the order of the model.") { Height = 110 + 19 * findings.Layers.Names.Count }],
            $"The layers in the order of the model, from its input at the top; time runs to the right{(findings.Report.Studies.Count > 1 ? "; means over the seeds" : "")}. A row that has come to one colour has found its price. One that still grows brighter at the end has not: it ranks, but is no price.");
    }
}
