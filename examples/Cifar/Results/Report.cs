using Cifar.Options;
using Cifar.Training;
using ConstrainedLearning;
using ConstrainedLearning.Reports.Invariance;

namespace Cifar.Results;

/// <summary>report.html, from what a run gave.</summary>
internal static class Report
{
    internal static InvarianceReport Of(IExperiment experiment, Summary summary, Trial trial, IReadOnlyList<EpochRecord> epochs) => new($"{summary.Model} on {summary.Dataset}: {experiment.Label}", epochs)
    {
        Requirements = trial.Shown,
        History = trial.History,
        Prices = summary.Requirements.Count > 0 ? trial.Prices : null,
        Sheet = trial.Sheet,
        Sentences = [.. Sentences(summary)],
        Tables =
        [
            ResultTables.Accuracy(summary) with { Caption = "Images as they are, at the end of the training." },
            .. summary.Requirements.Count > 1 ? [ResultTables.Prices(summary) with { Caption = "The families, cheapest first." }] : Array.Empty<ConstrainedLearning.Reports.Tables.Table>(),
            .. summary.Widths is { } widths ? [ResultTables.Widths(widths) with { Caption = "Learned ranges: every image is under a map of its own, uniform between minus and plus the width." }] : Array.Empty<ConstrainedLearning.Reports.Tables.Table>(),
        ],
    };

    private static IEnumerable<string> Sentences(Summary summary)
    {
        if (summary.Requirements.Count > 1) return Ranking.Sentences(summary);
        if (summary.Requirements is not { Count: 1 } || summary.Requirements.Values.First() is not { } result) return [];
        if (summary.Epsilon is not { } epsilon) return [FormattableString.Invariant($"the loss of transformed images, weighed by {result.Multiplier.Last:G3}, was {result.Loss:G3} in the last epoch")];
        var met = result.Loss <= epsilon;
        return
        [
            FormattableString.Invariant($"the loss of transformed images was {result.Loss:G3} in the last epoch, {(met ? "within" : "above")} its bound of {epsilon:G3}, at a price of {result.Multiplier.Last:G3}"),
            met ? "the bound could be met with the steps given" : "the bound was not met: its price still grows, and would with every further step",
        ];
    }
}
