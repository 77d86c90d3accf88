using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ConstrainedLearning.Reports.Charts;

/// <summary>A quantity over the epochs in which it was measured.</summary>
/// <param name="Name">What it is called in the legend.</param>
/// <param name="Epochs">Rising.</param>
/// <param name="Values">One for each epoch; those that are not finite leave gaps.</param>
internal sealed record EpochLine(string Name, IReadOnlyList<int> Epochs, IReadOnlyList<double> Values)
{
    /// <summary>What the quantity shall stay below, drawn dashed; NaN (the default): nothing.</summary>
    internal double Bound { get; init; } = double.NaN;
}

/// <summary>Quantities over the epochs as lines, with what they shall stay below.</summary>
internal static class EpochLines
{
    /// <summary>From this ratio of largest to smallest loss on, the axis is logarithmic.</summary>
    private const double LogarithmicFrom = 30;

    /// <summary>Draws lines; a bound that all of them share is named, others have the colour of their line.</summary>
    internal static PlotModel Create(string title, Axis vertical, IReadOnlyList<EpochLine> lines)
    {
        var model = ChartStyle.NewModel(title);
        var axis = ChartStyle.Epochs([.. lines.SelectMany(line => line.Epochs).Distinct().Order()]);
        model.Axes.Add(axis);
        model.Axes.Add(vertical);
        double[] bounds = [.. lines.Select(line => line.Bound).Where(double.IsFinite).Distinct()];
        if (bounds.Length == 1)
            model.Series.Add(Dashed($"bound ε = {Numbers.Short(bounds[0])}", bounds[0], ChartStyle.Bound, axis));
        foreach (var (index, line) in lines.Index())
        {
            model.Series.Add(Line(line, ChartStyle.Line(index)));
            if (bounds.Length > 1 && double.IsFinite(line.Bound))
                model.Series.Add(Dashed("", line.Bound, ChartStyle.Line(index), axis));
        }
        model.Legends.Add(ChartStyle.LegendOnTop());
        return model;
    }

    /// <summary>An axis for losses: logarithmic where they span decades.</summary>
    internal static Axis LossAxis(string title, IReadOnlyList<EpochLine> lines)
    {
        double[] finite = [.. lines.SelectMany(line => line.Values.Append(line.Bound)).Where(double.IsFinite)];
        return finite.Length > 0 && finite.Min() > 0 && finite.Max() / finite.Min() > LogarithmicFrom ? ChartStyle.VerticalLogarithmic(title) : ChartStyle.Vertical(title);
    }

    private static LineSeries Line(EpochLine values, OxyColor color)
    {
        var line = new LineSeries { Title = values.Name, Color = color, StrokeThickness = 2, MinimumSegmentLength = 0.5 };
        line.Points.AddRange(values.Epochs.Zip(values.Values, (epoch, value) => ChartData.Point(epoch, value)));
        if (values.Values.Count(double.IsFinite) == 1)
            (line.MarkerType, line.MarkerSize, line.MarkerFill) = (MarkerType.Circle, 4, color);
        return line;
    }

    private static LineSeries Dashed(string title, double level, OxyColor color, LinearAxis axis)
    {
        var line = new LineSeries { Title = title, Color = color, Dashes = [5, 3], StrokeThickness = 1.5, RenderInLegend = title.Length > 0 };
        line.Points.AddRange([new DataPoint(axis.Minimum, level), new DataPoint(axis.Maximum, level)]);
        return line;
    }
}
