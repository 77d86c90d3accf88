using System.Text.Json.Serialization;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>The function of x that the primal optimiser of a recorded run descends.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Lagrangian), "lagrangian")]
[JsonDerivedType(typeof(AugmentedLagrangian), "augmented_lagrangian")]
[JsonDerivedType(typeof(QuadraticPenalty), "quadratic_penalty")]
internal abstract record RecordedFormulation
{
    /// <summary>f + lambda g + mu h.</summary>
    internal sealed record Lagrangian : RecordedFormulation;

    /// <summary>f + (max(0, lambda + c g)^2 - lambda^2) / (2 c) + mu h + (c/2) h^2; the dual gradient stays g and h.</summary>
    /// <param name="C">The penalty coefficient that every constraint starts from.</param>
    /// <param name="Update">How it moves; null: it does not.</param>
    internal sealed record AugmentedLagrangian(double C, RecordedPenaltyUpdate? Update) : RecordedFormulation;

    /// <summary>f + (c/2) max(0, g)^2 + (c/2) h^2.</summary>
    /// <param name="C">The penalty coefficient that every constraint starts from.</param>
    /// <param name="Update">How it moves; null: it does not.</param>
    internal sealed record QuadraticPenalty(double C, RecordedPenaltyUpdate? Update) : RecordedFormulation;
}

/// <summary>How the penalty coefficients of a recorded run move after an iteration, read from the violations measured before it.</summary>
/// <param name="ViolationTolerance">A coefficient grows where max(0, g) or |h| is strictly greater.</param>
/// <param name="RestartWhenFeasible">An inequality's coefficient falls back to its start where g &lt;= 0.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Multiplicative), "multiplicative")]
[JsonDerivedType(typeof(Additive), "additive")]
internal abstract record RecordedPenaltyUpdate(double ViolationTolerance, bool RestartWhenFeasible)
{
    /// <summary>c &lt;- factor c.</summary>
    internal sealed record Multiplicative(double GrowthFactor, double ViolationTolerance, bool RestartWhenFeasible) : RecordedPenaltyUpdate(ViolationTolerance, RestartWhenFeasible);

    /// <summary>c &lt;- c + increment.</summary>
    internal sealed record Additive(double Increment, double ViolationTolerance, bool RestartWhenFeasible) : RecordedPenaltyUpdate(ViolationTolerance, RestartWhenFeasible);
}
