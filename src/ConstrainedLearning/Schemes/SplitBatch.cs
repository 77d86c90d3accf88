using ConstrainedLearning.Duals;
using static TorchSharp.torch;

namespace ConstrainedLearning.Schemes;

/// <summary>A batch in parts (gradient accumulation): the parts' gradients and means are those of the whole.</summary>
/// <remarks>
/// The parts are measured first without gradient, which gives the whole's means, and so its forces; then each is evaluated again, with the same random numbers, and differentiated with its share
/// of the weights. Where forces do not depend on what is measured and parts weigh the same, one pass does both.
/// </remarks>
internal sealed class SplitBatch(PrimalDual learner, IReadOnlyList<Func<Evaluation>> parts) : IBatch
{
    private Dictionary<DualState, int> _observed = [];

    public Measured Measure()
    {
        using var random = get_rng_state();
        var whole = MeasureAgain();
        set_rng_state(random);
        return whole;
    }

    public Measured MeasureAgain()
    {
        using var pool = MeasurementPool.Of(learner, parts);
        _observed = pool.Observed();
        return pool.Whole();
    }

    public bool Backward(Measured measured)
    {
        learner.Primal.ZeroGradients();
        var whole = measured.Constraints.ToDictionary(item => item.State, item => (Force: PrimalStep.Push(item.State, item.Measurement), item.Measurement.Counts));
        foreach (var part in parts)
        {
            using var inner = NewDisposeScope();
            var own = learner.Measure(part);
            var share = own.Evaluation.Count / measured.Evaluation.Count;
            learner.Primal.Backward(own, [.. own.Constraints.Select(item => Share(item.State, item.Measurement, whole[item.State].Force, whole[item.State].Counts, share))], share);
        }
        return learner.Primal.GradientsAreUsable(measured, learner.StepCount + 1);
    }

    public bool MeasureAndBackward(out Measured measured)
    {
        if (learner.Formulation.IsLinear && OnePass() is { } whole)
        {
            measured = whole;
            return learner.Primal.GradientsAreUsable(whole, learner.StepCount + 1);
        }
        measured = Measure();
        return Backward(measured);
    }

    // Null when a part says how much it weighs: then the whole has to be known first.
    private Measured? OnePass()
    {
        learner.Primal.ZeroGradients();
        using var random = get_rng_state();
        using var pool = new MeasurementPool(learner.Device);
        foreach (var part in parts)
        {
            using var inner = NewDisposeScope();
            var own = learner.Measure(part);
            if (own.Evaluation.Count != 1 || own.Constraints.Count != learner.Multipliers.Count || own.Constraints.Exists(item => item.Measurement.Counts is not null))
            {
                set_rng_state(random);
                return null;
            }
            learner.Primal.Backward(own, [.. own.Constraints.Select(item => EqualShare(item.State, item.Measurement))], 1.0 / parts.Count);
            pool.Add(own);
        }
        return pool.Whole();
    }

    private Tensor EqualShare(DualState state, Measurement measurement)
    {
        using var _ = no_grad();
        var force = PrimalStep.Push(state, measurement);
        return state.Constraint is { IsPerSample: true, Aggregation: Aggregation.Sum } ? force : force / parts.Count;
    }

    private Tensor Share(DualState state, Measurement measurement, Tensor force, Tensor? counts, double lossShare)
    {
        using var _ = no_grad();
        if (state.Constraint.IsPerSample) return PrimalStep.Push(state, measurement) * (state.Constraint.Aggregation == Aggregation.Sum ? 1 : lossShare);
        if (counts is null) return force / _observed[state];
        return (measurement.Counts is { } own ? force * own : force) / counts.clamp_min(double.Epsilon);
    }
}
