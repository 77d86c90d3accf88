using ConstrainedLearning.Models;
using ExperimentKit.CommandLine;

namespace ExperimentKit.Layers;

/// <summary>The rules of <see cref="LayerRules"/> as a command line names them, known before any layer was looked at.</summary>
public static class RuleNames
{
    /// <summary>Any order.</summary>
    public const string Random = "random";

    private static readonly string[] _orders = [Random, "parameter count", "depth"];

    private static readonly string[] _amounts =
    [
        LayerRules.Multiplier, LayerRules.MeanMultiplier, LayerRules.MeanError, "weight error", "relative weight error", "output error", "relative output error", "gradient", "fisher", "hessian",
        "lowered on training data", "raised on training data",
    ];

    /// <summary>All ways in which bits are given out.</summary>
    public static IReadOnlyList<string> All { get; } = [.. _orders, .. _amounts, .. _amounts.Select(PerBit)];

    /// <summary>Whether a rule's scores are amounts, which can be taken for each bit that a layer costs.</summary>
    public static bool IsAmount(string rule) => !_orders.Contains(rule);

    /// <summary>A rule's scores for each bit that a layer takes.</summary>
    public static string PerBit(string rule) => rule + " per bit";

    /// <summary>The rule of that name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static string Check(string rule) => All.Contains(rule) ? rule : throw new UsageException($"there is no rule \"{rule}\"{NearestName.Hint(rule, All)}");
}
