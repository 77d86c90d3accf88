using static TorchSharp.torch;

namespace ConstrainedLearning.Schemes;

/// <summary>See <see cref="Scheme.MethodOfMultipliers"/>.</summary>
internal sealed record MethodOfMultipliersScheme : Scheme
{
    private readonly int _innerSteps;
    private readonly double? _tolerance;

    internal MethodOfMultipliersScheme(int innerSteps, double? tolerance)
    {
        _innerSteps = innerSteps >= 1 ? innerSteps : throw new ArgumentOutOfRangeException(nameof(innerSteps), innerSteps, "the inner loop has at least one step");
        _tolerance = tolerance is null or >= 0 ? tolerance : throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "a tolerance is >= 0");
    }

    internal override SchemeRun Start(PrimalDual learner) => learner.Formulation is AugmentedFormulation
        ? new Run(learner, _innerSteps, _tolerance)
        : throw new ArgumentException("the method of multipliers moves lambda to lambda + c v, so it needs Formulation.AugmentedLagrangian");

    private sealed class Run(PrimalDual learner, int innerSteps, double? tolerance) : SchemeRun(learner)
    {
        private readonly Tensor _inner = zeros([], dtype: ScalarType.Int64).DetachFromDisposeScope();
        private long _count;

        internal override bool Step(IBatch batch)
        {
            if (!batch.MeasureAndBackward(out var measured)) return false;
            PrimalDual.Advance(measured, DualPhase.Watch);
            var solved = tolerance is { } limit && LargestGradient() <= limit;
            Learner.Note(measured);
            Primal.Step();
            if (++_count < innerSteps && !solved) return true;
            _count = 0;
            var again = batch.MeasureAgain();
            if (Primal.CanMoveDuals(again)) PrimalDual.Advance(again, DualPhase.ToForce);
            return true;
        }

        internal override IEnumerable<(string Name, Tensor Value)> Saved()
        {
            _inner.fill_(_count);
            return [("inner steps", _inner)];
        }

        internal override void Load(IReadOnlyDictionary<string, Tensor> saved)
        {
            base.Load(saved);
            _count = _inner.ToInt64();
        }

        public override void Dispose()
        {
            _inner.Dispose();
            base.Dispose();
        }

        private double LargestGradient()
        {
            using var _ = no_grad();
            return Learner.Model.parameters().Select(parameter => parameter.grad).Where(gradient => gradient is not null).Max(gradient => gradient!.abs().max().ToDouble());
        }
    }
}
