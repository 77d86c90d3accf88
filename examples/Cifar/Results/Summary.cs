using System.Text.Json.Serialization;
using ExperimentKit.Runs;

namespace Cifar.Results;

/// <summary>What a run gave: the contents of summary.json. Losses are mean cross-entropies, accuracies and shares lie between 0 and 1.</summary>
internal sealed record Summary
{
    /// <summary>The data set's name.</summary>
    public required string Dataset { get; init; }

    /// <summary>symmetries: the family that every image was transformed by once.</summary>
    public string? Symmetry { get; init; }

    /// <summary>The classifier's name.</summary>
    public required string Model { get; init; }

    /// <summary>How training images were transformed, or symmetries.</summary>
    public string Method { get; init; } = "";

    /// <summary>augment: ra, wide or trivial.</summary>
    public string? Space { get; init; }

    /// <summary>The bound on the loss under transformations; null where there is none.</summary>
    public double? Epsilon { get; init; }

    /// <summary>The cost alpha of letting bounds give way; null: they do not.</summary>
    public double? Resilient { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Images trained on.</summary>
    public required int TrainImages { get; init; }

    /// <summary>Images held out.</summary>
    public int HeldOutImages { get; init; }

    /// <summary>Images tested on.</summary>
    public required int TestImages { get; init; }

    /// <summary>Passes over the training images.</summary>
    public required int Epochs { get; init; }

    /// <summary>Steps taken.</summary>
    public required long Iterations { get; init; }

    /// <summary>Seconds of one step, evaluation not counted.</summary>
    public required double SecondsPerIteration { get; init; }

    /// <summary>Seconds of all steps.</summary>
    public required double Seconds { get; init; }

    /// <summary>The cost in forward-and-backward passes over a batch; one without gradient counts a third.</summary>
    public required double Passes { get; init; }

    /// <summary>Trainable numbers of the model.</summary>
    public required long Parameters { get; init; }

    /// <summary>The training images, not transformed, at the end.</summary>
    public required PartResult Train { get; init; }

    /// <summary>The held-out images, not transformed, at the end; absent where nothing was held out.</summary>
    public PartResult? HeldOut { get; init; }

    /// <summary>The test images, not transformed, at the end.</summary>
    public required PartResult Test { get; init; }

    /// <summary>augerino: the learned width of each family of affine maps; absent otherwise.</summary>
    public IReadOnlyDictionary<string, double>? Widths { get; init; }

    /// <summary>The bounds by name, with what each cost.</summary>
    public required IReadOnlyDictionary<string, RequirementResult> Requirements { get; init; }

    /// <summary>The multiplier of a single bound, see <see cref="RequirementResult"/>; absent without one.</summary>
    public MultiplierResult? Multiplier => Single?.Multiplier;

    /// <summary>The acceptance of a single bound.</summary>
    public double? Acceptance => Single?.Acceptance;

    /// <summary>The operations of a single bound.</summary>
    public IReadOnlyDictionary<string, double>? Operations => Single?.Operations;

    /// <summary>The levels of a single bound.</summary>
    public double[]? Levels => Single?.Levels;

    /// <summary>completed or non-finite.</summary>
    public required string Status { get; init; }

    /// <summary>The status as a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Whether the run came to its end.</summary>
    [JsonIgnore]
    public bool IsComplete => Status == RunStatus.Completed;

    private RequirementResult? Single => Requirements.Count == 1 ? Requirements.Values.First() : null;

    /// <summary>Writes it into the run's folder.</summary>
    internal void Write(RunFolder folder) => JsonFile.Write(folder.Summary, this, SummaryJson.Default.Summary);

    /// <summary>Reads the one in a folder; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is no summary.</exception>
    internal static Summary? Read(RunFolder folder) => File.Exists(folder.Summary) ? JsonFile.Read(folder.Summary, SummaryJson.Default.Summary) : null;
}

/// <summary>One part of the data.</summary>
/// <param name="Loss">Mean cross-entropy.</param>
/// <param name="Accuracy">Share of images whose class has the highest score.</param>
internal sealed record PartResult(double Loss, double Accuracy);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(NonFiniteAsNull)])]
[JsonSerializable(typeof(Summary))]
internal sealed partial class SummaryJson : JsonSerializerContext;
