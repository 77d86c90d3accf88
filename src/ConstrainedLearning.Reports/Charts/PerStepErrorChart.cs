using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ConstrainedLearning.Reports.Charts;

/// <summary>The error at each step of the forecast against what was allowed there.</summary>
public static class PerStepErrorChart
{
    /// <summary>Draws the errors of one split.</summary>
    /// <param name="title">The title, the split's name for instance.</param>
    /// <param name="constrained">The constrained model's error at each step, shape [T].</param>
    /// <param name="reference">The unconstrained model's error at each step, shape [T]; empty if there is none.</param>
    /// <param name="bounds">The bound at each step, shape [T]; empty if the steps have none.</param>
    /// <param name="relaxed">The bounds after relaxation, shape [T]; empty if they were not relaxed.</param>
    /// <param name="minimum">The lower end of the vertical axis; 0 by default.</param>
    /// <param name="maximum">The upper end of the vertical axis, to compare several charts; NaN (the default) for the data's own.</param>
    /// <param name="constrainedName">The constrained model's name in the legend.</param>
    /// <param name="referenceName">The unconstrained model's name in the legend.</param>
    public static PlotModel Create(
        string title,
        IReadOnlyList<double> constrained,
        IReadOnlyList<double> reference,
        IReadOnlyList<double> bounds,
        IReadOnlyList<double> relaxed,
        double minimum = 0,
        double maximum = double.NaN,
        string constrainedName = "constrained",
        string referenceName = "without bounds")
    {
        var model = ChartStyle.NewModel(title);
        model.Axes.Add(Steps(Math.Max(constrained.Count, Math.Max(reference.Count, bounds.Count))));
        var errors = ChartStyle.Vertical("mean squared error");
        (errors.Minimum, errors.Maximum) = (minimum, maximum);
        model.Axes.Add(errors);
        if (bounds.Count > 0)
            model.Series.Add(Shade(bounds, minimum));
        Add(model, referenceName, reference, ChartStyle.Reference, null);
        Add(model, "bound", bounds, ChartStyle.Bound, [5, 3]);
        Add(model, "relaxed bound", relaxed, ChartStyle.Bound, [1.5, 2.5]);
        Add(model, constrainedName, constrained, ChartStyle.Constrained, null);
        model.Legends.Add(ChartStyle.LegendOnTop());
        return model;
    }

    internal static LinearAxis Steps(int count)
    {
        var axis = ChartStyle.Horizontal("step of the forecast");
        (axis.Minimum, axis.Maximum) = count > 1 ? (1, count) : (0.5, 1.5);
        axis.MajorStep = count switch { <= 1 => 1, <= 12 => 1, <= 24 => 4, <= 60 => 6, <= 120 => 12, <= 240 => 24, <= 400 => 48, _ => 120 };
        axis.TickStyle = TickStyle.Outside;
        axis.MinorStep = axis.MajorStep;
        return axis;
    }

    private static AreaSeries Shade(IReadOnlyList<double> bounds, double from)
    {
        var area = new AreaSeries { Fill = OxyColor.FromAColor(20, ChartStyle.Bound), Color = OxyColors.Transparent, StrokeThickness = 0, RenderInLegend = false, ConstantY2 = from };
        area.Points.AddRange(Points(bounds));
        return area;
    }

    private static void Add(PlotModel model, string title, IReadOnlyList<double> values, OxyColor color, double[]? dashes)
    {
        if (values.Count == 0)
            return;
        var line = new LineSeries { Title = title, Color = color, Dashes = dashes, StrokeThickness = dashes is null ? 2 : 1.5, MinimumSegmentLength = 0.5 };
        line.Points.AddRange(Points(values));
        model.Series.Add(line);
    }

    /// <summary>A point for each step; the only step of a forecast is drawn as a level.</summary>
    private static IEnumerable<DataPoint> Points(IReadOnlyList<double> values) => values.Count == 1
        ? [ChartData.Point(0.5, values[0]), ChartData.Point(1.5, values[0])]
        : values.Select((value, i) => ChartData.Point(i + 1, value));
}
