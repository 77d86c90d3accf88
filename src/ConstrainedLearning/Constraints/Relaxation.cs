using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>The cost sum_i w_i h(u_i) of letting bounds give way by u: g_i &lt;= eps_i + u_i with u &gt;= 0 (an equality: g_i = eps_i + u_i at cost h(|u_i|)).</summary>
/// <remarks>
/// At the resilient equilibrium the marginal cost equals the price, w_i h'(u_i) = lambda_i (or u_i = 0 and lambda_i &lt;= w_i h'(0)).
/// Reference: Hounie, Ribeiro, Chamon, "Resilient Constrained Learning", NeurIPS 2023.
/// </remarks>
public abstract record Relaxation
{
    private protected Relaxation(SlackUpdate? update) => Update = update ?? SlackUpdate.Implicit();

    /// <summary>How slacks move.</summary>
    public SlackUpdate Update { get; }

    /// <summary>w_i &gt; 0, one for all or one a component. The default is 1.</summary>
    public IReadOnlyList<double> Weights { get; private init; } = [1.0];

    /// <summary>h(u) = (alpha / 2) u^2, whose equilibrium is u = lambda / alpha: the quadratic penalty (alpha / 2) max(0, g - eps)^2.</summary>
    /// <param name="alpha">How dear relaxing is; larger is closer to the hard constraint.</param>
    /// <param name="update">How slacks move. The default is <see cref="SlackUpdate.Implicit"/>.</param>
    /// <exception cref="ArgumentException">An explicit update that would not settle.</exception>
    public static Relaxation Quadratic(double alpha, SlackUpdate? update = null) => new QuadraticRelaxation(alpha, update);

    /// <summary>h(u) = c u: the bound gives way as soon as its price passes c. The same as capping multipliers at c.</summary>
    /// <param name="cost">c &gt; 0.</param>
    /// <param name="update">How slacks move. The default is <see cref="SlackUpdate.Implicit"/>.</param>
    public static Relaxation Linear(double cost, SlackUpdate? update = null) => new LinearRelaxation(cost, update);

    /// <summary>h(u) = (alpha / 2) u^2 up to u = delta, then the tangent: h'(u) = alpha min(u, delta).</summary>
    /// <param name="alpha">The curvature near 0.</param>
    /// <param name="delta">Where the cost turns linear, in the bound's units.</param>
    /// <param name="update">How slacks move. The default is <see cref="SlackUpdate.Implicit"/>.</param>
    public static Relaxation Huber(double alpha, double delta, SlackUpdate? update = null) => new HuberRelaxation(alpha, delta, update);

    /// <summary>h(u) = c u^b. The slack moves by the implicit update, since no explicit step is stable for every u.</summary>
    /// <param name="cost">c &gt; 0.</param>
    /// <param name="exponent">b &gt; 1.</param>
    /// <param name="update">How slacks move. The default is <see cref="SlackUpdate.Implicit"/>, and no other is taken.</param>
    public static Relaxation Power(double cost, double exponent, SlackUpdate? update = null) => new PowerRelaxation(cost, exponent, update);

    /// <summary>The same cost with a weight on each component.</summary>
    public Relaxation Weighted(params double[] weights)
    {
        if (weights.Length == 0 || weights.Any(weight => !(double.IsFinite(weight) && weight > 0)))
            throw new ArgumentException($"the weights of a relaxation are finite numbers > 0, got [{string.Join(", ", weights.Select(Text.Number))}]", nameof(weights));
        var result = this with { Weights = [.. weights] };
        result.CheckStability();
        return result;
    }

    /// <summary>The cost h(u) of one slack of weight 1. Units: loss.</summary>
    public abstract double Cost(double slack);

    /// <summary>The marginal cost h'(u) of one slack u &gt;= 0 of weight 1. Units: loss per unit of the bound.</summary>
    public abstract double MarginalCost(double slack);

    /// <summary>The weight of a component.</summary>
    internal double Weight(int component) => Weights[Weights.Count == 1 ? 0 : component];

    /// <summary>
    /// sup h', where finite. Prices cannot stay above it: a multiplier that passes it hands what is above over to the slack and stays there, which keeps price and slack from circling each other.
    /// </summary>
    internal virtual double LargestMarginalCost => double.PositiveInfinity;

    /// <summary>The largest second derivative h''; infinite where no explicit step is stable.</summary>
    internal abstract double LargestCurvature { get; }

    /// <summary>Moves the slacks one step.</summary>
    /// <param name="slack">u, shape [rows]; changed in place.</param>
    /// <param name="multiplier">lambda, shape [rows].</param>
    /// <param name="strength">eta_u w, shape [1] or [rows].</param>
    /// <param name="signed">Whether the slack may have either sign (equalities).</param>
    internal void Advance(Tensor slack, Tensor multiplier, Tensor strength, bool signed)
    {
        if (Update.IsImplicit)
        {
            slack.add_(multiplier, Update.Rate);
            if (signed)
            {
                var size = Proximal(slack.abs(), strength);
                slack.sign_().mul_(size);
            }
            else
            {
                slack.clamp_min_(0);
                slack.copy_(Proximal(slack, strength));
            }
            return;
        }
        var pull = Marginal(signed ? slack.abs() : slack).mul(strength);
        if (signed) pull.mul_(slack.sign());
        slack.add_(multiplier, Update.Rate).sub_(pull);
        if (!signed) slack.clamp_min_(0);
    }

    /// <summary>h'(u), element by element, for u &gt;= 0.</summary>
    private protected abstract Tensor Marginal(Tensor slack);

    /// <summary>The u &gt;= 0 with u + k h'(u) = r (0 where r &lt;= k h'(0)), element by element, for r &gt;= 0.</summary>
    private protected abstract Tensor Proximal(Tensor target, Tensor strength);

    /// <summary>Refuses an explicit update that would not settle.</summary>
    private protected void CheckStability()
    {
        if (Update.IsImplicit) return;
        var factor = Update.Rate * Weights.Max() * LargestCurvature;
        if (!(factor < 2))
            throw new ArgumentException($"an explicit slack update settles only while 0 < rate * weight * h'' < 2, got {Text.Number(Update.Rate)} * {Text.Number(Weights.Max())} * {Text.Number(LargestCurvature)} = {Text.Number(factor)}; lower the rate below {Text.Number(2 / (Weights.Max() * LargestCurvature))}, or use SlackUpdate.Implicit");
    }

    private protected static double Positive(double value, string what) => double.IsFinite(value) && value > 0
        ? value
        : throw new ArgumentException($"{what} is a finite number > 0, got {Text.Number(value)}");
}
