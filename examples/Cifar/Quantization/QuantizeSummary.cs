using System.Text.Json.Serialization;
using Cifar.Results;
using ExperimentKit.Runs;

namespace Cifar.Quantization;

/// <summary>What a run of <c>quantize</c> gave: the contents of summary.json.</summary>
internal sealed record QuantizeSummary
{
    /// <summary>The data set's name.</summary>
    public required string Dataset { get; init; }

    /// <summary>The classifier's name.</summary>
    public required string Model { get; init; }

    /// <summary>How it was prepared for low precision.</summary>
    public required string Method { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Images trained on.</summary>
    public required int TrainImages { get; init; }

    /// <summary>Images tested on.</summary>
    public required int TestImages { get; init; }

    /// <summary>Passes over the training images.</summary>
    public required int Epochs { get; init; }

    /// <summary>Steps taken.</summary>
    public required long Iterations { get; init; }

    /// <summary>Seconds of one step, evaluation not counted.</summary>
    public required double SecondsPerIteration { get; init; }

    /// <summary>The cost in forward-and-backward passes over a batch; one without gradient counts a third.</summary>
    public required double Passes { get; init; }

    /// <summary>Trainable numbers.</summary>
    public required long Parameters { get; init; }

    /// <summary>The mean number of bits of a weight of the layers that the run is about, by precision.</summary>
    public required IReadOnlyDictionary<string, double> AverageBits { get; init; }

    /// <summary>At full precision; absent for methods that have no such model.</summary>
    public PrecisionResult? Full { get; init; }

    /// <summary>At low precision, by its name: "4-bit", or "plan".</summary>
    public required IReadOnlyDictionary<string, PrecisionResult> Low { get; init; }

    /// <summary>The bounds by constraint: "4-bit/layers", "4-bit/output", "4-bit/loss".</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<BoundResult>> Bounds { get; init; }

    /// <summary>The bits that a budget gave to each layer; absent without one.</summary>
    public BudgetResult? Budget { get; init; }

    /// <summary>The model as whole numbers, by precision; absent where it was not asked for.</summary>
    public IReadOnlyDictionary<string, ExportResult>? Exported { get; init; }

    /// <summary>completed or non-finite.</summary>
    public required string Status { get; init; }

    /// <summary>The status as a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Whether the run came to its end.</summary>
    [JsonIgnore]
    public bool IsComplete => Status == RunStatus.Completed;

    /// <summary>Writes it into the run's folder.</summary>
    internal void Write(RunFolder folder) => JsonFile.Write(folder.Summary, this, QuantizeJson.Default.QuantizeSummary);

    /// <summary>Reads the one in a folder; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is no summary.</exception>
    internal static QuantizeSummary? Read(RunFolder folder) => File.Exists(folder.Summary) ? JsonFile.Read(folder.Summary, QuantizeJson.Default.QuantizeSummary) : null;
}

/// <summary>The model at one precision, after the training.</summary>
/// <param name="Train">On the training images, not transformed.</param>
/// <param name="HeldOut">On the images held out; null where none were.</param>
/// <param name="Test">On the test images.</param>
internal sealed record PrecisionResult(PartResult Train, PartResult? HeldOut, PartResult Test);

/// <summary>One bound and what it cost.</summary>
/// <param name="Name">The layer's name; for outputs and losses the constraint's.</param>
/// <param name="Multiplier">Its price at the end.</param>
/// <param name="MeanMultiplier">Its mean over the steps.</param>
/// <param name="Value">The measured value, mean of the last epoch.</param>
/// <param name="MeanValue">The same, mean of all epochs.</param>
/// <param name="Bound">What it was to stay below.</param>
/// <param name="Slack">By how much the bound gave way at the end; 0 where it may not.</param>
internal sealed record BoundResult(string Name, double Multiplier, double MeanMultiplier, double Value, double MeanValue, double Bound, double Slack);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(NonFiniteAsNull)])]
[JsonSerializable(typeof(QuantizeSummary))]
internal sealed partial class QuantizeJson : JsonSerializerContext;
