using ConstrainedLearning.Duals;
using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>Loss and requirements measured over many batches at one set of parameters: exact means, on the host.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Constraints">What was measured of each constraint that was observed.</param>
public sealed record Assessment(double Loss, IReadOnlyList<AssessedConstraint> Constraints)
{
    /// <summary>The largest violation of any bound (slacks not counted), in that bound's units; 0 when all hold.</summary>
    public double LargestViolation => Constraints.Count == 0 ? 0 : Math.Max(0, Constraints.Max(constraint => constraint.LargestViolation));

    /// <summary>The component that violates its bound most; null when all hold.</summary>
    public string? WorstComponent => LargestViolation > 0 ? Constraints.MaxBy(constraint => constraint.LargestViolation)!.WorstComponent : null;

    /// <summary>Whether every bound holds within a tolerance in its own units.</summary>
    public bool IsFeasible(double tolerance = 0) => LargestViolation <= tolerance;

    /// <summary>How far each component is above its bound, signed, an equality as two entries: what <see cref="Candidate"/> and <see cref="Mixture"/> work with.</summary>
    public IReadOnlyList<double> Excess() =>
        [.. Constraints.SelectMany(item => item.Constraint.Sense == Sense.Equal ? item.Violations.SelectMany(v => new[] { v, -v }) : item.Violations)];

    internal static Assessment Of(PrimalDual learner, IEnumerable<Func<Evaluation>> batches)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var pool = MeasurementPool.Of(learner, batches);
        var whole = pool.Whole();
        return new Assessment(whole.Loss.ToDouble(), [.. whole.Constraints.Select(item => AssessedConstraint.Of(item.State, item.Measurement))]);
    }
}

/// <summary>What was measured of one constraint.</summary>
/// <param name="Constraint">The constraint.</param>
/// <param name="Values">Its value, component by component (per-sample: of every sample that was seen).</param>
/// <param name="Violations">v = g - eps (AtLeast: eps - g), signed, one a value.</param>
public sealed record AssessedConstraint(Constraint Constraint, IReadOnlyList<double> Values, IReadOnlyList<double> Violations)
{
    /// <summary>The largest violation; for an equality the largest distance.</summary>
    public double LargestViolation => Sizes.Where(double.IsFinite).DefaultIfEmpty(0).Max();

    /// <summary>The component that violates most.</summary>
    public string WorstComponent => Name(Sizes.Select((size, i) => (size, i)).Where(item => double.IsFinite(item.size)).MaxBy(item => item.size).i);

    private IEnumerable<double> Sizes => Constraint.Sense == Sense.Equal ? Violations.Select(Math.Abs) : Violations;

    /// <summary>The index of each value's sample, for per-sample constraints.</summary>
    private long[]? Samples { get; init; }

    internal static AssessedConstraint Of(DualState state, Measurement measurement)
    {
        var constraint = state.Constraint;
        // Per sample, the value of each; the bound of each sample goes with its index.
        var values = measurement.Strict.ToDoubles();
        var samples = measurement.Samples?.data<long>().ToArray();
        var bounds = constraint.Bounds;
        var violations = new double[values.Length];
        for (var i = 0; i < values.Length; i++) violations[i] = constraint.Sign * (values[i] - bounds[bounds.Count == 1 || constraint.Network is not null ? 0 : samples is null ? i : (int)samples[i]]);
        if (measurement.Counts is { } counts)
        {
            var observed = counts.ToDoubles();
            for (var i = 0; i < values.Length; i++)
                if (!(observed[observed.Length == 1 ? 0 : i] > 0)) (values[i], violations[i]) = (double.NaN, double.NaN);
        }
        return new AssessedConstraint(constraint, values, violations) { Samples = samples };
    }

    private string Name(int index) => Samples is null ? Constraint.ComponentName(index) : $"{Constraint.Name}[sample {Samples[index]}]";
}
