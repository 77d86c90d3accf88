using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>See <see cref="Relaxation.Huber"/>.</summary>
internal sealed record HuberRelaxation : Relaxation
{
    internal HuberRelaxation(double alpha, double delta, SlackUpdate? update) : base(update)
    {
        (Alpha, Delta) = (Positive(alpha, "alpha of the Huber cost"), Positive(delta, "delta of the Huber cost"));
        CheckStability();
    }

    public double Alpha { get; }

    public double Delta { get; }

    internal override double LargestCurvature => Alpha;

    internal override double LargestMarginalCost => Alpha * Delta;

    public override double Cost(double slack) => slack <= Delta ? Alpha / 2 * slack * slack : Alpha * Delta * (slack - Delta / 2);

    public override double MarginalCost(double slack) => Alpha * Math.Min(slack, Delta);

    private protected override Tensor Marginal(Tensor slack) => slack.clamp_max(Delta).mul_(Alpha);

    private protected override Tensor Proximal(Tensor target, Tensor strength)
    {
        var stiffness = strength * Alpha;
        var inside = target / (stiffness + 1);
        return where(inside.le(Delta), inside, target - stiffness * Delta);
    }
}
