using System.Globalization;
using ConstrainedLearning.Adapters;
using ConstrainedLearning.Reports.Sensitivity;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ConstrainedLearning.Reports.Charts;

/// <summary>The highest prices, as bars in falling order.</summary>
public static class PriceBars
{
    /// <summary>The number of bars that are drawn at most.</summary>
    public const int MostBars = 20;

    /// <summary>Draws the final multipliers of one constraint with one component per step; those that are not finite are left out.</summary>
    /// <param name="multipliers">The multiplier of each component.</param>
    public static PlotModel Create(IReadOnlyList<double> multipliers) => Create(multipliers, component => "step " + (component + 1).ToString(CultureInfo.InvariantCulture), "price: fall of the mean loss per unit of the bound");

    /// <summary>Draws the prices of a report, of whatever constraints.</summary>
    /// <param name="report">The prices.</param>
    public static PlotModel Create(SensitivityReport report) => Create([.. report.Prices.Select(price => price.Multiplier)], index => report.Prices[index].Name, "price: fall of the loss per unit by which the bound is relaxed");

    /// <summary>Draws how much each site of an adapter deserves by some rule, their mean multipliers for instance.</summary>
    /// <param name="ranking">The sites and their scores.</param>
    public static PlotModel Create(SiteRanking ranking)
    {
        var names = LayerNames.Short(ranking.Sites);
        return Create(ranking.Scores, index => names[index], ranking.Rule);
    }

    /// <summary>The prices of a report as a figure, as high as they are many.</summary>
    internal static Chart Ranking(SensitivityReport report) =>
        new("price-ranking", Create(report), "The highest prices, in falling order.") { Height = 90 + 21 * Math.Min(MostBars, report.Prices.Count(price => price.Multiplier != 0)) };

    private static PlotModel Create(IReadOnlyList<double> multipliers, Func<int, string> name, string axis)
    {
        var ranked = Ranked(multipliers);
        var model = ChartStyle.NewModel(ranked.Count == MostBars ? $"The {ranked.Count.ToString(CultureInfo.InvariantCulture)} highest prices" : "Prices, highest first");
        var names = new CategoryAxis { Position = AxisPosition.Left, StartPosition = 1, EndPosition = 0, GapWidth = 0.35, TickStyle = TickStyle.None };
        names.Labels.AddRange(ranked.Select(price => name(price.Component)));
        model.Axes.Add(names);
        var prices = ChartStyle.Horizontal(axis);
        prices.MaximumPadding = 0.12;
        if (ranked.All(price => price.Value == 0))
            prices.Maximum = 1;
        model.Axes.Add(prices);
        var bars = new BarSeries { FillColor = ChartStyle.Constrained, NegativeFillColor = ChartStyle.Bound, StrokeThickness = 0, LabelMargin = 5 };
        bars.Items.AddRange(ranked.Select(price => new BarItem(price.Value)));
        bars.LabelFormatString = Decimals(ranked);
        model.Series.Add(bars);
        return model;
    }

    /// <summary>The components with the largest multipliers, largest first, of equal ones the earlier; zeros only if there is nothing else.</summary>
    internal static IReadOnlyList<(int Component, double Value)> Ranked(IReadOnlyList<double> multipliers)
    {
        var finite = multipliers.Select((value, i) => (Component: i, Value: value)).Where(p => double.IsFinite(p.Value)).ToArray();
        var paid = finite.Where(p => p.Value != 0).OrderByDescending(p => Math.Abs(p.Value)).ToArray();
        return [.. (paid.Length > 0 ? paid : finite).Take(MostBars)];
    }

    /// <summary>Three significant digits of the largest price.</summary>
    private static string Decimals(IReadOnlyList<(int Component, double Value)> ranked)
    {
        var largest = ranked.Count > 0 ? Math.Abs(ranked[0].Value) : 0;
        var decimals = largest > 0 ? Math.Clamp(2 - (int)Math.Floor(Math.Log10(largest)), 0, 9) : 1;
        return decimals == 0 ? "{0:0}" : "{0:0." + new string('0', decimals) + "}";
    }
}
