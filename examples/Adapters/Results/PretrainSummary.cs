using System.Text.Json.Serialization;
using ExperimentKit.Runs;

namespace Adapters.Results;

/// <summary>What <c>pretrain</c> gave. Losses are mean cross-entropies in nats a token.</summary>
internal sealed record PretrainSummary
{
    /// <summary>What was learned.</summary>
    public required string Text { get; init; }

    /// <summary>The kind of model.</summary>
    public required string Model { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Numbers of the model.</summary>
    public required long Parameters { get; init; }

    /// <summary>Steps taken.</summary>
    public required long Iterations { get; init; }

    /// <summary>Seconds of one step.</summary>
    public required double SecondsPerIteration { get; init; }

    /// <summary>On text to choose by.</summary>
    public required double Validation { get; init; }

    /// <summary>On text that nothing was chosen by.</summary>
    public required double Test { get; init; }

    /// <summary>The entropy of a random language: no model can be below; absent of other text.</summary>
    public double? Entropy { get; init; }

    /// <summary>completed or non-finite.</summary>
    public required string Status { get; init; }

    /// <summary>The status as a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Writes it into the run's folder.</summary>
    internal void Write(RunFolder folder) => JsonFile.Write(folder.Summary, this, PretrainJson.Default.PretrainSummary);

    /// <summary>Reads the one in a folder; null where there is none.</summary>
    internal static PretrainSummary? Read(RunFolder folder) => File.Exists(folder.Summary) ? JsonFile.Read(folder.Summary, PretrainJson.Default.PretrainSummary) : null;
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(NonFiniteAsNull)])]
[JsonSerializable(typeof(PretrainSummary))]
internal sealed partial class PretrainJson : JsonSerializerContext;
