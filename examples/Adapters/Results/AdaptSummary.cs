using System.Text.Json.Serialization;
using Adapters.Options;
using ConstrainedLearning;
using ConstrainedLearning.Certification;
using ConstrainedLearning.Diagnostics;
using ExperimentKit.Runs;

namespace Adapters.Results;

/// <summary>What <c>adapt</c> gave. Losses are mean cross-entropies in nats a token, at the end of the training.</summary>
internal sealed record AdaptSummary
{
    /// <summary>The base model's folder.</summary>
    public required string Base { get; init; }

    /// <summary>What it was adapted to.</summary>
    public required string Text { get; init; }

    /// <summary>The kind of adapter.</summary>
    public required string Method { get; init; }

    /// <summary>Adapter and requirements in short.</summary>
    public required string Label { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>The rank, or what stands for it; absent where sites have ranks of their own, or the method none.</summary>
    public int? Rank { get; init; }

    /// <summary>Trained numbers.</summary>
    public required long Trained { get; init; }

    /// <summary>Sites.</summary>
    public required int Sites { get; init; }

    /// <summary>Steps taken.</summary>
    public required long Iterations { get; init; }

    /// <summary>Seconds of one step.</summary>
    public required double SecondsPerIteration { get; init; }

    /// <summary>The cost in forward-and-backward passes over a batch; one without gradient counts a third.</summary>
    public required double Passes { get; init; }

    /// <summary>The base model on test windows of the new text.</summary>
    public required double NewBefore { get; init; }

    /// <summary>New text to choose by.</summary>
    public required double Validation { get; init; }

    /// <summary>New text that nothing was chosen by.</summary>
    public required double Test { get; init; }

    /// <summary>Each old text.</summary>
    public required IReadOnlyList<OldResult> Old { get; init; }

    /// <summary>The bounds by component, with what each cost.</summary>
    public required IReadOnlyList<RequirementResult> Requirements { get; init; }

    /// <summary>What merging onto a grid did; absent where nothing was required of it.</summary>
    public MergeResult? Merge { get; init; }

    /// <summary>Parameters that gates have left; absent without a budget.</summary>
    public long? GatesLeft { get; init; }

    /// <summary>completed or non-finite.</summary>
    public required string Status { get; init; }

    /// <summary>The status as a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Whether the run came to its end.</summary>
    [JsonIgnore]
    public bool IsComplete => Status == RunStatus.Completed;

    /// <summary>Writes it into the run's folder.</summary>
    internal void Write(RunFolder folder) => JsonFile.Write(folder.Summary, this, AdaptJson.Default.AdaptSummary);

    /// <summary>Reads the one in a folder; null where there is none.</summary>
    internal static AdaptSummary? Read(RunFolder folder) => File.Exists(folder.Summary) ? JsonFile.Read(folder.Summary, AdaptJson.Default.AdaptSummary) : null;
}

/// <summary>What became of the loss on one old text.</summary>
/// <param name="Text">The text.</param>
/// <param name="Before">The base model's loss on test windows.</param>
/// <param name="Validation">The adapted model's loss on text to choose by.</param>
/// <param name="Test">The adapted model's loss on test windows.</param>
/// <param name="Bound">The most by which it may rise; absent without a bound on the loss.</param>
/// <param name="Verdict">Whether the bound holds beyond these windows, at 95 %: Holds, Undecided or Violated.</param>
/// <param name="Sentence">The verdict as a sentence.</param>
internal sealed record OldResult(string Text, double Before, double Validation, double Test, double? Bound, string? Verdict, string? Sentence)
{
    /// <summary>By how much it rose.</summary>
    public double Rise => Test - Before;

    internal static OldResult Of(AdaptOptions options, string text, double[] before, double[] after, double validation)
    {
        if (options.Forget is not { } bound || options.ForgetMeasure != AdaptOptions.LossIncrease) return new(text, before.Average(), validation, after.Average(), null, null, null);
        var certificate = Certificate.Of("forgetting", [.. after.Zip(before, (late, early) => late - early)], bound, Sense.AtMost, ConfidenceInterval.Bootstrap());
        return new(text, before.Average(), validation, after.Average(), bound, certificate.Verdict.ToString(), certificate.Sentence);
    }
}

/// <summary>What merging onto a grid did to the loss on the new text's test windows.</summary>
/// <param name="Bits">Of the grid.</param>
/// <param name="Before">Adapter beside the model.</param>
/// <param name="Merged">Adapter in the weights, and these on the grid.</param>
internal sealed record MergeResult(int Bits, double Before, double Merged);

/// <summary>One component of a requirement, and what it cost.</summary>
/// <param name="Name">The component.</param>
/// <param name="Bound">Its bound.</param>
/// <param name="Value">The last measurement.</param>
/// <param name="Last">Its multiplier at the end.</param>
/// <param name="Mean">Its multiplier, the mean over the recorded steps.</param>
/// <param name="Slack">By how much the bound gave way.</param>
internal sealed record RequirementResult(string Name, double Bound, double Value, double Last, double Mean, double Slack)
{
    internal static IReadOnlyList<RequirementResult> Of(IReadOnlyList<Constraint> constraints, TraceHistory history, SensitivityReport prices)
    {
        var byName = prices.Prices.ToDictionary(price => (price.Constraint, price.Component));
        return
        [
            .. from constraint in constraints
               from component in Enumerable.Range(0, constraint.Count)
               let price = byName[(constraint.Name, component)]
               select new RequirementResult(constraint.ComponentName(component), price.Bound, price.Value, price.Multiplier, history.Constraints[constraint.Name].Multipliers.Average(row => row[component]), price.Slack),
        ];
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(NonFiniteAsNull)])]
[JsonSerializable(typeof(AdaptSummary))]
internal sealed partial class AdaptJson : JsonSerializerContext;
