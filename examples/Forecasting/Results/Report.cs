using ConstrainedLearning;
using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Reports;
using ConstrainedLearning.Reports.Forecasting;
using ExperimentKit.Runs;
using Forecasting.Options;

namespace Forecasting.Results;

/// <summary>report.html and its figures, from what a run gave.</summary>
internal static class Report
{
    internal static void Write(RunFolder folder, ForecastOptions options, Summary summary, Summary? reference, TraceHistory trace, IReadOnlyList<EpochRecord> history) =>
        FigureFiles.WriteReport(folder.Path, new ForecastReport
        {
            Title = $"{summary.Model} on {summary.Dataset}, {MethodNames.Label(options)}",
            Asked = Asked(options, summary),
            Requirement = Requirement(options),
            PricesSettled = summary.Remarks.Count == 0,
            Status = string.Join(' ', summary.Remarks.Prepend($"The training {summary.Message}.")),
            Bounds = summary.Epsilon.Length == summary.Horizon ? summary.Epsilon : [],
            Constrained = Result(MethodNames.Label(options), summary),
            Reference = reference is null ? null : Result("without bounds", reference),
            Trace = trace,
            TrainLoss = [.. history.Select(epoch => epoch.Loss)],
            ValidationLoss = [.. history.Select(epoch => epoch.Metrics["mse"])],
            Prices = [.. summary.Multipliers.Select(pair => new ConstraintPrices(pair.Key, pair.Value, options.Resilient is null ? [] : summary.Slacks[pair.Key]))],
            SecondsPerIteration = summary.SecondsPerIteration,
            Configuration = File.ReadAllText(folder.Config),
            Manifest = File.ReadAllText(folder.Manifest),
        });

    /// <summary>What the bounds mean where they are not bounds on the steps' own errors.</summary>
    private static string? Requirement(ForecastOptions options) => options.Method switch
    {
        MethodNames.Even => "no step's mean squared error is above its share of the mean over all steps",
        MethodNames.Growing or MethodNames.Inverse => "a weighted mean of the errors over the steps is as low as can be, without any bound",
        MethodNames.Worst => "the mean error over the worst steps of each batch is as low as can be, without any bound",
        MethodNames.Normalised => "the error at each step, relative to itself, falls as fast as can be, without any bound",
        MethodNames.Specialist => "the error at one step is as low as can be, whatever the others are",
        MethodNames.Erm => "the mean error over all steps is as low as can be, without any bound",
        MethodNames.Monotonic => "the mean squared error never falls from one step to the next",
        _ => null,
    };

    private static IReadOnlyList<KeyValuePair<string, string>> Asked(ForecastOptions options, Summary summary) =>
    [
        new("data", summary.Dataset),
        new("model", summary.Model),
        new("method", MethodNames.Label(options)),
        new("bounds", summary.EpsilonSource),
        new("lookback", FormattableString.Invariant($"{options.Lookback} steps")),
        new("horizon", FormattableString.Invariant($"{options.Horizon} steps")),
        new("epochs", FormattableString.Invariant($"{options.Epochs}")),
        new("seed", FormattableString.Invariant($"{options.Seed}")),
    ];

    private static ModelResult Result(string name, Summary summary) => new(name, Split(summary.Train), Split(summary.Validation), Split(summary.Test));

    private static SplitResult Split(PartResult part) => new(part.Mse, part.Mae, part.WindowStd, part.Mcv ?? double.NaN, part.PerStep);
}
