using ConstrainedLearning.Schemes;
using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>How far parameters, multipliers and slacks are from satisfying the Karush-Kuhn-Tucker conditions. All are 0 at a solution.</summary>
/// <remarks>
/// Constraints that take part in one side only are no requirements: a fixed weight's push counts in the stationarity, and nothing else of them.
/// The multipliers are the formulation's forces F: lambda in the Lagrangian, max(0, lambda + c e) in the augmented one. The scaled error is that of Ipopt (Waechter and Biegler, 2006, eq. 5 and 6):
/// max(stationarity / s_d, violation, complementarity / s_c) with s_d = max(100, mean |F|) / 100 over all multipliers and s_c the same over the inequalities'.
/// </remarks>
/// <param name="Stationarity">Largest entry of |grad f + sum_i F_i grad v_i|, in loss per unit of a parameter.</param>
/// <param name="Violation">Largest max(0, e_i), of equalities |e_i|, with e = v - u: in the bounds' units.</param>
/// <param name="Complementarity">Largest |F_i e_i| of an inequality, in units of the loss.</param>
/// <param name="DualInfeasibility">Largest -F_i of an inequality, and of relaxed constraints the distance of the price from the marginal cost, |F_i - w_i h'(u_i)| (where u_i = 0: the excess of the price).</param>
/// <param name="ScaledError">The overall error, scaled.</param>
public sealed record KktResiduals(double Stationarity, double Violation, double Complementarity, double DualInfeasibility, double ScaledError)
{
    private const double LargestUnscaled = 100;

    /// <summary>
    /// f - L = -sum F e. Where theta minimises the Lagrangian it bounds how far the loss is above the optimum; elsewhere it is an estimate, and negative where bounds are violated.
    /// </summary>
    public double DualityGap { get; init; }

    /// <summary>The largest of the four, not scaled.</summary>
    public double Largest => Math.Max(Math.Max(Stationarity, Violation), Math.Max(Complementarity, DualInfeasibility));

    /// <inheritdoc/>
    public override string ToString() =>
        $"stationarity {Text.Number(Stationarity)}, violation {Text.Number(Violation)}, complementarity {Text.Number(Complementarity)}, dual infeasibility {Text.Number(DualInfeasibility)}; scaled error {Text.Number(ScaledError)}; duality gap {Text.Number(DualityGap)}";

    /// <summary>Also gives the loss and the cost of the slacks.</summary>
    internal static (KktResiduals Residuals, double Loss, double SlackCost) Of(PrimalDual learner, IReadOnlyList<Func<Evaluation>> batches)
    {
        using var scope = NewDisposeScope();
        using var random = get_rng_state();
        IBatch batch = batches.Count == 1 ? new WholeBatch(learner, batches[0]) : new SplitBatch(learner, batches);
        var scale = learner.Primal.LossScale?.StateDict();
        batch.MeasureAndBackward(out var measured);
        if (scale is not null) learner.Primal.LossScale!.LoadStateDict(scale);
        set_rng_state(random);

        using var _ = no_grad();
        var stationarity = learner.Model.parameters().Select(parameter => parameter.grad).Where(gradient => gradient is not null).Select(gradient => gradient!.abs().max().ToDouble()).DefaultIfEmpty(0).Max();
        var sums = new Sums();
        foreach (var (state, measurement) in measured.Constraints.Where(item => item.State.Constraint.Contribution == Contribution.Both)) sums.Add(state, PrimalStep.Push(state, measurement).ToDoubles(), state.ExcessOf(measurement).ToDoubles(), measurement);
        var scaleDual = Math.Max(LargestUnscaled, sums.Multipliers / Math.Max(1, sums.Count)) / LargestUnscaled;
        var scaleComplementarity = Math.Max(LargestUnscaled, sums.InequalityMultipliers / Math.Max(1, sums.Inequalities)) / LargestUnscaled;
        var error = Math.Max(Math.Max(stationarity / scaleDual, sums.Violation), Math.Max(sums.Complementarity / scaleComplementarity, sums.DualInfeasibility / scaleDual));
        return (new KktResiduals(stationarity, sums.Violation, sums.Complementarity, sums.DualInfeasibility, error) { DualityGap = -sums.Gap }, measured.Loss.ToDouble(), sums.SlackCost);
    }

    private sealed class Sums
    {
        internal double Multipliers, InequalityMultipliers, Violation, Complementarity, DualInfeasibility, SlackCost, Gap;
        internal int Count, Inequalities;

        internal void Add(DualState state, double[] forces, double[] excess, Duals.Measurement measurement)
        {
            var equality = state.Constraint.Sense == Sense.Equal;
            var slacks = state.Slack is null ? null : measurement.Rows.Read(state.Slack).ToDoubles();
            var observed = measurement.Counts?.ToDoubles();
            for (var i = 0; i < forces.Length; i++)
            {
                if (observed is not null && !(observed[observed.Length == 1 ? 0 : i] > 0)) continue;
                var (force, e) = (forces[i], excess[i]);
                Count++;
                Multipliers += Math.Abs(force);
                Gap += force * e;
                Violation = Math.Max(Violation, equality ? Math.Abs(e) : e);
                if (!equality)
                {
                    Inequalities++;
                    InequalityMultipliers += Math.Abs(force);
                    Complementarity = Math.Max(Complementarity, Math.Abs(force * e));
                    DualInfeasibility = Math.Max(DualInfeasibility, -force);
                }
                if (slacks is null) continue;
                var relaxation = state.Constraint.Relaxation!;
                SlackCost += relaxation.Weight(i) * relaxation.Cost(Math.Abs(slacks[i]));
                var surplus = Math.Abs(force) - relaxation.Weight(i) * relaxation.MarginalCost(Math.Abs(slacks[i]));
                DualInfeasibility = Math.Max(DualInfeasibility, slacks[i] != 0 ? Math.Abs(surplus) : surplus);
            }
            Violation = Math.Max(0, Violation);
        }
    }
}
