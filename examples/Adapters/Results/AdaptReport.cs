using Adapters.Options;
using Adapters.Training;
using ConstrainedLearning;
using ConstrainedLearning.Reports.Adapters;

namespace Adapters.Results;

/// <summary>report.html, from what a run gave.</summary>
internal static class AdaptReport
{
    internal static AdapterReport Of(AdaptOptions options, AdaptSummary summary, AdaptTrial trial, IReadOnlyList<EpochRecord> epochs) => new($"{options.Label}: {summary.Text}", epochs)
    {
        History = summary.Requirements.Count > 0 ? trial.History : null,
        Prices = summary.Requirements.Count > 0 ? trial.Prices : null,
        Sizes = trial.Adapted.Sizes(),
        Sentences = [.. AdaptTables.Sentences(summary)],
        Tables = [AdaptTables.Losses(summary) with { Caption = "Mean cross-entropy in nats a token on test windows, at the end of the training." }],
    };
}
