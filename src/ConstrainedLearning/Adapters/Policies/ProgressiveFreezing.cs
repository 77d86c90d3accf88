using TorchSharp.Modules;

namespace ConstrainedLearning.Adapters;

/// <summary>Freezes factors by a schedule: from its step on a factor has no gradient and stays as it is, which saves its part of the backward pass.</summary>
/// <remarks>
/// The schedule stands in the place of the published score, which would have to be looked at on the host. A factor stays an optimiser's parameter, without a gradient, and so rests.
/// Reference: Liu et al., "AFLoRA: Adaptive Freezing of Low Rank Adaptation", ACL 2024, arXiv 2403.13269.
/// </remarks>
public sealed class ProgressiveFreezing : IPrimalPolicy
{
    private readonly (Parameter Factor, long Step)[] _schedule;

    /// <summary>Sets up the policy.</summary>
    /// <param name="adapter">Borrowed.</param>
    /// <param name="schedule">Patterns of factors' names, as <see cref="NameRule"/> has them, each with the number of steps after which it is frozen; the first that fits counts. Factors that none fits are trained to the end.</param>
    public ProgressiveFreezing(IAdapter adapter, IReadOnlyList<KeyValuePair<string, long>> schedule)
    {
        var factors = adapter.Factors.named_parameters().ToList();
        foreach (var (pattern, step) in schedule)
        {
            if (!factors.Any(factor => NameRule.Fits(pattern, factor.name))) throw new ArgumentException($"the pattern '{pattern}' fits no factor of {string.Join(", ", factors.Select(factor => factor.name))}", nameof(schedule));
            if (step < 0) throw new ArgumentOutOfRangeException(nameof(schedule), step, $"factors '{pattern}' are frozen after a number of steps >= 0");
        }
        _schedule = [.. factors.Select(factor => (factor.parameter, NameRule.First(schedule, factor.name, long.MaxValue))).Where(item => item.Item2 < long.MaxValue)];
    }

    /// <summary>How many of the scheduled factors are frozen.</summary>
    public int Frozen => _schedule.Count(item => !item.Factor.requires_grad);

    /// <inheritdoc/>
    public void BeforeStep(PrimalDual learner)
    {
        foreach (var (factor, step) in _schedule)
        {
            if (!factor.requires_grad || learner.StepCount < step) continue;
            factor.requires_grad = false;
            factor.grad = null;
        }
    }
}
