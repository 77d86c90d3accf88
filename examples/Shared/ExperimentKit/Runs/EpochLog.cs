using ConstrainedLearning;

namespace ExperimentKit.Runs;

/// <summary>Writes metrics.jsonl, and event files where they are wanted, while a learner trains; passes progress on to the display.</summary>
/// <param name="log">Where lines go; borrowed.</param>
/// <param name="events">Event files; null: none. Borrowed.</param>
/// <param name="learner">Whose multipliers and slacks are written; borrowed.</param>
/// <param name="display">Told of each step that is logged.</param>
public sealed class EpochLog(MetricsLog log, EventFile? events, PrimalDual learner, IProgress<TrainingProgress> display) : IProgress<TrainingProgress>
{
    /// <summary>The primal learning rate, for the lines to come.</summary>
    public double LearningRate { get; set; }

    /// <summary>Logs a step and shows it.</summary>
    public void Report(TrainingProgress value)
    {
        log.Write(new MetricsLine
        {
            Event = "step",
            Step = value.Step,
            Epoch = value.Epoch,
            Loss = value.Loss,
            LearningRate = LearningRate,
            LargestExcess = value.LargestExcess?.Excess,
            LargestExcessOf = value.LargestExcess?.Component,
            LargestMultiplier = value.LargestExcess is null ? null : value.LargestMultiplier,
            MeanMultiplier = value.LargestExcess is null ? null : value.MeanMultiplier,
        });
        events?.Write(value.Step,
        [
            ("loss/step", value.Loss), ("learning rate", LearningRate), ("violation/largest", value.LargestExcess?.Excess ?? double.NaN),
            .. value.LargestExcess is null ? Array.Empty<(string, double)>() : [("dual/largest", value.LargestMultiplier), ("dual/mean", value.MeanMultiplier)],
        ]);
        display.Report(value);
    }

    /// <summary>Logs the end of an epoch, with everything that is known then.</summary>
    public void Write(EpochRecord epoch)
    {
        var duals = DualValues.Of(learner);
        log.Write(new MetricsLine
        {
            Event = "epoch",
            Step = learner.StepCount,
            Epoch = epoch.Epoch,
            Loss = epoch.Loss,
            LearningRate = LearningRate,
            Seconds = epoch.Seconds,
            Metrics = epoch.Metrics,
            Multipliers = duals.Multipliers,
            Slacks = duals.Slacks,
            Values = epoch.Constraints.Where(pair => !epoch.Observations.ContainsKey(pair.Key)).Concat(epoch.Observations).ToDictionary(),
        });
        events?.Write(learner.StepCount,
        [
            ("loss/train", epoch.Loss), .. epoch.Metrics.Select(metric => ($"validation/{metric.Key}", metric.Value)),
            .. Components("dual", duals.Multipliers), .. Components("slack", duals.Slacks), .. Components("value", epoch.Constraints),
        ]);

        static IEnumerable<(string, double)> Components(string kind, IReadOnlyDictionary<string, double[]> constraints) =>
            constraints.SelectMany(pair => pair.Value.Select((value, i) => (FormattableString.Invariant($"{kind}/{pair.Key}[{i}]"), value)));
    }
}

/// <summary>All multipliers and slacks of a learner on the host, by constraint, in the order of the components.</summary>
/// <param name="Multipliers">The multipliers.</param>
/// <param name="Slacks">The slacks; zeros where bounds do not give way.</param>
public sealed record DualValues(IReadOnlyDictionary<string, double[]> Multipliers, IReadOnlyDictionary<string, double[]> Slacks)
{
    /// <summary>Reads them; waits for the device.</summary>
    public static DualValues Of(PrimalDual learner)
    {
        var prices = learner.Sensitivity().Prices.GroupBy(price => price.Constraint).ToDictionary(group => group.Key, group => group.OrderBy(price => price.Component).ToArray());
        return new(
            prices.ToDictionary(pair => pair.Key, pair => pair.Value.Select(price => price.Multiplier).ToArray()),
            prices.ToDictionary(pair => pair.Key, pair => pair.Value.Select(price => price.Slack).ToArray()));
    }
}
