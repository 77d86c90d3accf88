using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>Shrinks gates after each step by the proximal map of xi sum_c w_c |g_c|: g &lt;- sign(g) max(|g| - eta xi w_c, 0), eta their learning rate. Gates become 0 exactly, and their components can be dropped.</summary>
/// <remarks>
/// xi is a given number, with w_c = 1, as published; or the multiplier of a <see cref="GateBudget"/>, with w_c = cost_c / B: then the budget is given and xi is found.
/// The product of a gate with its component has a scale that can go from one to the other: a decay of the factors' weights keeps it from evading the penalty.
/// Reference: Ding et al., "Sparse Low-rank Adaptation of Pre-trained Language Models" (SoRA), EMNLP 2023, arXiv 2311.11696, equation 8.
/// </remarks>
public sealed class ProximalGates : IPrimalPolicy
{
    private readonly IGated _adapter;
    private readonly GateBudget? _budget;
    private readonly double _penalty;

    /// <summary>With a penalty that stays.</summary>
    /// <param name="adapter">Borrowed.</param>
    /// <param name="penalty">xi, >= 0.</param>
    public ProximalGates(IGated adapter, double penalty)
    {
        _penalty = penalty >= 0 && double.IsFinite(penalty) ? penalty : throw new ArgumentOutOfRangeException(nameof(penalty), penalty, "a penalty on gates is a finite number >= 0");
        _adapter = adapter;
    }

    /// <summary>With the budget's multiplier.</summary>
    /// <param name="budget">Borrowed; its constraint is one of the learner's.</param>
    public ProximalGates(GateBudget budget) => (_adapter, _budget) = (budget.Adapter, budget);

    /// <inheritdoc/>
    public void AfterStep(PrimalDual learner, PrimalMove move)
    {
        foreach (var gates in _adapter.Gates)
        {
            var rate = RateOf(learner.Optimizer, gates);
            var limit = _budget is null ? full([1], rate * _penalty, gates.Values.dtype, gates.Values.device)
                : (learner.Multipliers[_budget.Constraint].Multiplier * (rate * gates.CostOfOne / _budget.Budget)).to(gates.Values.dtype);
            gates.Values.sub_(gates.Values.clamp(-limit, limit));
        }
    }

    private static double RateOf(optim.Optimizer optimizer, Gates gates)
    {
        foreach (var group in optimizer.ParamGroups)
            if (group is ParamGroup { Parameters: var parameters } && parameters.Any(parameter => ReferenceEquals(parameter, gates.Values))) return group.LearningRate;
        throw new InvalidOperationException($"the gates of '{gates.Name}' are not among the optimiser's parameters: give it the adapted model's");
    }
}
