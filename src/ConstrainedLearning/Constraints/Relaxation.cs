using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>The cost h(u) of letting a bound give way by u &gt;= 0, and how the slack u moves: g_i &lt;= eps_i + u_i.</summary>
/// <remarks>
/// At the resilient equilibrium the marginal cost equals the price, h'(u_i) = lambda_i (or u_i = 0 and lambda_i &lt;= h'(0)).
/// Reference: Hounie, Ribeiro, Chamon, "Resilient Constrained Learning", NeurIPS 2023.
/// </remarks>
public abstract record Relaxation
{
    /// <summary>The step size eta_u of the slack that is used when none is given.</summary>
    public const double DefaultRate = 0.1;

    private protected Relaxation()
    {
    }

    /// <summary>h(u) = (alpha / 2) u^2, whose equilibrium is u = lambda / alpha.</summary>
    /// <param name="alpha">How dear relaxing is; larger is closer to the hard constraint.</param>
    /// <param name="rate">The step size eta_u. The default is <see cref="DefaultRate"/>.</param>
    /// <exception cref="ArgumentException">The recursion would not contract: it needs 0 &lt; rate * alpha &lt; 2.</exception>
    public static Relaxation Quadratic(double alpha, double rate = DefaultRate) => new QuadraticRelaxation(alpha, rate);

    /// <summary>The marginal cost h'(u) of each slack, for reports. Units: loss per unit of the bound.</summary>
    public abstract double MarginalCost(double slack);

    /// <summary>Moves the slacks one step: u &lt;- max(0, u + eta_u (lambda - h'(u))).</summary>
    /// <param name="slack">u, shape [count]; changed in place.</param>
    /// <param name="multiplier">lambda, already moved in this step; shape [count].</param>
    internal abstract void Advance(Tensor slack, Tensor multiplier);
}

/// <summary>See <see cref="Relaxation.Quadratic"/>.</summary>
internal sealed record QuadraticRelaxation : Relaxation
{
    internal QuadraticRelaxation(double alpha, double rate)
    {
        if (!(double.IsFinite(alpha) && alpha > 0)) throw new ArgumentException($"the cost (alpha/2) u^2 needs a finite alpha > 0, got {Text.Number(alpha)}", nameof(alpha));
        if (!(rate > 0 && rate * alpha < 2))
            throw new ArgumentException($"the slack's step size must satisfy 0 < rate * alpha < 2 to settle, got {Text.Number(rate)} * {Text.Number(alpha)} = {Text.Number(rate * alpha)}; lower the rate below {Text.Number(2 / alpha)}", nameof(rate));
        (Alpha, Rate) = (alpha, rate);
    }

    public double Alpha { get; }

    public double Rate { get; }

    public override double MarginalCost(double slack) => Alpha * slack;

    internal override void Advance(Tensor slack, Tensor multiplier)
    {
        slack.mul_(1 - Rate * Alpha);
        slack.add_(multiplier, Rate);
        slack.clamp_min_(0);
    }
}
