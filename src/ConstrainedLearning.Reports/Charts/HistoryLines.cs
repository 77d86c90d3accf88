using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Series;

namespace ConstrainedLearning.Reports.Charts;

/// <summary>One component of a recorded table, indexed [row][component].</summary>
/// <param name="Name">What it is called in the legend.</param>
/// <param name="Table">The table.</param>
/// <param name="Component">Which of its components.</param>
internal sealed record HistoryLine(string Name, double[][] Table, int Component = 0);

/// <summary>What a trace recorded as lines over the training steps.</summary>
internal static class HistoryLines
{
    private const int MostPoints = 500;

    /// <summary>Draws lines over the steps of their rows; there must be at least one row.</summary>
    internal static PlotModel Create(string title, string quantity, IReadOnlyList<long> steps, IReadOnlyList<HistoryLine> lines)
    {
        var model = ChartStyle.NewModel(title);
        model.Axes.Add(ChartStyle.Horizontal("training step"));
        var vertical = ChartStyle.Vertical(quantity);
        var bins = ChartData.BinsOf(steps, MostPoints);
        foreach (var (index, (name, table, component)) in lines.Index())
        {
            var color = ChartStyle.Line(index);
            var line = new LineSeries { Title = name, Color = color, StrokeThickness = 1.8, MinimumSegmentLength = 0.5 };
            line.Points.AddRange(bins.Centers.Select((step, bin) => ChartData.Point(step, bins.Mean(table, bin, component))));
            if (bins.Centers.Length == 1)
                (line.MarkerType, line.MarkerFill) = (MarkerType.Circle, color);
            model.Series.Add(line);
        }
        if (lines.SelectMany(line => line.Table).SelectMany(row => row).All(value => !(value < 0)))
            vertical.Minimum = 0;
        model.Axes.Add(vertical);
        model.Legends.Add(ChartStyle.LegendOnTop());
        return model;
    }

    /// <summary>Shades the steps at which a line is above 0: of rows too close to be told apart, where it is for half of them.</summary>
    internal static void ShadeAboveZero(PlotModel model, IReadOnlyList<long> steps, HistoryLine line)
    {
        double[][] above = [.. line.Table.Select(row => new[] { line.Component < row.Length && row[line.Component] > 0 ? 1.0 : 0 })];
        var bins = ChartData.BinsOf(steps, MostPoints);
        var half = bins.Centers.Length > 1 ? (bins.Centers[1] - bins.Centers[0]) / 2 : 0.5;
        for (var bin = 0; bin < bins.Centers.Length; bin++)
        {
            if (!On(bin)) continue;
            var first = bin;
            while (bin + 1 < bins.Centers.Length && On(bin + 1)) bin++;
            model.Annotations.Add(new RectangleAnnotation
            {
                MinimumX = bins.Centers[first] - half,
                MaximumX = bins.Centers[bin] + half,
                Fill = OxyColor.FromAColor(28, ChartStyle.Constrained),
                Layer = AnnotationLayer.BelowSeries,
            });
        }

        bool On(int bin) => bins.Mean(above, bin, 0) >= 0.5;
    }
}
