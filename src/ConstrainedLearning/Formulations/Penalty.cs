using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>The coefficient c of a quadratic penalty and how it grows, each component its own where growth depends on what is measured. It moves at the end of a step.</summary>
public abstract record Penalty
{
    private protected Penalty(double start, double most)
    {
        if (!(double.IsFinite(start) && start >= 0)) throw new ArgumentOutOfRangeException(nameof(start), start, "a penalty coefficient is a finite number >= 0");
        if (!(most >= start)) throw new ArgumentOutOfRangeException(nameof(most), most, $"the largest coefficient is not below the first, {Text.Number(start)}");
        (Start, Most) = (start, most);
    }

    /// <summary>The coefficient to start with.</summary>
    public double Start { get; }

    /// <summary>The largest coefficient.</summary>
    public double Most { get; }

    /// <summary>The same c throughout.</summary>
    public static Penalty Constant(double penalty) => new ConstantPenalty(penalty);

    /// <summary>c &lt;- min(most, factor c) at every move of the duals.</summary>
    /// <param name="start">The first c, &gt; 0.</param>
    /// <param name="factor">&gt; 1.</param>
    /// <param name="most">The default is 1e4.</param>
    public static Penalty Geometric(double start, double factor, double most = 1e4) => new GeometricPenalty(start, factor, most);

    /// <summary>c &lt;- min(most, factor c) where the violation is above the tolerance.</summary>
    /// <param name="start">The first c, &gt; 0.</param>
    /// <param name="factor">&gt; 1.</param>
    /// <param name="tolerance">In the bound's units. The default is 1e-4.</param>
    /// <param name="restart">Whether an inequality's c goes back to its start when the requirement holds. The default is yes.</param>
    /// <param name="most">The default is no limit.</param>
    public static Penalty WhileViolated(double start, double factor, double tolerance = 1e-4, bool restart = true, double most = double.PositiveInfinity) =>
        new ViolatedPenalty(start, Above(factor, 1, nameof(factor)), 0, tolerance, restart, most);

    /// <summary>c &lt;- min(most, c + increment) where the violation is above the tolerance; otherwise as <see cref="WhileViolated"/>.</summary>
    /// <inheritdoc cref="WhileViolated"/>
    public static Penalty AddedWhileViolated(double start, double increment, double tolerance = 1e-4, bool restart = true, double most = double.PositiveInfinity) =>
        new ViolatedPenalty(start, 1, Above(increment, 0, nameof(increment)), tolerance, restart, most);

    /// <summary>
    /// c &lt;- min(most, factor c) where |max(v, -lambda / c)|, the violation or the lack of complementarity, has not fallen below <paramref name="ratio"/> times its last size.
    /// The safeguarded growth of the method of multipliers.
    /// </summary>
    /// <remarks>Reference: Andreani, Birgin, Martinez, Schuverdt, "On Augmented Lagrangian Methods with General Lower-Level Constraints", SIAM J. Optim. 2007.</remarks>
    /// <param name="start">The first c, &gt; 0.</param>
    /// <param name="factor">&gt; 1. The default is 4.</param>
    /// <param name="ratio">In (0, 1). The default is 0.5.</param>
    /// <param name="most">The default is 1e4.</param>
    public static Penalty Progress(double start, double factor = 4, double ratio = 0.5, double most = 1e4) => new ProgressPenalty(start, factor, ratio, most);

    /// <summary>Whether c never changes.</summary>
    internal virtual bool IsConstant => false;

    /// <summary>The numbers kept for each component.</summary>
    internal virtual IReadOnlyList<StateColumn> Columns => [];

    /// <summary>Moves c, in place.</summary>
    /// <param name="penalty">c, [rows].</param>
    /// <param name="state">The columns' rows.</param>
    /// <param name="excess">e, [rows].</param>
    /// <param name="multiplier">lambda before the step, [rows]; with a scale s it is lambda s^2, so that lambda / c is in the bound's units.</param>
    /// <param name="sense">Of the constraint.</param>
    internal abstract void Advance(Tensor penalty, IReadOnlyList<Tensor> state, Tensor excess, Tensor multiplier, Sense sense);

    private protected static double Above(double value, double limit, string name) => value > limit && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"a finite number > {Text.Number(limit)} is needed");

    private protected static Tensor Violation(Tensor excess, Sense sense) => sense == Sense.Equal ? excess.abs() : excess.clamp_min(0);

    private protected void GrowWhere(Tensor condition, Tensor penalty, Tensor grown) => penalty.copy_(where(condition, double.IsPositiveInfinity(Most) ? grown : grown.clamp_max_(Most), penalty));
}

internal sealed record ConstantPenalty(double Coefficient) : Penalty(Coefficient, Coefficient)
{
    internal override bool IsConstant => true;

    internal override void Advance(Tensor penalty, IReadOnlyList<Tensor> state, Tensor excess, Tensor multiplier, Sense sense)
    {
    }
}

internal sealed record GeometricPenalty : Penalty
{
    private readonly double _factor;

    internal GeometricPenalty(double start, double factor, double most) : base(Above(start, 0, nameof(start)), most) => _factor = Above(factor, 1, nameof(factor));

    internal override void Advance(Tensor penalty, IReadOnlyList<Tensor> state, Tensor excess, Tensor multiplier, Sense sense) => penalty.mul_(_factor).clamp_max_(Most);
}

internal sealed record ViolatedPenalty : Penalty
{
    private readonly double _factor, _increment, _tolerance;
    private readonly bool _restart;

    internal ViolatedPenalty(double start, double factor, double increment, double tolerance, bool restart, double most) : base(Above(start, 0, nameof(start)), most) =>
        (_factor, _increment, _tolerance, _restart) = (factor, increment, tolerance >= 0 ? tolerance : throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "a tolerance is >= 0"), restart);

    internal override void Advance(Tensor penalty, IReadOnlyList<Tensor> state, Tensor excess, Tensor multiplier, Sense sense)
    {
        var violation = Violation(excess, sense);
        GrowWhere(violation.gt(_tolerance), penalty, (penalty * _factor).add_(_increment));
        if (_restart && sense != Sense.Equal) penalty.masked_fill_(violation.le(0), Start);
    }
}

internal sealed record ProgressPenalty : Penalty
{
    private static readonly StateColumn[] Kept = [new("last infeasibility", double.PositiveInfinity)];
    private readonly double _factor, _ratio;

    internal ProgressPenalty(double start, double factor, double ratio, double most) : base(Above(start, 0, nameof(start)), most)
    {
        _factor = Above(factor, 1, nameof(factor));
        _ratio = ratio > 0 && ratio < 1 ? ratio : throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "the ratio lies between 0 and 1");
    }

    internal override IReadOnlyList<StateColumn> Columns => Kept;

    internal override void Advance(Tensor penalty, IReadOnlyList<Tensor> state, Tensor excess, Tensor multiplier, Sense sense)
    {
        var infeasibility = sense == Sense.Equal ? excess.abs() : maximum(excess, -multiplier / penalty).abs_();
        GrowWhere(infeasibility.gt(state[0] * _ratio), penalty, penalty * _factor);
        state[0].copy_(infeasibility);
    }
}
