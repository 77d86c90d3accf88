using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>See <see cref="Relaxation.Linear"/>.</summary>
internal sealed record LinearRelaxation : Relaxation
{
    internal LinearRelaxation(double slope, SlackUpdate? update) : base(update) => Slope = Positive(slope, "the slope c of the cost c u");

    public double Slope { get; }

    internal override double LargestCurvature => 0;

    internal override double LargestMarginalCost => Slope;

    public override double Cost(double slack) => Slope * slack;

    public override double MarginalCost(double slack) => Slope;

    private protected override Tensor Marginal(Tensor slack) => full_like(slack, Slope);

    private protected override Tensor Proximal(Tensor target, Tensor strength) => target.sub(strength * Slope).clamp_min_(0);
}
