using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ConstrainedLearning.Reports.Charts;

/// <summary>A quantity of every component of a constraint over the whole training, as colours.</summary>
internal static class TrajectoryHeatMap
{
    /// <summary>More columns than this are not told apart on a page.</summary>
    private const int MostColumns = 320;

    /// <summary>Draws a table indexed [row][component] over the steps of its rows; there must be at least one row.</summary>
    internal static PlotModel Create(string title, string quantity, OxyPalette palette, IReadOnlyList<long> steps, double[][] table)
    {
        var model = ChartStyle.NewModel(title);
        model.PlotAreaBorderThickness = new OxyThickness(1);
        var bins = ChartData.BinsOf(steps, MostColumns);
        var components = table.Max(row => row.Length);
        var data = new double[bins.Centers.Length, components];
        for (var bin = 0; bin < bins.Centers.Length; bin++)
            for (var component = 0; component < components; component++)
                data[bin, component] = bins.Mean(table, bin, component);
        var time = ChartStyle.Horizontal("training step");
        (time.MinimumPadding, time.MaximumPadding) = (0, 0);
        model.Axes.Add(time);
        var component1 = PerStepErrorChart.Steps(components);
        (component1.Position, component1.Minimum, component1.Maximum) = (AxisPosition.Left, 0.5, components + 0.5);
        model.Axes.Add(component1);
        model.Axes.Add(Colours(quantity, palette, data));
        model.Series.Add(new HeatMapSeries
        {
            X0 = bins.Centers[0],
            X1 = bins.Centers[^1],
            Y0 = 1,
            Y1 = components,
            Data = data,
            Interpolate = false,
            RenderMethod = HeatMapRenderMethod.Bitmap,
        });
        return model;
    }

    private static LinearColorAxis Colours(string quantity, OxyPalette palette, double[,] data)
    {
        var largest = data.Cast<double>().Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var smallest = data.Cast<double>().Where(double.IsFinite).DefaultIfEmpty(0).Min();
        return new LinearColorAxis
        {
            Position = AxisPosition.Right,
            Title = quantity,
            Palette = palette,
            Minimum = Math.Min(0, smallest),
            Maximum = largest > Math.Min(0, smallest) ? largest : 1,
            InvalidNumberColor = OxyColor.Parse("#D0D0D0"),
        };
    }
}
