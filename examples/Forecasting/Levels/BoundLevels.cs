using System.Globalization;
using ConstrainedLearning;
using ConstrainedLearning.Forecasting;
using ExperimentKit.Runs;
using Forecasting.Options;
using Forecasting.Results;

namespace Forecasting.Levels;

/// <summary>The bounds of a run, or its weights, as numbers. Kept in levels.json, so that a run that goes on has the same even if its reference run moved.</summary>
/// <param name="Epsilon">One a step; empty for methods without levels.</param>
/// <param name="Source">How they were chosen.</param>
internal sealed record BoundLevels(double[] Epsilon, string Source)
{
    private const string FileName = "levels.json";

    /// <summary>Bounds relative to the mean error, one a step; empty for other methods.</summary>
    public double[] Shares { get; init; } = [];

    /// <summary>The unit in which multipliers see violations of shares; 0 for other methods.</summary>
    public double Unit { get; init; }

    /// <summary>The weights of the steps in the loss; empty for their mean.</summary>
    public double[] Weights { get; init; } = [];

    /// <summary>Whether a reference run is needed to know them.</summary>
    internal static bool NeedReference(ForecastOptions options) => options.Method switch
    {
        MethodNames.Constant => Request(options).NeedsReference,
        MethodNames.Linear => options.Slope is null,
        MethodNames.Exponential => options.Scale is null,
        MethodNames.Even or MethodNames.Inverse => true,
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
                return Constant(Request(options), horizon, reference);
            case MethodNames.Linear:
                var (slope, offset) = options is { Slope: { } s, Offset: { } o } ? (s, o) : LevelFit.Line(reference!.Value.Summary.TrainRunningPerStep);
                return new(StepLevels.Linear(horizon, slope, offset), Invariant($"{slope:G4} * step + {offset:G4}{Fitted(options.Slope, reference)}"));
            case MethodNames.Exponential:
                var (scale, rate) = options is { Scale: { } a, Rate: { } b } ? (a, b) : LevelFit.Exponential(reference!.Value.Summary.TrainRunningPerStep);
                return new(StepLevels.Exponential(horizon, scale, rate), Invariant($"{scale:G4} * exp({rate:G4} * step){Fitted(options.Scale, reference)}"));
            case MethodNames.Even:
                var (rise, perStep) = (options.Rise ?? ForecastOptions.DefaultRise, reference!.Value.Summary.TrainRunningPerStep);
                var filled = StepLevels.Filled(perStep, rise);
                return new([], Invariant($"no step above its share of the mean error, as if the easiest steps of {reference.Value.Folder} were raised until the mean is {rise:P1} higher")) { Shares = [.. filled.Select(level => level / filled.Average())], Unit = perStep.Average() };
            case MethodNames.Monotonic:
                return new([], "no step worse than the one after it");
            case MethodNames.Growing or MethodNames.Inverse or MethodNames.Specialist:
                return new([], "no requirement") { Weights = Weighting(options, reference) };
            default:
                return new([], "no requirement");
        }
    }

    /// <summary>The requirements of a run with these bounds.</summary>
    /// <param name="options">Those of the run.</param>
    /// <param name="steps">How many steps it has.</param>
    internal LossShaping Shaping(ForecastOptions options, long steps)
    {
        var relative = options.UnitOfViolations == DualNames.Relative;
        var rate = options.RateOfMultipliers(steps);
        var shaping = new ShapingOptions
        {
            Rule = options.DualRule == DualNames.NuPI ? DualUpdate.NuPI(rate) : null,
            DualRate = rate,
            InitialMultiplier = options.StartOfMultipliers,
            MultiplierCap = options.DualCap,
            Alpha = options.Resilient,
            SlackRate = options.SlackRate,
            Unit = !relative || options.Method == MethodNames.Monotonic ? null : options.Method == MethodNames.Even ? Scale.Fixed(Unit) : Scale.Bound,
        };
        return options.Method switch
        {
            MethodNames.Monotonic => LossShaping.Monotonic(options.Horizon, shaping),
            MethodNames.Even => LossShaping.Shares(Shares, shaping),
            MethodNames.Worst => LossShaping.None(options.Horizon, StepLoss.Worst(options.Share ?? ForecastOptions.DefaultShare)),
            MethodNames.Normalised => LossShaping.None(options.Horizon, StepLoss.Normalised),
            _ when Weights.Length > 0 => LossShaping.None(options.Horizon, StepLoss.Weighted(Weights)),
            MethodNames.Erm => LossShaping.None(options.Horizon),
            _ => LossShaping.PerStep(Epsilon, shaping),
        };
    }

    /// <summary>Writes them into the run's folder.</summary>
    internal void Write(RunFolder folder) => JsonFile.Write(folder.At(FileName), this, SummaryJson.Default.BoundLevels);

    /// <summary>Those of an earlier part of the run; null before they were known.</summary>
    internal static BoundLevels? Read(RunFolder folder) =>
        File.Exists(folder.At(FileName)) ? JsonFile.Read(folder.At(FileName), SummaryJson.Default.BoundLevels) : null;

    private static BoundLevels Constant(LevelRequest request, int horizon, (Summary Summary, string Folder)? reference)
    {
        if (request.Values is [var level]) return new(StepLevels.Constant(horizon, level), "one number");
        if (request.Values is { } list) return new([.. list], "one number a step");
        var (summary, folder) = reference!.Value;
        var (errors, part) = request.OfValidation ? (summary.Validation.PerStep, "validation") : (summary.TrainRunningPerStep, "training");
        return request.IsMultiple
            ? new([.. errors.Select(error => error * request.Fraction)], Invariant($"{request.Fraction} times the {part} errors of {folder}"))
            : new(StepLevels.Constant(horizon, StepLevels.Quantile(errors, request.Fraction)), Invariant($"quantile {request.Fraction} of the {part} errors of {folder}"));
    }

    private static double[] Weighting(ForecastOptions options, (Summary Summary, string Folder)? reference)
    {
        var power = options.Power ?? ForecastOptions.DefaultPower;
        return options.Method switch
        {
            MethodNames.Growing => [.. Enumerable.Range(1, options.Horizon).Select(step => Math.Pow(step, power))],
            MethodNames.Inverse => [.. reference!.Value.Summary.TrainRunningPerStep.Select(error => Math.Pow(error, -power))],
            _ => [.. Enumerable.Range(1, options.Horizon).Select(step => step == (options.Step ?? options.Horizon) ? 1.0 : 0.0)],
        };
    }

    private static LevelRequest Request(ForecastOptions options) => LevelRequest.Parse(options.Level, options.Horizon);

    private static string Fitted(double? given, (Summary Summary, string Folder)? reference) => given is null ? $", fitted to the training errors of {reference!.Value.Folder}" : "";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
