using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>See <see cref="Relaxation.Power"/>.</summary>
internal sealed record PowerRelaxation : Relaxation
{
    // Newton's method on a convex increasing function from above falls monotonically and doubles its digits near the root; 24 steps reach it from any start.
    private const int NewtonSteps = 24;

    internal PowerRelaxation(double factor, double exponent, SlackUpdate? update) : base(update)
    {
        Factor = Positive(factor, "the factor c of the cost c u^b");
        Exponent = exponent > 1 && double.IsFinite(exponent) ? exponent : throw new ArgumentException($"the exponent b of the cost c u^b is a finite number > 1, got {Text.Number(exponent)}; b = 1 is Relaxation.Linear");
        if (!Update.IsImplicit) throw new ArgumentException("the cost c u^b has no explicit step that is stable for every u; use SlackUpdate.Implicit");
    }

    public double Factor { get; }

    public double Exponent { get; }

    internal override double LargestCurvature => double.PositiveInfinity;

    public override double Cost(double slack) => Factor * Math.Pow(slack, Exponent);

    public override double MarginalCost(double slack) => Factor * Exponent * Math.Pow(slack, Exponent - 1);

    private protected override Tensor Marginal(Tensor slack) => slack.pow(Exponent - 1).mul_(Factor * Exponent);

    // With q = b - 1 and K = k c b the slack solves u + K u^q = r. For q < 1 it is s = u^q that solves an equation of the same form with an exponent >= 1:
    // s^(1/q) + K s = r, that is s + (1/K) s^(1/q) = r / K.
    private protected override Tensor Proximal(Tensor target, Tensor strength)
    {
        var steepness = strength * (Factor * Exponent);
        var q = Exponent - 1;
        return q >= 1 ? Root(target, steepness, q) : Root(target / steepness, steepness.reciprocal(), 1 / q).pow_(1 / q);
    }

    /// <summary>The root x of x + factor x^p = right, p >= 1.</summary>
    private static Tensor Root(Tensor right, Tensor factor, double p)
    {
        var x = minimum(right, (right / factor).pow_(1 / p));
        for (var i = 0; i < NewtonSteps; i++)
        {
            var power = x.pow(p - 1).mul_(factor);
            var value = x * power + x - right;
            x.sub_(value.div_(power.mul_(p).add_(1)));
        }
        return x.clamp_min_(0);
    }
}
