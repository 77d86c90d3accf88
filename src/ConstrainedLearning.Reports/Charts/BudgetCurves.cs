using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ConstrainedLearning.Reports.Charts;

/// <summary>What a rule reached at each budget.</summary>
/// <param name="Name">The rule.</param>
/// <param name="Role">How it is drawn.</param>
/// <param name="Points">By rising budget.</param>
internal sealed record BudgetCurve(string Name, RuleRole Role, IReadOnlyList<(double Bits, Estimate Value)> Points);

/// <summary>A quantity against the average number of bits, one curve for each rule; those that matter in colour and named, the rest thin and grey.</summary>
internal static class BudgetCurves
{
    private const byte BandAlpha = 38;

    /// <summary>Draws curves through the means, and bands of a standard deviation to both sides of the subject and its rival.</summary>
    internal static PlotModel Create(string title, LinearAxis vertical, IReadOnlyList<BudgetCurve> curves)
    {
        var model = ChartStyle.NewModel(title);
        var bits = ChartStyle.Horizontal("average bits of a weight");
        (bits.MinimumPadding, bits.MaximumPadding) = (0.03, 0.03);
        model.Axes.Add(bits);
        model.Axes.Add(vertical);
        BudgetCurve[] drawn = [.. curves.OrderBy(curve => curve.Role)]; // what matters lies on top
        foreach (var curve in drawn.Where(curve => curve.Role >= RuleRole.Rival && curve.Points.Any(point => point.Value.HasInterval))) model.Series.Add(Band(curve));
        var named = new HashSet<RuleRole>();
        foreach (var curve in drawn) model.Series.Add(Line(curve, NameOf(curve, named.Add(curve.Role))));
        model.Legends.Add(ChartStyle.LegendOnTop());
        return model;
    }

    private static string NameOf(BudgetCurve curve, bool isFirst) => curve.Role switch
    {
        RuleRole.Other => isFirst ? "other rules" : "",
        RuleRole.Version => isFirst ? "versions of it" : "",
        RuleRole.Rival => $"best rival: {curve.Name}",
        _ => curve.Name,
    };

    private static LineSeries Line(BudgetCurve curve, string name)
    {
        var color = RuleColours.Of(curve.Role);
        var line = new LineSeries { Title = name, RenderInLegend = name.Length > 0, Color = color, StrokeThickness = Thickness(curve.Role), MinimumSegmentLength = 0, Dashes = curve.Role == RuleRole.Baseline ? [4, 3] : null };
        if (curve.Role >= RuleRole.Baseline || curve.Points.Count == 1)
            (line.MarkerType, line.MarkerSize, line.MarkerFill) = (MarkerType.Circle, curve.Role >= RuleRole.Rival ? 3.5 : 2.5, color);
        line.Points.AddRange(curve.Points.Select(point => ChartData.Point(point.Bits, point.Value.Mean)));
        return line;
    }

    private static double Thickness(RuleRole role) => role switch { RuleRole.Subject => 2.6, RuleRole.Rival => 2, RuleRole.Baseline => 1.5, _ => 1 };

    private static AreaSeries Band(BudgetCurve curve)
    {
        var band = new AreaSeries { Fill = OxyColor.FromAColor(BandAlpha, RuleColours.Of(curve.Role)), Color = OxyColors.Transparent, StrokeThickness = 0, RenderInLegend = false, MinimumSegmentLength = 0 };
        foreach (var (bits, value) in curve.Points)
        {
            band.Points.Add(ChartData.Point(bits, value.Mean + value.Deviation));
            band.Points2.Add(ChartData.Point(bits, value.Mean - value.Deviation));
        }
        return band;
    }
}
