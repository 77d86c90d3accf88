using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Html;

namespace ConstrainedLearning.Reports.Epochs;

/// <summary>Accuracy and loss over the epochs.</summary>
internal static class TrainingSection
{
    /// <summary>Draws what was measured.</summary>
    /// <param name="series">The epochs.</param>
    /// <param name="accuracies">A sentence on what the accuracies are of.</param>
    internal static ReportSection Create(EpochSeries series, string accuracies)
    {
        List<Figure> figures = [];
        if (series.Metrics("accuracy", 100) is { Count: > 0 } measured)
            figures.Add(new(
                [new Chart("accuracy", EpochLines.Create("Accuracy per epoch", ChartStyle.Vertical("accuracy in %"), measured), "Accuracy after each epoch.") { Height = 320 }],
                $"{Sentence(measured)} {accuracies}"));
        EpochLine[] losses = [.. new[] { series.Loss }.Where(EpochSeries.IsShown), .. series.Metrics("loss")];
        if (losses.Length > 0)
            figures.Add(new(
                [new Chart("losses", LossCurves.Create(losses), "Mean loss of each epoch.") { Height = 320 }],
                "The mean loss of each epoch. The training loss is measured while the model changes; where another one rises as it falls, the model learns its data by heart."));
        return new("How the training went", "", figures);
    }

    /// <summary>Where each accuracy ended, and its best if that was more.</summary>
    private static string Sentence(IReadOnlyList<EpochLine> accuracies) => string.Join(" ", accuracies.Select(line =>
    {
        var finite = line.Epochs.Zip(line.Values).Where(point => double.IsFinite(point.Second)).ToArray();
        var (last, best) = (finite[^1], finite.MaxBy(point => point.Second));
        var (ended, highest) = (Numbers.Percent(last.Second / 100), Numbers.Percent(best.Second / 100));
        return $"The {line.Name} ends at {ended}" + (highest == ended ? ", its highest." : $" (its highest was {highest}, in epoch {best.First}).");
    }));
}
