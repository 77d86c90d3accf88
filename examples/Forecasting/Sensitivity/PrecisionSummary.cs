using System.Text.Json.Serialization;
using ExperimentKit.Runs;

namespace Forecasting.Sensitivity;

/// <summary>What a training under bounds on precision gave: the contents of summary.json. Errors are in standardised units.</summary>
internal sealed record PrecisionSummary
{
    /// <summary>The series' name.</summary>
    public required string Dataset { get; init; }

    /// <summary>The forecaster's name.</summary>
    public required string Model { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Passes over the training part.</summary>
    public required int Epochs { get; init; }

    /// <summary>Steps taken.</summary>
    public required long Iterations { get; init; }

    /// <summary>Seconds of all steps.</summary>
    public required double Seconds { get; init; }

    /// <summary>Seconds of one step, evaluation not counted.</summary>
    public required double SecondsPerIteration { get; init; }

    /// <summary>Trainable numbers of the model.</summary>
    public required long Parameters { get; init; }

    /// <summary>The bits of each layer at low precision.</summary>
    public required IReadOnlyDictionary<string, int> Bits { get; init; }

    /// <summary>The validation part at the end.</summary>
    public required PrecisionErrors Validation { get; init; }

    /// <summary>The test part at the end.</summary>
    public required PrecisionErrors Test { get; init; }

    /// <summary>The bounds and what they cost, the layers' first.</summary>
    public required IReadOnlyList<BoundResult> Bounds { get; init; }

    /// <summary>completed or non-finite.</summary>
    public required string Status { get; init; }

    /// <summary>The status as a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Whether the run came to its end.</summary>
    [JsonIgnore]
    public bool IsComplete => Status == RunStatus.Completed;

    /// <summary>Writes it into the run's folder.</summary>
    internal void Write(RunFolder folder) => JsonFile.Write(folder.Summary, this, PrecisionJson.Default.PrecisionSummary);

    /// <summary>Reads the one in a folder; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is no summary.</exception>
    internal static PrecisionSummary? Read(RunFolder folder) => File.Exists(folder.Summary) ? JsonFile.Read(folder.Summary, PrecisionJson.Default.PrecisionSummary) : null;
}

/// <summary>Mean squared errors of one model.</summary>
/// <param name="Full">At full precision.</param>
/// <param name="Low">At the bits of the layers.</param>
internal sealed record PrecisionErrors(double Full, double Low);

/// <summary>One bound and what it cost.</summary>
/// <param name="Constraint">What is bounded.</param>
/// <param name="Name">The layer's name, or the constraint's.</param>
/// <param name="Multiplier">Its price at the end.</param>
/// <param name="Value">The measured value, mean of the last epoch.</param>
/// <param name="Bound">What it was to stay below.</param>
internal sealed record BoundResult(string Constraint, string Name, double Multiplier, double Value, double Bound);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(NonFiniteAsNull)])]
[JsonSerializable(typeof(PrecisionSummary))]
internal sealed partial class PrecisionJson : JsonSerializerContext;
