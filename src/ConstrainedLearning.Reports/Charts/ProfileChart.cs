using OxyPlot;
using OxyPlot.Series;

namespace ConstrainedLearning.Reports.Charts;

/// <summary>A quantity of every component in their own order, as a filled step curve: prices or relaxations along the forecast.</summary>
public static class ProfileChart
{
    /// <summary>Draws the values of the components 1, 2, 3 ...; those that are not finite leave gaps.</summary>
    /// <param name="title">The chart's title.</param>
    /// <param name="quantity">What the values are, with their sign.</param>
    /// <param name="values">The value of each component.</param>
    public static PlotModel Create(string title, string quantity, IReadOnlyList<double> values)
    {
        var model = ChartStyle.NewModel(title);
        var steps = PerStepErrorChart.Steps(values.Count);
        (steps.Minimum, steps.Maximum) = (0.5, values.Count + 0.5);
        model.Axes.Add(steps);
        var vertical = ChartStyle.Vertical(quantity);
        if (values.All(value => !(value < 0)))
            vertical.Minimum = 0;
        if (!values.Any(value => double.IsFinite(value) && value != 0))
            vertical.Maximum = 1;
        model.Axes.Add(vertical);
        var area = new AreaSeries
        {
            Color = ChartStyle.Constrained,
            Fill = OxyColor.FromAColor(70, ChartStyle.Constrained),
            StrokeThickness = 1.5,
            ConstantY2 = 0,
            MinimumSegmentLength = 0,
        };
        for (var i = 0; i < values.Count; i++)
            area.Points.AddRange([ChartData.Point(i + 0.5, values[i]), ChartData.Point(i + 1.5, values[i])]);
        model.Series.Add(area);
        return model;
    }
}
