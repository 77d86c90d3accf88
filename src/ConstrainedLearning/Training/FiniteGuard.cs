using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>Sees to it that a step from a number that is not finite does not pass unseen.</summary>
/// <remarks>
/// One look at the objective suffices: it is NaN or infinite as soon as the loss or any value is, since 0 * inf = NaN.
/// </remarks>
internal abstract class FiniteGuard : IDisposable
{
    internal static FiniteGuard For(Device device) => device.type == TorchSharp.DeviceType.CPU ? new Immediate() : new Deferred(device);

    /// <summary>Looks at an objective before anything moves.</summary>
    internal abstract void Look(PrimalDual learner, Tensor objective, Evaluation evaluation);

    /// <summary>Raises what was seen so far.</summary>
    internal abstract void Check(PrimalDual learner);

    public abstract void Dispose();

    /// <summary>On the CPU reading a number costs nothing: the step stops before anything moves.</summary>
    private sealed class Immediate : FiniteGuard
    {
        internal override void Look(PrimalDual learner, Tensor objective, Evaluation evaluation)
        {
            if (double.IsFinite(objective.ToDouble())) return;
            List<string> sources = [];
            if (!AllFinite(evaluation.Loss)) sources.Add("the loss");
            foreach (var (name, values) in evaluation.Measurements)
                if (!AllFinite(values)) sources.Add($"the value of constraint '{name}'");
            if (sources.Count == 0) sources.Add("the Lagrangian (an overflow)");
            throw new NonFiniteException(learner.StepCount + 1, sources);
        }

        internal override void Check(PrimalDual learner)
        {
        }

        public override void Dispose()
        {
        }
    }

    /// <summary>On a GPU a look would make the host wait at every step: finite steps are counted on the device and the count is read later.</summary>
    private sealed class Deferred(Device device) : FiniteGuard
    {
        private readonly Tensor _finite = zeros([], dtype: ScalarType.Int64, device: device).DetachFromDisposeScope();
        private long _looked;

        internal override void Look(PrimalDual learner, Tensor objective, Evaluation evaluation)
        {
            using var _ = no_grad();
            _finite.add_(objective.isfinite().sum());
            _looked++;
        }

        internal override void Check(PrimalDual learner)
        {
            var finite = _finite.ToInt64();
            if (finite == _looked) return;
            var sources = learner.Multipliers.Where(state => !AllFinite(state.Value)).Select(state => $"the value of constraint '{state.Constraint.Name}'").ToList();
            if (sources.Count == 0 || !AllFinite(learner.Loss)) sources.Insert(0, "the loss");
            throw new NonFiniteException(learner.StepCount - (_looked - finite) + 1, sources);
        }

        public override void Dispose() => _finite.Dispose();
    }

    private static bool AllFinite(Tensor values)
    {
        using var scope = NewDisposeScope();
        return values.detach().isfinite().all().ToBoolean();
    }
}
