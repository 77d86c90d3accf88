using OxyPlot;
using OxyPlot.Axes;

namespace ConstrainedLearning.Reports.Charts;

/// <summary>The mean loss after each epoch, on the training and on the validation data.</summary>
public static class LossCurves
{
    /// <summary>From this ratio of largest to smallest loss on, the axis is logarithmic.</summary>
    private const double LogarithmicFrom = 30;

    /// <summary>Draws the losses of the epochs 1, 2, 3 ...</summary>
    /// <param name="train">The training loss of each epoch.</param>
    /// <param name="validation">The validation loss of each epoch; may be empty.</param>
    public static PlotModel Create(IReadOnlyList<double> train, IReadOnlyList<double> validation)
    {
        var model = ChartStyle.NewModel("Loss per epoch");
        var epochs = ChartStyle.Horizontal("epoch");
        var count = Math.Max(train.Count, validation.Count);
        (epochs.Minimum, epochs.Maximum) = count > 1 ? (1, count) : (0.5, 1.5);
        if (count <= 20)
            epochs.MajorStep = epochs.MinorStep = 1;
        model.Axes.Add(epochs);
        var positive = train.Concat(validation).Where(double.IsFinite).ToArray();
        var logarithmic = positive.Length > 0 && positive.Min() > 0 && positive.Max() / positive.Min() > LogarithmicFrom;
        Axis losses = logarithmic ? ChartStyle.VerticalLogarithmic("mean loss") : ChartStyle.Vertical("mean loss");
        model.Axes.Add(losses);
        foreach (var (title, values, color) in new[] { ("training", train, ChartStyle.Constrained), ("validation", validation, ChartStyle.Lines[1]) })
            if (values.Count > 0)
                model.Series.Add(ChartData.Line(title, values, color));
        model.Legends.Add(ChartStyle.LegendOnTop());
        return model;
    }
}
