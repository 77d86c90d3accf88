namespace ConstrainedLearning;

/// <summary>How a slack u follows its price lambda: a step of size eta_u down h(u) - lambda u.</summary>
public sealed record SlackUpdate
{
    private SlackUpdate(double rate, bool isImplicit, UpdateOrder order)
    {
        if (!(double.IsFinite(rate) && rate > 0)) throw new ArgumentException($"the slack's step size is a finite number > 0, got {Text.Number(rate)}", nameof(rate));
        (Rate, IsImplicit, Order) = (rate, isImplicit, order);
    }

    /// <summary>The step size eta_u.</summary>
    public double Rate { get; }

    /// <summary>Whether the marginal cost is taken at the new slack.</summary>
    public bool IsImplicit { get; }

    /// <summary>Which multiplier the slack sees.</summary>
    public UpdateOrder Order { get; }

    /// <summary>
    /// u+ + eta_u h'(u+) = max(0, u + eta_u lambda): at a given price it settles for every step size of a curved cost, and never passes the equilibrium. The default, with rate 1.
    /// On the closed forms (docs/choosing.md) it needs a fifth to two fifths of the steps of the explicit update at its usual rate 0.1 where the cost is flat (h'' = 1/2), and as many, within
    /// 15 %, where h'' = 2. Larger rates change little. For a linear cost the two updates are one, and the rate matters: 1 needs an eighth of the steps of 0.1, and 100 does not settle.
    /// </summary>
    /// <param name="rate">eta_u. The default is 1.</param>
    /// <param name="order">The default is Gauss-Seidel.</param>
    public static SlackUpdate Implicit(double rate = 1, UpdateOrder order = UpdateOrder.GaussSeidel) => new(rate, true, order);

    /// <summary>u+ = max(0, u + eta_u (lambda - h'(u))): the published update. It settles only while 0 &lt; eta_u h'' &lt; 2, which is checked.</summary>
    /// <param name="rate">eta_u. Published: 0.1 for forecasting, 1 for invariance.</param>
    /// <param name="order">The default is Gauss-Seidel; published: Jacobi for federated learning.</param>
    public static SlackUpdate Explicit(double rate = 0.1, UpdateOrder order = UpdateOrder.GaussSeidel) => new(rate, false, order);
}

/// <summary>Which multiplier a slack sees within one step.</summary>
public enum UpdateOrder
{
    /// <summary>The multiplier that has already moved.</summary>
    GaussSeidel,

    /// <summary>The multiplier as it was before the step.</summary>
    Jacobi,
}
