using System.Text.Json.Serialization;
using ConstrainedLearning.Forecasting;
using ExperimentKit.Runs;

namespace Forecasting.Results;

/// <summary>What a run gave: the contents of summary.json. Errors are in standardised units.</summary>
internal sealed record Summary
{
    /// <summary>The series' name.</summary>
    public required string Dataset { get; init; }

    /// <summary>The forecaster's name.</summary>
    public required string Model { get; init; }

    /// <summary>The method, by its name on the command line.</summary>
    public required string Method { get; init; }

    /// <summary>The cost alpha of letting bounds give way; null: they do not.</summary>
    public double? Resilient { get; init; }

    /// <summary>Rows that the model saw.</summary>
    public required int Lookback { get; init; }

    /// <summary>Rows that it predicted.</summary>
    public required int Horizon { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Passes over the training part.</summary>
    public required int Epochs { get; init; }

    /// <summary>Steps taken.</summary>
    public required long Iterations { get; init; }

    /// <summary>Seconds of one step, evaluation not counted.</summary>
    public required double SecondsPerIteration { get; init; }

    /// <summary>Seconds of all steps.</summary>
    public required double Seconds { get; init; }

    /// <summary>Trainable numbers of the model.</summary>
    public required long Parameters { get; init; }

    /// <summary>The bounds, one a requirement: T of them, T - 1 zeros for monotonic, none for erm.</summary>
    public required double[] Epsilon { get; init; }

    /// <summary>Bounds relative to the mean error, one a step; empty for methods with others or none.</summary>
    public double[] Shares { get; init; } = [];

    /// <summary>How the bounds were chosen.</summary>
    public required string EpsilonSource { get; init; }

    /// <summary>The training part in evaluation mode, at the end.</summary>
    public required PartResult Train { get; init; }

    /// <summary>The validation part at the end.</summary>
    public required PartResult Validation { get; init; }

    /// <summary>The test part at the end.</summary>
    public required PartResult Test { get; init; }

    /// <summary>The training errors as the last epoch met them: means over its batches, in training mode, while the parameters moved. Published levels are quantiles of these.</summary>
    public required double[] TrainRunningPerStep { get; init; }

    /// <summary>The epoch whose validation error was lowest; null when none was.</summary>
    public BestResult? Best { get; init; }

    /// <summary>The final multipliers, by constraint.</summary>
    public required IReadOnlyDictionary<string, double[]> Multipliers { get; init; }

    /// <summary>The final slacks, by constraint; zeros where bounds do not give way.</summary>
    public required IReadOnlyDictionary<string, double[]> Slacks { get; init; }

    /// <summary>What a reader of the multipliers should know, as sentences.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>completed or non-finite.</summary>
    public required string Status { get; init; }

    /// <summary>The status as a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Whether the run came to its end.</summary>
    [JsonIgnore]
    public bool IsComplete => Status == RunStatus.Completed;

    /// <summary>Writes it into the run's folder.</summary>
    internal void Write(RunFolder folder) => JsonFile.Write(folder.Summary, this, SummaryJson.Default.Summary);

    /// <summary>Reads the one in a folder; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is no summary.</exception>
    internal static Summary? Read(RunFolder folder) => File.Exists(folder.Summary) ? JsonFile.Read(folder.Summary, SummaryJson.Default.Summary) : null;
}

/// <summary>One part of the data.</summary>
/// <param name="Mse">Mean squared error over windows, steps and channels.</param>
/// <param name="Mae">Mean absolute error over the same.</param>
/// <param name="WindowStd">Sample standard deviation over the steps of the per-step error.</param>
/// <param name="Mcv">Mean constraint violation, without slack; null without requirements.</param>
/// <param name="PerStep">The mean squared error at each step.</param>
internal sealed record PartResult(double Mse, double Mae, double WindowStd, double? Mcv, double[] PerStep)
{
    /// <summary>The largest per-step error.</summary>
    [JsonIgnore]
    public double WorstStep => PerStep.Max();

    internal static PartResult Of(ForecastMetrics metrics) => new(metrics.Mse, metrics.Mae, metrics.WindowStd, metrics.Mcv, metrics.PerStep);
}

/// <summary>The iterate with the lowest validation error.</summary>
/// <param name="Epoch">After which epoch, from 1.</param>
/// <param name="Train">As in the summary.</param>
/// <param name="Validation">As in the summary.</param>
/// <param name="Test">As in the summary.</param>
internal sealed record BestResult(int Epoch, PartResult Train, PartResult Validation, PartResult Test);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(NonFiniteAsNull)])]
[JsonSerializable(typeof(Summary))]
[JsonSerializable(typeof(Levels.BoundLevels))]
internal sealed partial class SummaryJson : JsonSerializerContext;
