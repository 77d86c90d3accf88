namespace ConstrainedLearning;

/// <summary>See <see cref="DualUpdate.Momentum"/>.</summary>
internal sealed record MomentumUpdate : DualUpdate
{
    private static readonly StateColumn[] Kept = [new("momentum")];
    private readonly double _rate, _momentum;

    internal MomentumUpdate(double rate, double momentum) => (_rate, _momentum) = (Rate(rate), Fraction(momentum, nameof(momentum)));

    protected internal override IReadOnlyList<StateColumn> Columns => Kept;

    protected internal override void Advance(DualStep step)
    {
        var velocity = step.State[0];
        velocity.mul_(_momentum).add_(step.Excess);
        step.Multiplier.add_(velocity, _rate * step.RateFactor);
    }
}
