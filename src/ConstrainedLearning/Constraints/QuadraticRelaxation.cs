using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>See <see cref="Relaxation.Quadratic"/>.</summary>
internal sealed record QuadraticRelaxation : Relaxation
{
    internal QuadraticRelaxation(double alpha, SlackUpdate? update) : base(update)
    {
        Alpha = Positive(alpha, "alpha of the cost (alpha/2) u^2");
        CheckStability();
    }

    public double Alpha { get; }

    internal override double LargestCurvature => Alpha;

    public override double Cost(double slack) => Alpha / 2 * slack * slack;

    public override double MarginalCost(double slack) => Alpha * slack;

    private protected override Tensor Marginal(Tensor slack) => slack * Alpha;

    private protected override Tensor Proximal(Tensor target, Tensor strength) => target / (strength * Alpha).add_(1);
}
