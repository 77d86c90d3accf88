using System.Globalization;
using ConstrainedLearning.Diagnostics;
using OxyPlot;
using OxyPlot.Series;

namespace ConstrainedLearning.Reports.Charts;

/// <summary>The multipliers of a few components, evenly chosen from first to last, as lines over the training.</summary>
public static class MultiplierLines
{
    private const int MostPoints = 500, MostLines = 5;

    /// <summary>Draws one constraint of a history.</summary>
    /// <param name="history">A history with at least one row.</param>
    /// <param name="constraint">The constraint, one of the history's.</param>
    /// <param name="name">How a component is called, by its index; the default is its step, counted from 1.</param>
    public static PlotModel Create(TraceHistory history, ConstraintHistory constraint, Func<int, string>? name = null)
    {
        name ??= component => "step " + (component + 1).ToString(CultureInfo.InvariantCulture);
        var model = ChartStyle.NewModel(constraint.Multipliers.Max(row => row.Length) > 1 ? $"A few multipliers of “{constraint.Name}”" : $"Multiplier of “{constraint.Name}”");
        model.Axes.Add(ChartStyle.Horizontal("training step"));
        var vertical = ChartStyle.Vertical("multiplier λ");
        var components = constraint.Multipliers.Max(row => row.Length);
        var bins = ChartData.BinsOf(history.Steps, MostPoints);
        foreach (var component in Representative(components))
        {
            var color = ChartStyle.Lines[model.Series.Count];
            var line = new LineSeries { Title = name(component), Color = color, StrokeThickness = 1.8, MinimumSegmentLength = 0.5 };
            line.Points.AddRange(bins.Centers.Select((step, bin) => ChartData.Point(step, bins.Mean(constraint.Multipliers, bin, component))));
            if (bins.Centers.Length == 1)
                (line.MarkerType, line.MarkerFill) = (MarkerType.Circle, color);
            model.Series.Add(line);
        }
        if (constraint.Multipliers.SelectMany(row => row).All(value => !(value < 0)))
            vertical.Minimum = 0;
        model.Axes.Add(vertical);
        model.Legends.Add(ChartStyle.LegendOnTop());
        return model;
    }

    /// <summary>At most five of n components: the first, the last and evenly between.</summary>
    internal static int[] Representative(int components)
    {
        var count = Math.Min(components, MostLines);
        return [.. Enumerable.Range(0, count).Select(i => count == 1 ? 0 : (int)Math.Round(i * (components - 1.0) / (count - 1))).Distinct()];
    }
}
