using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>How many numbers an adapter may keep: sum_c cost_c [g_c != 0] &lt;= B over the gates g of its components.</summary>
/// <remarks>
/// The multiplier is moved by the count itself, as a share of B, which has no gradient; <see cref="ProximalGates"/> lets the multiplier act, as a threshold that gates shrink by. So the budget is given and the strength of
/// the penalty is found. Counts come in jumps and the last multiplier swings about the one that is wanted: end with <see cref="Round"/>.
/// The relaxation of the count to |g| is that of Ding et al., "Sparse Low-rank Adaptation of Pre-trained Language Models" (SoRA), EMNLP 2023, arXiv 2311.11696, whose penalty is fixed. The adapter stays the caller's.
/// </remarks>
public sealed class GateBudget
{
    /// <summary>Sets up the constraint.</summary>
    /// <param name="name">Its name, as every constraint's.</param>
    /// <param name="adapter">Borrowed.</param>
    /// <param name="budget">B, in numbers of the adapter's factors; at least one component's.</param>
    public GateBudget(string name, IGated adapter, long budget)
    {
        var least = adapter.Gates.Min(gates => gates.CostOfOne);
        if (budget < least) throw new ArgumentOutOfRangeException(nameof(budget), budget, $"budget '{name}': one component has {least} numbers at least, and nothing would be left");
        (Adapter, Budget, Constraint) = (adapter, budget, Constraint.AtMost(name, 1).Contributing(Contribution.DualOnly));
    }

    /// <summary>The adapter; the caller's.</summary>
    public IGated Adapter { get; }

    /// <summary>B.</summary>
    public long Budget { get; }

    /// <summary>The constraint as the learner is given it: the share of the budget that is used is at most 1.</summary>
    public Constraint Constraint { get; private set; }

    /// <summary>Changes the constraint's rule or start; before the learner is made.</summary>
    public GateBudget As(Func<Constraint, Constraint> change)
    {
        var changed = AdapterConstraints.Changed(Constraint, change);
        Constraint = changed.Contribution == Contribution.DualOnly ? changed : throw new ArgumentException($"budget '{Constraint.Name}': a count has no gradient, so it contributes to the duals only", nameof(change));
        return this;
    }

    /// <summary>sum_c cost_c [g_c != 0] / B: a scalar on the adapter's device, in the caller's dispose scope.</summary>
    public Tensor Share()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return stack([.. Adapter.Gates.Select(gates => gates.Values.ne(0).sum().to(gates.Values.dtype) * ((double)gates.CostOfOne / Budget))]).sum().MoveToOuterDisposeScope();
    }

    /// <summary>How many numbers the gates that are not 0 keep. Waits for the device.</summary>
    public long Left => Adapter.Gates.Sum(gates => gates.Values.count_nonzero().ToInt64() * gates.CostOfOne);

    /// <summary>Keeps the largest gates that the budget has room for and sets the others to 0: afterwards the budget is met exactly. Waits for the device.</summary>
    /// <returns>How many gates each vector has kept.</returns>
    public IReadOnlyList<int> Round()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var all = Adapter.Gates;
        double[][] sizes = [.. all.Select(gates => gates.Values.detach().abs().to(ScalarType.Float64).ToDoubles())];
        double[][] masks = [.. sizes.Select(vector => new double[vector.Length])];
        var left = Budget;
        foreach (var (vector, place) in sizes.SelectMany((vector, v) => vector.Select((_, p) => (Vector: v, Place: p))).Where(gate => sizes[gate.Vector][gate.Place] > 0).OrderByDescending(gate => sizes[gate.Vector][gate.Place]))
        {
            if (all[vector].CostOfOne > left) continue;
            left -= all[vector].CostOfOne;
            masks[vector][place] = 1;
        }
        foreach (var (gates, mask) in all.Zip(masks)) gates.Values.mul_(tensor(mask, dtype: gates.Values.dtype, device: gates.Values.device));
        return [.. masks.Select(mask => mask.Count(kept => kept > 0))];
    }
}

/// <summary>Adds a budget of gates to evaluations.</summary>
public static class GateBudgetEvaluation
{
    /// <summary>Adds what the gates that are not 0 cost, as a share of the budget.</summary>
    public static Evaluation With(this Evaluation evaluation, GateBudget budget) => evaluation.With(budget.Constraint, budget.Share());
}
