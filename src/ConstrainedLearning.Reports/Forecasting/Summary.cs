using static ConstrainedLearning.Reports.Numbers;

namespace ConstrainedLearning.Reports.Forecasting;

/// <summary>Says in plain sentences what was asked, whether it holds, and what it cost.</summary>
internal static class Summary
{
    /// <summary>What was asked, whether it holds, and what it cost: the first paragraph of a report.</summary>
    internal static IEnumerable<string> Sentences(ForecastReport report)
    {
        yield return Asked(report);
        if (report.Bounds.Count > 0 || report.Constrained.Splits.Any(split => double.IsFinite(split.Result.MeanConstraintViolation)))
            yield return Holds(report);
        if (Relaxed(report) is { } relaxed)
            yield return relaxed;
        if (report.Reference is { } reference)
            yield return Cost(report.Constrained, reference);
    }

    /// <summary>Further facts: the dearest bound, the time.</summary>
    internal static IEnumerable<string> Remarks(ForecastReport report)
    {
        if (Dearest(report) is { } dearest)
            yield return dearest;
        if (double.IsFinite(report.SecondsPerIteration))
            yield return $"One training step took {Duration(report.SecondsPerIteration)}.";
    }

    /// <summary>"all 96 bounds hold", or how many do and how far the worst is off; there must be a bound.</summary>
    internal static string Describe(Verdict verdict) => verdict switch
    {
        { Holds: true, Steps: 1 } => "the bound holds",
        { Holds: true } => $"all {Count(verdict.Steps)} bounds hold",
        { Steps: 1 } => $"the bound does not hold (it is exceeded by {Excess(verdict)})",
        _ => $"{Count(verdict.Held)} of {Count(verdict.Steps)} bounds hold (the worst, at step {Count(verdict.WorstStep)}, is exceeded by {Excess(verdict)})",
    };

    private static string Asked(ForecastReport report)
    {
        var steps = report.Constrained.Test.PerStep.Count;
        var ahead = steps == 1 ? "one step ahead" : $"{Count(steps)} steps ahead";
        return $"A model was trained to forecast {ahead}, so that {report.Requirement ?? Requirement(report.Bounds)}.";
    }

    private static string Requirement(IReadOnlyList<double> bounds)
    {
        var (low, high) = (bounds.DefaultIfEmpty(double.NaN).Min(), bounds.DefaultIfEmpty(double.NaN).Max());
        return bounds.Count switch
        {
            0 => "its requirements are kept on average over the data",
            1 => $"the mean squared error stays at or below {Short(low)}",
            _ when low == high => $"the mean squared error at every step stays at or below {Short(low)}",
            _ => $"the mean squared error at every step stays at or below that step’s own bound (from {Short(low)} to {Short(high)})",
        };
    }

    private static string Holds(ForecastReport report)
    {
        string On(SplitResult split) => report.Bounds.Count > 0
            ? Describe(Verdict.Of(split.PerStep, report.Bounds))
            : $"the mean violation is {Short(split.MeanConstraintViolation)}";
        var model = report.Constrained;
        return $"On the training data {On(model.Train)}, on the validation data {On(model.Validation)}, and on the test data, which the model never saw, {On(model.Test)}.";
    }

    private static string? Relaxed(ForecastReport report)
    {
        if (report.RelaxedBounds is not { Count: > 0 } relaxed)
            return null;
        var verdict = Verdict.Of(report.Constrained.Train.PerStep, relaxed);
        var held = verdict.Holds ? "all hold" : $"{Count(verdict.Held)} of {Count(verdict.Steps)} hold";
        return $"The training was allowed to relax bounds that cost too much; as it relaxed them, {held} on the training data.";
    }

    private static string Cost(ModelResult constrained, ModelResult reference)
    {
        var (mse, before) = (constrained.Test.Mse, reference.Test.Mse);
        var change = mse / before;
        var cost = !double.IsFinite(change) ? "cannot be compared with"
            : Math.Abs(change - 1) < 5e-4 ? "is the same as"
            : $"is {Percent(Math.Abs(change - 1))} {(change > 1 ? "higher than" : "lower than")}";
        var (spread, spreadBefore) = (constrained.Test.WindowStd, reference.Test.WindowStd);
        var evenness = double.IsFinite(spread) && double.IsFinite(spreadBefore) && spread != spreadBefore
            ? $" The errors of the steps lie {(spread < spreadBefore ? "closer together" : "further apart")} (window STD {Short(spread)} against {Short(spreadBefore)})."
            : "";
        return $"On the test data the mean squared error {cost} that of the same model trained without bounds ({Short(mse)} against {Short(before)}).{evenness}";
    }

    private static string? Dearest(ForecastReport report)
    {
        if (report.Prices.Count == 0)
            return null;
        var paid = report.Prices[0].Multipliers.Select((value, i) => (Step: i + 1, Value: value)).Where(p => double.IsFinite(p.Value)).ToArray();
        if (paid.Length == 0)
            return null;
        var (step, value) = paid.MaxBy(p => p.Value);
        if (value <= 0)
            return "No bound has a price at the end of training: none of them holds the model back.";
        var which = paid.Length == 1
            ? $"The bound has a price of {Short(value)}"
            : $"{Count(paid.Count(p => p.Value > 0))} of {Count(paid.Length)} bounds have a price; the highest, {Short(value)}, is that of step {Count(step)}";
        if (!report.PricesSettled) return $"{which}. The multipliers had not settled when the training ended: read them as a ranking of the bounds.";
        var bound = step <= report.Bounds.Count ? Math.Abs(report.Bounds[step - 1]) : double.NaN;
        return bound > 0 && double.IsFinite(bound)
            ? $"{which}. There, a bound looser by 1\u00A0% (by {Short(bound / 100)}) would lower the mean loss by about {Short(value * bound / 100)}."
            : $"{which}: how much the mean loss would fall per unit of the bound.";
    }

    private static string Excess(Verdict verdict) => double.IsFinite(verdict.WorstExcess) ? Percent(verdict.WorstExcess) : "more than can be said in percent";
}
