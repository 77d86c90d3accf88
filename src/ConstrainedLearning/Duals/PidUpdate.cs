using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>See <see cref="DualUpdate.Pid"/>.</summary>
internal sealed record PidUpdate : DualUpdate
{
    private readonly double _kp, _ki, _kd, _smoothing;
    private readonly int _delay;

    internal PidUpdate(double kp, double ki, double kd, double smoothing, int delay)
    {
        (_kp, _ki, _kd, _smoothing) = (Gain(kp, nameof(kp)), Gain(ki, nameof(ki)), Gain(kd, nameof(kd)), Fraction(smoothing, nameof(smoothing)));
        _delay = delay >= 1 ? delay : throw new ArgumentOutOfRangeException(nameof(delay), delay, "the derivative is taken over 1 or more steps");
        Columns = [new("integral", double.NaN), new("smoothed error"), new("errors", 0, _delay)];
    }

    protected internal override IReadOnlyList<StateColumn> Columns { get; }

    /// <summary>Whether only a growing violation counts: for inequalities.</summary>
    private bool RisesOnly { get; init; }

    protected internal override DualUpdate For(Constraint constraint) => constraint.Scale is null
        ? this with { RisesOnly = constraint.Sense != Sense.Equal }
        : throw new ArgumentException($"constraint '{constraint.Name}': a PID controller's integral is held in the multiplier's range, so its gains are in the user's units; scale the gains instead of the constraint");

    protected internal override void Advance(DualStep step)
    {
        var (e, integral, smoothed, errors) = (step.Excess, step.State[0], step.State[1], step.State[2].view(-1, _delay));
        // The integral starts where the multiplier does, and the multiplier is the sum of the three parts from then on.
        integral.copy_(where(integral.isnan(), step.Multiplier, integral));
        integral.add_(e, _ki * step.RateFactor);
        step.Range?.Apply(integral);
        smoothed.mul_(_smoothing).add_(e, 1 - _smoothing);
        var change = smoothed - errors.select(1, 0);
        if (RisesOnly) change.clamp_min_(0);
        step.Multiplier.copy_(integral).add_(smoothed, _kp).add_(change, _kd);
        if (_delay > 1) errors.narrow(1, 0, _delay - 1).copy_(errors.narrow(1, 1, _delay - 1).clone());
        errors.select(1, _delay - 1).copy_(smoothed);
    }
}
