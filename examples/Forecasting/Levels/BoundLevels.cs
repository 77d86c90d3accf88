using System.Globalization;
using ConstrainedLearning.Forecasting;
using ExperimentKit.Runs;
using Forecasting.Options;
using Forecasting.Results;

namespace Forecasting.Levels;

/// <summary>The bounds of a run as numbers. Kept in levels.json, so that a run that goes on has the same even if its reference run moved.</summary>
/// <param name="Epsilon">One a step; empty for methods without levels.</param>
/// <param name="Source">How they were chosen.</param>
internal sealed record BoundLevels(double[] Epsilon, string Source)
{
    private const string FileName = "levels.json";

    /// <summary>Whether a reference run is needed to know them.</summary>
    internal static bool NeedReference(ForecastOptions options) => options.Method switch
    {
        MethodNames.Constant => Request(options).IsQuantile,
        MethodNames.Linear => options.Slope is null,
        MethodNames.Exponential => options.Scale is null,
        _ => false,
    };

    /// <summary>The bounds that the options ask for.</summary>
    /// <param name="options">Checked.</param>
    /// <param name="reference">The run without requirements, and its folder; null where none is needed.</param>
    internal static BoundLevels Of(ForecastOptions options, (Summary Summary, string Folder)? reference)
    {
        var horizon = options.Horizon;
        switch (options.Method)
        {
            case MethodNames.Constant:
                var request = Request(options);
                if (request.Values is [var level]) return new(StepLevels.Constant(horizon, level), "one number");
                if (request.Values is { } list) return new([.. list], "one number a step");
                var (summary, folder) = reference!.Value;
                var quantile = StepLevels.Quantile(request.OfValidation ? summary.Validation.PerStep : summary.TrainRunningPerStep, request.Fraction);
                return new(StepLevels.Constant(horizon, quantile), Invariant($"quantile {request.Fraction} of the {(request.OfValidation ? "validation" : "training")} errors of {folder}"));
            case MethodNames.Linear:
                var (slope, offset) = options is { Slope: { } s, Offset: { } o } ? (s, o) : LevelFit.Line(reference!.Value.Summary.TrainRunningPerStep);
                return new(StepLevels.Linear(horizon, slope, offset), Invariant($"{slope:G4} * step + {offset:G4}{Fitted(options.Slope, reference)}"));
            case MethodNames.Exponential:
                var (scale, rate) = options is { Scale: { } a, Rate: { } b } ? (a, b) : LevelFit.Exponential(reference!.Value.Summary.TrainRunningPerStep);
                return new(StepLevels.Exponential(horizon, scale, rate), Invariant($"{scale:G4} * exp({rate:G4} * step){Fitted(options.Scale, reference)}"));
            case MethodNames.Monotonic:
                return new([], "no step worse than the one after it");
            default:
                return new([], "no requirement");
        }
    }

    /// <summary>The requirements of a run with these bounds.</summary>
    internal LossShaping Shaping(ForecastOptions options)
    {
        var shaping = new ShapingOptions { DualRate = options.DualRate, InitialMultiplier = options.StartOfMultipliers, MultiplierCap = options.DualCap, Alpha = options.Resilient, SlackRate = options.SlackRate };
        return options.Method switch
        {
            MethodNames.Erm => LossShaping.None(options.Horizon),
            MethodNames.Monotonic => LossShaping.Monotonic(options.Horizon, shaping),
            _ => LossShaping.PerStep(Epsilon, shaping),
        };
    }

    /// <summary>Writes them into the run's folder.</summary>
    internal void Write(RunFolder folder) => JsonFile.Write(folder.At(FileName), this, SummaryJson.Default.BoundLevels);

    /// <summary>Those of an earlier part of the run; null before they were known.</summary>
    internal static BoundLevels? Read(RunFolder folder) =>
        File.Exists(folder.At(FileName)) ? JsonFile.Read(folder.At(FileName), SummaryJson.Default.BoundLevels) : null;

    private static LevelRequest Request(ForecastOptions options) => LevelRequest.Parse(options.Epsilon ?? ForecastOptions.DefaultEpsilon, options.Horizon);

    private static string Fitted(double? given, (Summary Summary, string Folder)? reference) => given is null ? $", fitted to the training errors of {reference!.Value.Folder}" : "";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
