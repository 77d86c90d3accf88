using ExperimentKit.CommandLine;
using Forecasting.Options;

namespace Forecasting.Commands;

/// <summary>The settings that a command offers.</summary>
internal static class CommandFlags
{
    private static readonly string[] _bounds = ["method", "epsilon", "reference", "slope", "offset", "scale", "rate", "rise", "power", "share", "step", "resilient", "slack-lr", "dual-lr", "dual-init", "dual-cap", "dual-rule", "penalty", "violations", "dual-data"];

    /// <summary>All settings but those of bounds and prices.</summary>
    internal static IEnumerable<Flag> ForRunsWithoutBounds { get; } = ForecastSettings.Table.Flags.Where(flag => !_bounds.Contains(flag.Name));

    /// <summary>All settings but those that a comparison decides itself.</summary>
    internal static IEnumerable<Flag> ForComparisons { get; } = ForecastSettings.Table.Flags
        .Where(flag => flag.Name is not ("method" or "reference"))
        .Select(flag => flag.Name == "resilient" ? flag with { Meaning = "the cost (ALPHA/2) u^2 of letting a bound give way by u, for the methods that end in +resilient", Default = "2" } : flag);
}
