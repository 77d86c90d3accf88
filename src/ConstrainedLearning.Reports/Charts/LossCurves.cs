using OxyPlot;

namespace ConstrainedLearning.Reports.Charts;

/// <summary>The mean loss after each epoch, on the training and on the validation data.</summary>
public static class LossCurves
{
    /// <summary>Draws the losses of the epochs 1, 2, 3 ...; the axis is logarithmic where they span decades.</summary>
    /// <param name="train">The training loss of each epoch.</param>
    /// <param name="validation">The validation loss of each epoch; may be empty.</param>
    public static PlotModel Create(IReadOnlyList<double> train, IReadOnlyList<double> validation) => Create(
        [.. new[] { ("training", train), ("validation", validation) }.Where(part => part.Item2.Count > 0).Select(part => new EpochLine(part.Item1, [.. Enumerable.Range(1, part.Item2.Count)], part.Item2))]);

    /// <summary>Draws whatever losses were measured.</summary>
    internal static PlotModel Create(IReadOnlyList<EpochLine> losses) => EpochLines.Create("Loss per epoch", EpochLines.LossAxis("mean loss", losses), losses);
}
