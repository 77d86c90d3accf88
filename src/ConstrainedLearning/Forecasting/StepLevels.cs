using MathNet.Numerics.Statistics;

namespace ConstrainedLearning.Forecasting;

/// <summary>Bounds on the mean squared error at each step of the horizon.</summary>
public static class StepLevels
{
    /// <summary>The same bound at every step: eps_i = level.</summary>
    public static double[] Constant(int horizon, double level) => Build(horizon, _ => level);

    /// <summary>A bound that grows along the horizon: eps_i = slope * i + offset, i from 0.</summary>
    public static double[] Linear(int horizon, double slope, double offset) => Build(horizon, i => slope * i + offset);

    /// <summary>A bound that grows geometrically: eps_i = scale * exp(rate * i), i from 0.</summary>
    public static double[] Exponential(int horizon, double scale, double rate) => Build(horizon, i => scale * Math.Exp(rate * i));

    /// <summary>
    /// The quantile of a reference run's per-step errors, by linear interpolation: the published way to choose a constant level.
    /// </summary>
    /// <param name="perStep">MSE_i of a run without constraints, on train or on validation data.</param>
    /// <param name="fraction">Between 0 and 1; 0.5 is the median over the steps.</param>
    public static double Quantile(IReadOnlyList<double> perStep, double fraction)
    {
        if (!(fraction is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "a quantile is between 0 and 1");
        if (perStep.Count == 0 || perStep.Any(value => !double.IsFinite(value))) throw new ArgumentException("the reference run's per-step errors must be finite numbers, at least one", nameof(perStep));
        return perStep.QuantileCustom(fraction, QuantileDefinition.R7);
    }

    /// <summary>
    /// Per-step errors with the easiest steps raised to one level, as water fills a valley: max(l_i, c), where c makes the mean (1 + rise) times what it was. Of all errors that are nowhere below
    /// l and have that mean these are the most even: they have the lowest variance over the steps, and the lowest maximum.
    /// </summary>
    /// <param name="perStep">l_i.</param>
    /// <param name="rise">By which share the mean may rise, &gt;= 0.</param>
    public static double[] Filled(IReadOnlyList<double> perStep, double rise)
    {
        if (!(rise >= 0) || !double.IsFinite(rise)) throw new ArgumentOutOfRangeException(nameof(rise), rise, "the mean rises by a finite share >= 0");
        if (perStep.Count == 0 || perStep.Any(value => !(value >= 0) || !double.IsFinite(value))) throw new ArgumentException("per-step errors are finite numbers >= 0, at least one", nameof(perStep));
        double[] sorted = [.. perStep.Order()];
        var (water, below) = (rise * sorted.Sum(), 0.0);
        for (var filled = 1; ; filled++)
        {
            below += sorted[filled - 1];
            var level = (below + water) / filled;
            if (filled == sorted.Length || level <= sorted[filled]) return [.. perStep.Select(error => Math.Max(error, level))];
        }
    }

    private static double[] Build(int horizon, Func<int, double> level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        return [.. Enumerable.Range(0, horizon).Select(level)];
    }
}
