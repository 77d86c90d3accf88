using ConstrainedLearning.Diagnostics;

namespace Forecasting.Results;

/// <summary>Whether the final multipliers can be read as prices.</summary>
internal static class Settling
{
    /// <summary>Movement in the last epoch, relative to the mean multiplier, above which prices have not settled.</summary>
    private const double Settled = 0.05;

    /// <summary>What a reader should know, as sentences; none when there is nothing to add.</summary>
    /// <param name="trace">The training as recorded.</param>
    /// <param name="stepsPerEpoch">How long the last epoch was.</param>
    /// <param name="cap">The largest value a multiplier may take.</param>
    internal static IReadOnlyList<string> Remarks(TraceHistory trace, int stepsPerEpoch, double cap)
    {
        List<string> remarks = [];
        foreach (var constraint in trace.Constraints.Values)
        {
            if (constraint.Multipliers is not [.., var last]) continue;
            var capped = last.Count(multiplier => multiplier >= cap);
            if (capped > 0)
                remarks.Add(FormattableString.Invariant($"{capped} of {last.Length} multipliers stand at their cap {cap}: their bounds give way at that price, and the true price is at least as high."));
            var start = Enumerable.Range(0, trace.Steps.Count).LastOrDefault(row => trace.Steps[row] <= trace.Steps[^1] - stepsPerEpoch, 0);
            var drift = last.Zip(constraint.Multipliers[start], (now, then) => Math.Abs(now - then)).Average();
            if (drift > Settled * last.Average())
                remarks.Add(FormattableString.Invariant($"In the last epoch the multipliers still moved by {drift:G2} on average (their mean is {last.Average():G3}): read them as a ranking of the bounds, not yet as prices."));
        }
        return remarks;
    }
}
