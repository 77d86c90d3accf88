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
    /// u+ + eta_u h'(u+) = max(0, u + eta_u lambda): stable for every step size, and never past the equilibrium. The default, with rate 1:
    /// on the closed forms it needs about a third of the steps of the explicit update at its usual rate 0.1 (docs/choosing.md).
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
