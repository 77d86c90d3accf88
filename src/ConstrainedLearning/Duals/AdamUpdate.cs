namespace ConstrainedLearning;

/// <summary>See <see cref="DualUpdate.Adam"/>. beta^t is kept for each multiplier, since each is observed its own number of times.</summary>
internal sealed record AdamUpdate : DualUpdate
{
    private static readonly StateColumn[] Kept = [new("first moment"), new("second moment"), new("beta1 power", 1), new("beta2 power", 1)];
    private readonly double _rate, _beta1, _beta2, _epsilon;

    internal AdamUpdate(double rate, double beta1, double beta2, double epsilon)
    {
        (_rate, _beta1, _beta2) = (Rate(rate), Fraction(beta1, nameof(beta1)), Fraction(beta2, nameof(beta2)));
        _epsilon = epsilon > 0 && double.IsFinite(epsilon) ? epsilon : throw new ArgumentException($"Adam's epsilon is a finite number > 0, got {Text.Number(epsilon)}", nameof(epsilon));
    }

    protected internal override IReadOnlyList<StateColumn> Columns => Kept;

    protected internal override void Advance(DualStep step)
    {
        var (e, state) = (step.Excess, step.State);
        state[0].mul_(_beta1).add_(e, 1 - _beta1);
        state[1].mul_(_beta2).addcmul_(e, e, 1 - _beta2);
        state[2].mul_(_beta1);
        state[3].mul_(_beta2);
        // lambda + rate * (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
        var mean = state[0] / (1 - state[2]);
        var root = (state[1] / (1 - state[3])).sqrt_().add_(_epsilon);
        step.Multiplier.addcdiv_(mean, root, _rate * step.RateFactor);
    }
}
