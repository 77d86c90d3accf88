namespace ConstrainedLearning;

/// <summary>See <see cref="DualUpdate.Ascent"/>.</summary>
internal sealed record AscentUpdate : DualUpdate
{
    private readonly double _rate;

    internal AscentUpdate(double rate) => _rate = Rate(rate);

    protected internal override void Advance(DualStep step) => step.Multiplier.add_(step.Excess, _rate * step.RateFactor);
}
