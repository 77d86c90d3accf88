using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>Sees to it that a step from a number that is not finite does not pass unseen.</summary>
/// <remarks>A sum suffices for a look: it is NaN or infinite as soon as one of its terms is.</remarks>
internal abstract class FiniteGuard : IDisposable
{
    internal static FiniteGuard For(Device device) => device.type == TorchSharp.DeviceType.CPU ? new Immediate() : new Deferred(device);

    /// <summary>Whether loss and values are finite; waits for the device once.</summary>
    internal static bool IsFinite(Measured measured)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var finite = measured.Loss.detach().isfinite().all();
        foreach (var (_, measurement) in measured.Constraints)
            foreach (var values in Parts(measurement))
                finite = finite.logical_and(values.isfinite().all());
        return finite.ToBoolean();
    }

    /// <summary>Looks at an evaluation before anything moves.</summary>
    internal abstract void Look(PrimalDual learner, Measured measured);

    /// <summary>Raises what was seen so far.</summary>
    internal abstract void Check(PrimalDual learner);

    public abstract void Dispose();

    /// <summary>On the CPU reading a number costs nothing: the step stops before anything moves.</summary>
    private sealed class Immediate : FiniteGuard
    {
        internal override void Look(PrimalDual learner, Measured measured)
        {
            using var _ = no_grad();
            var finite = double.IsFinite(measured.Loss.ToDouble());
            foreach (var (_, measurement) in measured.Constraints)
                foreach (var values in Parts(measurement))
                    finite &= double.IsFinite(values.NumberOfElements == 1 ? values.ToDouble() : values.sum().ToDouble());
            if (finite) return;

            List<string> sources = [];
            if (!AllFinite(measured.Loss)) sources.Add("the loss");
            foreach (var (state, measurement) in measured.Constraints)
                if (Parts(measurement).Any(values => !AllFinite(values))) sources.Add($"the value of constraint '{state.Constraint.Name}'");
            // Finite numbers whose sum overflowed are no reason to stop.
            if (sources.Count > 0) throw new NonFiniteException(learner.StepCount + 1, sources);
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

        internal override void Look(PrimalDual learner, Measured measured)
        {
            using var _ = no_grad();
            var total = measured.Loss.detach();
            foreach (var (_, measurement) in measured.Constraints)
                foreach (var values in Parts(measurement))
                    total = total + values.sum();
            _finite.add_(total.isfinite().sum());
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

    // What was not observed is not read.
    private static IEnumerable<Tensor> Parts(Duals.Measurement measurement)
    {
        yield return measurement.Rows.Clean(measurement.Strict);
        if (measurement.IsProxy) yield return measurement.Rows.Clean(measurement.Values.detach());
    }

    private static bool AllFinite(Tensor values)
    {
        using var scope = NewDisposeScope();
        return values.detach().isfinite().all().ToBoolean();
    }
}
