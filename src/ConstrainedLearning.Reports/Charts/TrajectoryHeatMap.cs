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
        var components = table.Max(row => row.Length);
        var vertical = PerStepErrorChart.Steps(components);
        (vertical.Position, vertical.Minimum, vertical.Maximum) = (AxisPosition.Left, 0.5, components + 0.5);
        return Create(title, ChartStyle.Horizontal("training step"), vertical, steps, Enumerable.Range(1, components), table, data => Colours(quantity, palette, data));
    }

    /// <summary>Draws a table indexed [row][name] over the epochs of its rows, the first name at the top; there must be at least one row and one name.</summary>
    internal static PlotModel Create(string title, string quantity, OxyPalette palette, IReadOnlyList<int> epochs, IReadOnlyList<string> names, double[][] table) =>
        Create(title, ChartStyle.Epochs(epochs), Names(names), [.. epochs.Select(epoch => (long)epoch)], Enumerable.Range(0, names.Count), table, data => Colours(quantity, palette, data));

    /// <summary>Draws a table indexed [row][name] over the steps of its rows, the first name at the top; there must be at least one row and one name.</summary>
    internal static PlotModel Create(string title, string quantity, OxyPalette palette, IReadOnlyList<long> steps, IReadOnlyList<string> names, double[][] table) =>
        Create(title, ChartStyle.Horizontal("training step"), Names(names), steps, Enumerable.Range(0, names.Count), table, data => Colours(quantity, palette, data));

    private static CategoryAxis Names(IReadOnlyList<string> names)
    {
        var axis = new CategoryAxis { Position = AxisPosition.Left, StartPosition = 1, EndPosition = 0, TickStyle = TickStyle.None };
        axis.Labels.AddRange(names);
        return axis;
    }

    private static PlotModel Create(string title, LinearAxis time, LinearAxis vertical, IReadOnlyList<long> steps, IEnumerable<int> places, double[][] table, Func<double[,], LinearColorAxis> colours)
    {
        var model = ChartStyle.NewModel(title);
        model.PlotAreaBorderThickness = new OxyThickness(1);
        var bins = ChartData.BinsOf(steps, MostColumns);
        var rows = places.ToArray();
        var data = new double[bins.Centers.Length, rows.Length];
        for (var bin = 0; bin < bins.Centers.Length; bin++)
            for (var component = 0; component < rows.Length; component++)
                data[bin, component] = bins.Mean(table, bin, component);
        (time.MinimumPadding, time.MaximumPadding, time.Minimum, time.Maximum) = (0, 0, double.NaN, double.NaN);
        model.Axes.Add(time);
        model.Axes.Add(vertical);
        model.Axes.Add(colours(data));
        model.Series.Add(new HeatMapSeries
        {
            X0 = bins.Centers[0],
            X1 = bins.Centers[^1],
            Y0 = rows[0],
            Y1 = rows[^1],
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
