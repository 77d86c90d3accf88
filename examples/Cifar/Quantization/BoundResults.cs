using ConstrainedLearning;
using ConstrainedLearning.Diagnostics;

namespace Cifar.Quantization;

/// <summary>What a run says of a constraint's bounds.</summary>
internal static class BoundResults
{
    /// <summary>One for each component, in their order.</summary>
    internal static IReadOnlyList<BoundResult> Of(Constraint constraint, TraceHistory history, SensitivityReport prices, IReadOnlyList<EpochRecord> epochs)
    {
        var rows = history.Constraints[constraint.Name];
        return [.. prices.Prices.Where(price => price.Constraint == constraint.Name).OrderBy(price => price.Component).Select(price => new BoundResult(
            constraint.ComponentNames is { } names ? names[price.Component] : constraint.Name, price.Multiplier, Mean(rows.Multipliers, price.Component),
            epochs.Count == 0 ? double.NaN : epochs[^1].Constraints[constraint.Name][price.Component],
            epochs.Count == 0 ? double.NaN : epochs.Average(epoch => epoch.Constraints[constraint.Name][price.Component]), price.Bound, price.Slack))];
    }

    private static double Mean(double[][] rows, int component) => rows.Length == 0 ? double.NaN : rows.Average(row => row[component]);
}
