using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>See <see cref="DualUpdate.Multiplicative"/>.</summary>
internal sealed record MultiplicativeUpdate : DualUpdate
{
    private readonly double _rate;

    internal MultiplicativeUpdate(double rate) => _rate = Rate(rate);

    protected internal override DualUpdate For(Constraint constraint)
    {
        if (constraint.Sense == Sense.Equal) throw new ArgumentException($"constraint '{constraint.Name}': multiplicative steps keep a multiplier's sign, so they cannot serve an equality; use ascent or nuPI");
        if (constraint.InitialMultipliers.Any(value => value <= 0)) throw new ArgumentException($"constraint '{constraint.Name}': multiplicative steps never leave 0, so multipliers start above 0; add .StartingAt(0.1), say");
        if (RestartsWhenFeasible) throw new ArgumentException($"constraint '{constraint.Name}': a multiplicative rule cannot restart from 0, which it never leaves");
        return this;
    }

    protected internal override void Advance(DualStep step) => step.Multiplier.mul_(step.Excess.mul(_rate * step.RateFactor).exp_());

    internal override void Project(Projection projection, Tensor multiplier)
    {
        if (projection is SumProjection sum) sum.Rescale(multiplier);
        else projection.Apply(multiplier);
    }
}
