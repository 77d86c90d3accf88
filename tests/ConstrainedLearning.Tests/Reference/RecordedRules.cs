using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>nuPI as the recording has it with <c>init: sgd</c>: the first increment is lr ki e, and the smoothed error is 0 after it, where the documentation, and <see cref="DualUpdate.NuPI"/>, has the first error.</summary>
internal sealed record ZeroedNuPI(RecordedOptimizer.NuPI Settings) : DualUpdate
{
    // A smoothed error that has not begun is NaN.
    protected internal override IReadOnlyList<StateColumn> Columns { get; } = [new("smoothed error", double.NaN)];

    protected internal override void Advance(DualStep step)
    {
        var (e, smoothed) = (step.Excess, step.State[0]);
        var (first, nu) = (smoothed.isnan(), Settings.Nu);
        step.Multiplier.add_(e * Settings.Ki + where(first, zeros_like(e), (e - smoothed) * (Settings.Kp * (1 - nu))), Settings.Lr);
        smoothed.copy_(where(first, zeros_like(e), smoothed * nu + e * (1 - nu)));
    }
}

/// <summary>Adam as the recorded extragradient runs have it: epsilon is added to the root of the second moment before that is corrected.</summary>
internal static class UncorrectedAdam
{
    /// <summary>Moves the moments by gradient e; the step lr sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + eps), up the gradient.</summary>
    internal static Tensor Step(RecordedOptimizer.Adam settings, Tensor e, Tensor first, Tensor second, Tensor count)
    {
        count.add_(1);
        first.mul_(settings.Beta1).add_(e, 1 - settings.Beta1);
        second.mul_(settings.Beta2).addcmul_(e, e, 1 - settings.Beta2);
        var correction = (1 - pow(settings.Beta2, count)).sqrt() / (1 - pow(settings.Beta1, count));
        return correction * first / (second.sqrt() + settings.Eps) * settings.Lr;
    }

    /// <summary>Of multipliers.</summary>
    internal sealed record Dual(RecordedOptimizer.Adam Settings) : DualUpdate
    {
        protected internal override IReadOnlyList<StateColumn> Columns { get; } = [new("first moment"), new("second moment"), new("count")];

        protected internal override void Advance(DualStep step) => step.Multiplier.add_(Step(Settings, step.Excess, step.State[0], step.State[1], step.State[2]));
    }

    /// <summary>Of x.</summary>
    internal sealed class Primal : optim.Optimizer
    {
        private readonly RecordedOptimizer.Adam _settings;
        private readonly Parameter _x;
        private readonly Tensor _first, _second, _count;

        internal Primal(Parameter x, RecordedOptimizer.Adam settings) : base(IntPtr.Zero)
        {
            add_param_group(new ParamGroup<OptimizerOptions>([x]));
            (_settings, _x, _first, _second, _count) = (settings, x, zeros_like(x, requires_grad: false), zeros_like(x, requires_grad: false), zeros(1, dtype: x.dtype));
        }

        public override Tensor? step(Func<Tensor>? closure = null)
        {
            using var _ = no_grad();
            using var scope = NewDisposeScope();
            _x.sub_(Step(_settings, _x.grad!, _first, _second, _count));
            return null;
        }

        protected override void Dispose(bool disposing)
        {
            Tensor[] owned = disposing ? [_first, _second, _count] : [];
            foreach (var item in owned) item.Dispose();
            base.Dispose(disposing);
        }
    }
}
