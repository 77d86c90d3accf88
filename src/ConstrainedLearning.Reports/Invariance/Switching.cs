using ConstrainedLearning.Diagnostics;

namespace ConstrainedLearning.Reports.Invariance;

/// <summary>When augmentation was on, which is when its multiplier was above 0, as the recorded steps show it.</summary>
/// <param name="Steps">The recorded steps, at least one.</param>
/// <param name="IsOn">For each of them.</param>
internal sealed record Switching(IReadOnlyList<long> Steps, IReadOnlyList<bool> IsOn)
{
    /// <summary>More switches than this are counted and not listed.</summary>
    private const int MostListed = 4;

    /// <summary>Reads the multiplier of a constraint of one component; null when nothing was recorded of it.</summary>
    internal static Switching? Of(TraceHistory? history, string name) =>
        history is { Steps.Count: > 0 } && history.Constraints.TryGetValue(name, out var constraint) && constraint.Multipliers.Length == history.Steps.Count && constraint.Multipliers.All(row => row.Length > 0)
            ? new Switching(history.Steps, [.. constraint.Multipliers.Select(row => row[0] > 0)])
            : null;

    /// <summary>The share of the recorded steps at which it was on.</summary>
    internal double Share => (double)IsOn.Count(on => on) / IsOn.Count;

    /// <summary>Every how many steps one was recorded.</summary>
    internal long Every => Steps.Count > 1 ? Steps[1] - Steps[0] : 1;

    /// <summary>What happened, in words.</summary>
    /// <param name="subject">What was switched, to begin the sentence with.</param>
    /// <param name="epochs">The number of epochs that the steps took; 0: unknown.</param>
    /// <param name="share">The share of all steps at which it was on; NaN: that of the recorded steps.</param>
    internal string Sentence(string subject, int epochs, double share)
    {
        if (IsOn.All(on => on)) return $"{subject} was on from the first step to the last.";
        if (!IsOn.Any(on => on)) return $"{subject} was never on: the multiplier stayed at 0.";
        var switches = Enumerable.Range(1, IsOn.Count - 1).Where(row => IsOn[row] != IsOn[row - 1]).ToArray();
        var listed = switches.Take(MostListed).Select((row, place) => $"{(IsOn[row] ? "on" : "off")}{(place > 0 && IsOn[row] ? " again" : "")} at step {Steps[row]}{Epoch(Steps[row], epochs)}");
        var others = switches.Length - MostListed;
        return $"{subject} was {(IsOn[0] ? "on" : "off")} from the first step and switched {string.Join(", ", listed)}"
            + (others > 0 ? $", with {others} more {(others == 1 ? "switch" : "switches")}" : "")
            + $"; it was on at {Numbers.Percent(double.IsFinite(share) ? share : Share)} of the steps, and {(IsOn[^1] ? "on" : "off")} at the end.";
    }

    // Every epoch has the same number of steps, and the last recorded one lies in the last epoch.
    private string Epoch(long step, int epochs)
    {
        if (epochs < 1 || Steps[^1] < 1) return "";
        var steps = (Steps[^1] + epochs - 1) / epochs;
        return $" (epoch {Math.Clamp((step - 1) / steps + 1, 1, epochs)})";
    }
}
