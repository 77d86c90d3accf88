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

    private const string ResilientEnding = "+resilient";
    private const double PublishedAlpha = 2;

    internal static IReadOnlyList<string> All { get; } = [Erm, Constant, Linear, Exponential, Monotonic];

    /// <summary>Name for tables and folders: the method, and whether its bounds give way.</summary>
    internal static string Label(ForecastOptions options) => options.Method + (options.Resilient is null ? "" : ResilientEnding);

    /// <summary>The options without a method of their own, as a comparison keeps them.</summary>
    internal static ForecastOptions Neutral(ForecastOptions options) => options with { Method = Erm, Reference = null };

    /// <summary>The options with the method of a label like <c>constant+resilient</c>, without what belongs to other methods; the published cost where none was chosen.</summary>
    internal static ForecastOptions Apply(ForecastOptions options, string label)
    {
        var resilient = label.EndsWith(ResilientEnding, StringComparison.Ordinal);
        var method = resilient ? label[..^ResilientEnding.Length] : label;
        if (!All.Contains(method) || (resilient && method == Erm))
            throw new UsageException($"there is no method \"{label}\"{NearestName.Hint(label, [.. All, .. All.Skip(1).Select(name => name + ResilientEnding)])}");
        return options with
        {
            Method = method,
            Resilient = resilient ? options.Resilient ?? PublishedAlpha : null,
            Epsilon = method == Constant ? options.Epsilon : null,
            Slope = method == Linear ? options.Slope : null,
            Offset = method == Linear ? options.Offset : null,
            Scale = method == Exponential ? options.Scale : null,
            Rate = method == Exponential ? options.Rate : null,
            Reference = method == Erm ? null : options.Reference,
        };
    }
}
