using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>Which function of parameters and multipliers the primal descends: f(theta) + sum_i psi(e_i; lambda_i, c_i) with the excess e = v - u of the violation over the slack.</summary>
/// <remarks>
/// The gradient of that function is grad f + sum_i F_i grad v_i with the force F = psi'(e) &gt;= 0 for an inequality. So a formulation is its force, and no formulation needs more of autograd than
/// the values' own gradient. An inactive inequality exerts no force in any of them.
/// </remarks>
public abstract record Formulation
{
    private protected Formulation()
    {
    }

    /// <summary>psi = lambda e, force lambda.</summary>
    public static Formulation Lagrangian { get; } = new LagrangianFormulation();

    /// <summary>
    /// Rockafellar's augmented Lagrangian: psi = (max(0, lambda + c e)^2 - lambda^2) / (2c) for an inequality, lambda e + (c/2) e^2 for an equality; force max(0, lambda + c e), lambda + c e.
    /// With c = 0 it is the Lagrangian, exactly.
    /// </summary>
    /// <param name="penalty">c and how it grows, where a constraint does not say otherwise.</param>
    public static Formulation AugmentedLagrangian(Penalty penalty) => new AugmentedFormulation(penalty);

    /// <inheritdoc cref="AugmentedLagrangian(Penalty)"/>
    public static Formulation AugmentedLagrangian(double penalty) => AugmentedLagrangian(Penalty.Constant(penalty));

    /// <summary>psi = (c/2) max(0, e)^2 for an inequality, (c/2) e^2 for an equality. No multipliers: the reported ones are the forces, c max(0, e) and c e, which estimate prices.</summary>
    /// <param name="penalty">c and how it grows, where a constraint does not say otherwise.</param>
    public static Formulation QuadraticPenalty(Penalty penalty) => new PenaltyFormulation(penalty);

    /// <inheritdoc cref="QuadraticPenalty(Penalty)"/>
    public static Formulation QuadraticPenalty(double penalty) => QuadraticPenalty(Penalty.Constant(penalty));

    /// <summary>The penalty of constraints that have none of their own; null when the formulation has no penalty.</summary>
    internal virtual Penalty? DefaultPenalty => null;

    /// <summary>Whether the force does not depend on the values, so that terms can be added up batch by batch.</summary>
    internal virtual bool IsLinear => false;

    /// <summary>Whether multipliers are moved by their rule; otherwise they show the force.</summary>
    internal virtual bool MovesMultipliers => true;

    /// <summary>F, shape [rows]; may be <paramref name="multiplier"/> itself.</summary>
    /// <param name="multiplier">lambda, [rows].</param>
    /// <param name="penalty">c, [rows] or [1]; null in a formulation without.</param>
    /// <param name="excess">e, [rows].</param>
    /// <param name="sense">Of the constraint.</param>
    internal abstract Tensor Force(Tensor multiplier, Tensor? penalty, Tensor excess, Sense sense);

    /// <summary>psi, shape [rows].</summary>
    internal abstract Tensor Value(Tensor multiplier, Tensor? penalty, Tensor excess, Sense sense);
}

/// <summary>See <see cref="Formulation.Lagrangian"/>.</summary>
internal sealed record LagrangianFormulation : Formulation
{
    internal override bool IsLinear => true;

    internal override Tensor Force(Tensor multiplier, Tensor? penalty, Tensor excess, Sense sense) => multiplier;

    internal override Tensor Value(Tensor multiplier, Tensor? penalty, Tensor excess, Sense sense) => multiplier * excess;
}

/// <summary>See <see cref="Formulation.AugmentedLagrangian(Penalty)"/>.</summary>
internal sealed record AugmentedFormulation(Penalty Penalty) : Formulation
{
    internal override Penalty? DefaultPenalty => Penalty;

    internal override Tensor Force(Tensor multiplier, Tensor? penalty, Tensor excess, Sense sense)
    {
        var force = excess.mul(penalty!).add_(multiplier);
        return sense == Sense.Equal ? force : force.clamp_min_(0);
    }

    // With w = max(e, -lambda / c) both branches of an inequality are lambda w + (c/2) w^2, and c = 0 needs no division.
    internal override Tensor Value(Tensor multiplier, Tensor? penalty, Tensor excess, Sense sense)
    {
        var c = penalty!;
        var w = sense == Sense.Equal ? excess : maximum(excess, where(c.gt(0), -multiplier / c, full_like(multiplier, double.NegativeInfinity)));
        return (c * w / 2 + multiplier) * w;
    }
}

/// <summary>See <see cref="Formulation.QuadraticPenalty(Penalty)"/>.</summary>
internal sealed record PenaltyFormulation(Penalty Penalty) : Formulation
{
    internal override Penalty? DefaultPenalty => Penalty;

    internal override bool MovesMultipliers => false;

    internal override Tensor Force(Tensor multiplier, Tensor? penalty, Tensor excess, Sense sense) => (sense == Sense.Equal ? excess : excess.clamp_min(0)).mul(penalty!);

    internal override Tensor Value(Tensor multiplier, Tensor? penalty, Tensor excess, Sense sense) => (sense == Sense.Equal ? excess : excess.clamp_min(0)).square().mul_(penalty!).div_(2);
}
