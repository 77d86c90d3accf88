using ConstrainedLearning.Forecasting;

namespace Forecasting.Study;

/// <summary>How even an error along the horizon can be at all.</summary>
/// <param name="Erm">The test error of plain training at each step, [T], mean over seeds.</param>
/// <param name="Specialists">By step, from 1: the change of a specialist's error there against plain training with the same seeds.</param>
/// <param name="Floor">The lowest error that was seen possible at each step: a specialist's, trained for that step alone, or plain training's where that is lower.</param>
internal sealed record StepBounds(double[] Erm, IReadOnlyList<(int Step, double Change)> Specialists, double[] Floor)
{
    private const int Points = 26;
    private const double MostRise = 0.05;

    /// <summary>The bounds of a setting from its specialists; between the steps that have one the ratio of the errors is taken as linear.</summary>
    /// <param name="erm">Plain training's test errors at each step, by seed.</param>
    /// <param name="specialists">Step, from 1, seed, and the test error at that step.</param>
    internal static StepBounds Of(IReadOnlyDictionary<long, double[]> erm, IReadOnlyList<(int Step, long Seed, double Error)> specialists)
    {
        var mean = Mean([.. erm.Values]);
        var known = specialists.Where(specialist => erm.ContainsKey(specialist.Seed)).GroupBy(specialist => specialist.Step).OrderBy(step => step.Key)
            .Select(step => (Step: step.Key, Change: step.Average(specialist => specialist.Error) / step.Average(specialist => erm[specialist.Seed][step.Key - 1]) - 1)).ToList();
        return new(mean, known, [.. mean.Select((error, i) => error * Math.Min(1, 1 + Between(known, i + 1)))]);
    }

    /// <summary>What can be had by making easy steps worse, and no step better: changes of mean error and window STD against plain training.</summary>
    internal IReadOnlyList<(double MseChange, double StdChange)> Spoiling => Line(Erm);

    /// <summary>What no method passes whose steps are all at or above the floor.</summary>
    internal IReadOnlyList<(double MseChange, double StdChange)> Limit => Line(Floor);

    /// <summary>The change of the window STD at best, at a rise of the mean error, when every step is at or above the floor.</summary>
    internal double MostEven(double rise) => Change(StepLevels.Filled(Floor, Math.Max(0, (1 + rise) * Erm.Average() / Floor.Average() - 1)));

    /// <summary>The same by making easy steps worse alone.</summary>
    internal double MostEvenBySpoiling(double rise) => Change(StepLevels.Filled(Erm, rise));

    /// <summary>The change of the window STD at best when every step is between the floor and plain training: min over c of the STD of clamp(c, floor_i, erm_i).</summary>
    internal double MostEvenWithNoStepWorse =>
        Erm.Concat(Floor).Select(level => Change([.. Floor.Zip(Erm, (least, most) => Math.Clamp(level, least, most))])).Min();

    /// <summary>From the errors themselves to a mean that is <see cref="MostRise"/> above plain training's.</summary>
    private IReadOnlyList<(double, double)> Line(double[] lowest)
    {
        var most = (1 + MostRise) * Erm.Average() / lowest.Average() - 1;
        return [.. Enumerable.Range(0, Points).Select(i => StepLevels.Filled(lowest, most * i / (Points - 1))).Select(errors => (errors.Average() / Erm.Average() - 1, Change(errors)))];
    }

    private double Change(double[] errors) => Deviation(errors) / Deviation(Erm) - 1;

    private static double Deviation(double[] errors) => ForecastMetrics.Of(errors, 0).WindowStd;

    private static double[] Mean(IReadOnlyList<double[]> rows) => [.. Enumerable.Range(0, rows[0].Length).Select(step => rows.Average(row => row[step]))];

    /// <summary>The change at a step, linear between those that are known.</summary>
    private static double Between(List<(int Step, double Change)> known, int step)
    {
        if (known.Count == 0) return 0;
        var after = known.FindIndex(point => point.Step >= step);
        if (after < 0) return known[^1].Change;
        if (after == 0) return known[0].Change;
        var (before, next) = (known[after - 1], known[after]);
        return before.Change + (next.Change - before.Change) * (step - before.Step) / (next.Step - before.Step);
    }
}
