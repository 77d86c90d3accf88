using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ConstrainedLearning.Reports.Charts;

/// <summary>A named bar, with the interval of its length where that is known.</summary>
internal sealed record IntervalBar(string Name, Estimate Length, OxyColor Color);

/// <summary>A second quantity of the same things, drawn in a lane at the right.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Values">One for each bar.</param>
/// <param name="Format">How a value is written: "{0:0.0}".</param>
internal sealed record BarLane(string Title, IReadOnlyList<double> Values, string Format);

/// <summary>Horizontal bars in the order given, each with a whisker over its interval.</summary>
internal static class IntervalBars
{
    private const double LaneFrom = 0.74, LaneGap = 0.05, CapHeight = 0.14;

    /// <summary>Draws bars.</summary>
    /// <param name="title">The title.</param>
    /// <param name="axis">Of the lengths: <see cref="ChartStyle.Horizontal"/>.</param>
    /// <param name="bars">Top to bottom; those that are not finite are left empty.</param>
    /// <param name="lane">A second quantity; null (the default) for none.</param>
    internal static PlotModel Create(string title, LinearAxis axis, IReadOnlyList<IntervalBar> bars, BarLane? lane = null)
    {
        var model = ChartStyle.NewModel(title);
        var names = Names();
        names.Labels.AddRange(bars.Select(bar => bar.Name));
        model.Axes.Add(names);
        if (!bars.Any(bar => double.IsFinite(bar.Length.Mean) && bar.Length.Mean != 0)) axis.Maximum = 1;
        model.Axes.Add(axis);
        var lengths = new BarSeries { StrokeThickness = 0 };
        lengths.Items.AddRange(bars.Select((bar, place) => new BarItem(double.IsFinite(bar.Length.Mean) ? bar.Length.Mean : 0, place) { Color = bar.Color }));
        model.Series.Add(lengths);
        if (bars.Any(bar => bar.Length.HasInterval)) model.Series.Add(Whiskers(bars));
        if (lane is not null) Add(model, axis, lane);
        return model;
    }

    /// <summary>As high as the bars are many.</summary>
    internal static double Height(int bars) => 96 + 21 * bars;

    /// <summary>A dashed line down a chart of bars, at a length that has a meaning.</summary>
    internal static PlotModel WithMark(this PlotModel model, double length)
    {
        model.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Vertical, X = length, Color = ChartStyle.Bound, LineStyle = LineStyle.Dash, StrokeThickness = 1.5 });
        return model;
    }

    private static CategoryAxis Names() => new() { Position = AxisPosition.Left, StartPosition = 1, EndPosition = 0, GapWidth = 0.4, TickStyle = TickStyle.None };

    private static LineSeries Whiskers(IReadOnlyList<IntervalBar> bars)
    {
        var whiskers = new LineSeries { Color = ChartStyle.Ink, StrokeThickness = 1.2, MinimumSegmentLength = 0, RenderInLegend = false };
        foreach (var (place, bar) in bars.Index())
        {
            if (!bar.Length.HasInterval) continue;
            foreach (var end in new[] { bar.Length.Low, bar.Length.High })
                whiskers.Points.AddRange([new DataPoint(end, place - CapHeight), new DataPoint(end, place + CapHeight), DataPoint.Undefined]);
            whiskers.Points.AddRange([new DataPoint(bar.Length.Low, place), new DataPoint(bar.Length.High, place), DataPoint.Undefined]);
        }
        return whiskers;
    }

    private static void Add(PlotModel model, LinearAxis lengths, BarLane lane)
    {
        (lengths.Key, lengths.EndPosition) = ("lengths", LaneFrom - LaneGap);
        foreach (var series in model.Series.OfType<XYAxisSeries>()) series.XAxisKey = lengths.Key;
        var names = Names(); // an axis of its own, so that the lane's bars are as wide as the others
        (names.Key, names.IsAxisVisible) = ("lane names", false);
        names.Labels.AddRange(lane.Values.Select(_ => ""));
        var values = ChartStyle.Horizontal(lane.Title);
        (values.Key, values.StartPosition, values.MaximumPadding, values.Minimum) = ("lane", LaneFrom, 0.45, 0);
        if (!lane.Values.Any(value => value > 0)) values.Maximum = 1;
        model.Axes.Add(names);
        model.Axes.Add(values);
        var bars = new BarSeries { XAxisKey = values.Key, YAxisKey = names.Key, FillColor = ChartStyle.Muted, StrokeThickness = 0, LabelFormatString = lane.Format, LabelMargin = 4 };
        bars.Items.AddRange(lane.Values.Select((value, place) => new BarItem(double.IsFinite(value) ? value : 0, place)));
        model.Series.Add(bars);
    }
}
