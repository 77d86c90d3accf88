using ConstrainedLearning.Duals;
using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>One evaluation, checked: the loss, and of each observed constraint its dual state and its measurement. Its tensors live as long as the step.</summary>
internal sealed class Measured
{
    private Measured(Evaluation evaluation, List<(DualState State, Measurement Measurement)> constraints) => (Evaluation, Constraints) = (evaluation, constraints);

    internal Evaluation Evaluation { get; }

    internal Tensor Loss => Evaluation.Loss;

    internal List<(DualState State, Measurement Measurement)> Constraints { get; }

    /// <summary>Checks an evaluation against the problem.</summary>
    internal static Measured Of(Evaluation evaluation, Multipliers multipliers)
    {
        if (evaluation.Loss.NumberOfElements != 1) throw new ArgumentException($"the loss has shape {Text.Shape(evaluation.Loss.shape)}, expected a scalar: reduce it with mean() or sum()");
        var constraints = new List<(DualState, Measurement)>(evaluation.Readings.Count);
        foreach (var reading in evaluation.Readings)
        {
            var state = multipliers[reading.Name];
            if (reading.Values is not null) constraints.Add((state, MeasurementCheck.Of(reading, state)));
        }
        if (evaluation.Readings.Count != multipliers.Count || HasTwice(evaluation.Readings)) throw Unmeasured(evaluation, multipliers);
        return new Measured(evaluation, constraints);
    }

    /// <summary>Several batches together.</summary>
    internal static Measured Pooled(Evaluation evaluation, List<(DualState State, Measurement Measurement)> constraints) => new(evaluation, constraints);

    /// <summary>The same with copies of what the multipliers see, so that a value which is a view of a parameter does not move with it.</summary>
    internal Measured Kept() => new(Evaluation, [.. Constraints.Select(item => (item.State, item.Measurement with { Strict = item.Measurement.Strict.clone() }))]);

    private static bool HasTwice(List<Reading> readings)
    {
        if (readings.Count < 2) return false;
        var seen = new HashSet<string>(readings.Count, StringComparer.Ordinal);
        return readings.Exists(reading => !seen.Add(reading.Name));
    }

    private static ArgumentException Unmeasured(Evaluation evaluation, Multipliers multipliers)
    {
        var measured = evaluation.Readings.Select(reading => reading.Name).ToList();
        var twice = measured.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
        return new ArgumentException(twice is not null
            ? $"constraint '{twice}' was measured {measured.Count(name => name == twice)} times in one evaluation, expected once"
            : $"constraint '{multipliers.First(state => !measured.Contains(state.Constraint.Name)).Constraint.Name}' was not measured: add .With(constraint, values) to the evaluation, or .Without(constraint) where the batch does not show it");
    }
}
