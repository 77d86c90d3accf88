using ConstrainedLearning.Models;
using ExperimentKit.CommandLine;

namespace Forecasting.Options;

/// <summary>The shapes that the error along the horizon can be asked to have.</summary>
internal static class MethodNames
{
    /// <summary>No requirement.</summary>
    internal const string Erm = "erm";

    /// <summary>The same bound at every step (or one a step, from a list or file).</summary>
    internal const string Constant = "constant";

    /// <summary>A bound that grows by the same amount each step.</summary>
    internal const string Linear = "linear";

    /// <summary>A bound that grows by the same factor each step.</summary>
    internal const string Exponential = "exponential";

    /// <summary>No step worse than the one after it.</summary>
    internal const string Monotonic = "monotonic";

    /// <summary>No step above its share of the mean error, where shares follow the run without bounds with its easiest steps raised.</summary>
    internal const string Even = "even";

    /// <summary>No bound; weights that grow along the horizon.</summary>
    internal const string Growing = "growing";

    /// <summary>No bound; weights that are powers of the error which the run without bounds has at the step.</summary>
    internal const string Inverse = "inverse";

    /// <summary>No bound; the mean over the worst steps of each batch.</summary>
    internal const string Worst = "worst";

    /// <summary>No bound; every step's error relative to itself.</summary>
    internal const string Normalised = "normalised";

    /// <summary>No bound; one step alone, whose error then is the floor for every method.</summary>
    internal const string Specialist = "specialist";

    private const string ResilientEnding = "+resilient";
    private const double PublishedAlpha = 2;

    internal static IReadOnlyList<string> All { get; } = [Erm, Constant, Linear, Exponential, Monotonic, Even, Growing, Inverse, Worst, Normalised, Specialist];

    /// <summary>Those that bound something.</summary>
    internal static IReadOnlyList<string> WithBounds { get; } = [Constant, Linear, Exponential, Monotonic, Even];

    /// <summary>The method that settings belong to which only one method has; null where there are none.</summary>
    internal static string? Implied(ForecastOptions options) =>
        options.Rise is not null ? Even
        : options.Slope is not null || options.Offset is not null ? Linear
        : options.Scale is not null || options.Rate is not null ? Exponential
        : options.Share is not null ? Worst
        : options.Step is not null ? Specialist
        : null;

    /// <summary>Name for tables and folders: the method, and whether its bounds give way.</summary>
    internal static string Label(ForecastOptions options) => options.Method + (options.Resilient is null ? "" : ResilientEnding);

    /// <summary>The options without a method of their own, as a comparison keeps them.</summary>
    internal static ForecastOptions Neutral(ForecastOptions options) => options with { Method = Erm, Reference = null };

    /// <summary>The options with the method of a label like <c>constant+resilient</c>, without what belongs to other methods; the published cost where none was chosen.</summary>
    internal static ForecastOptions Apply(ForecastOptions options, string label)
    {
        var resilient = label.EndsWith(ResilientEnding, StringComparison.Ordinal);
        var method = resilient ? label[..^ResilientEnding.Length] : label;
        if (!All.Contains(method) || (resilient && !WithBounds.Contains(method)))
            throw new UsageException($"there is no method \"{label}\"{NearestName.Hint(label, [.. All, .. WithBounds.Select(name => name + ResilientEnding)])}");
        return options with
        {
            Method = method,
            Resilient = resilient ? options.Resilient ?? PublishedAlpha : null,
            Epsilon = method == Constant ? options.Epsilon : null,
            Slope = method == Linear ? options.Slope : null,
            Offset = method == Linear ? options.Offset : null,
            Scale = method == Exponential ? options.Scale : null,
            Rate = method == Exponential ? options.Rate : null,
            Rise = method == Even ? options.Rise : null,
            Power = method is Growing or Inverse ? options.Power : null,
            Share = method == Worst ? options.Share : null,
            Step = method == Specialist ? options.Step : null,
            Reference = method == Erm ? null : options.Reference,
        };
    }
}
