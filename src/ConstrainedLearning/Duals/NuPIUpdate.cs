using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>What nuPI's first step does.</summary>
public enum NuPIStart
{
    /// <summary>As ascent with ki would: the smoothed error starts at the first error, xi_0 = e_0.</summary>
    Ascent,

    /// <summary>The smoothed error starts at 0, so the first step has the whole proportional part.</summary>
    Zero,
}

/// <summary>See <see cref="DualUpdate.NuPI"/>.</summary>
internal sealed record NuPIUpdate : DualUpdate
{
    // A smoothed error that has not begun is NaN.
    private static readonly StateColumn[] FromFirstError = [new("smoothed error", double.NaN)], FromZero = [new("smoothed error")];
    private readonly double _rate, _kp, _ki, _nu;
    private readonly NuPIStart _start;

    internal NuPIUpdate(double rate, double kp, double ki, double nu, NuPIStart start) =>
        (_rate, _kp, _ki, _nu, _start) = (Rate(rate), Gain(kp, nameof(kp)), Gain(ki, nameof(ki)), Fraction(nu, nameof(nu)), start);

    protected internal override IReadOnlyList<StateColumn> Columns => _start == NuPIStart.Ascent ? FromFirstError : FromZero;

    protected internal override void Advance(DualStep step)
    {
        var (e, smoothed) = (step.Excess, step.State[0]);
        if (_start == NuPIStart.Ascent) smoothed.copy_(where(smoothed.isnan(), e, smoothed));
        var rate = _rate * step.RateFactor;
        step.Multiplier.add_(e, rate * (_ki + _kp * (1 - _nu))).add_(smoothed, -rate * _kp * (1 - _nu));
        smoothed.mul_(_nu).add_(e, 1 - _nu);
    }
}
