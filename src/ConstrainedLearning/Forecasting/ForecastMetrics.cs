using MathNet.Numerics.Statistics;

namespace ConstrainedLearning.Forecasting;

/// <summary>How good a forecaster is on one part of the data, in standardised units.</summary>
/// <param name="Mse">The mean squared error over windows, steps and channels.</param>
/// <param name="Mae">The mean absolute error over the same.</param>
/// <param name="WindowStd">The sample standard deviation (denominator T - 1) over the steps of the per-step MSE; 0 for one step.</param>
/// <param name="Mcv">Mean constraint violation: (1/m) sum_i max(0, g_i - eps_i); null without requirements.</param>
/// <param name="PerStep">The MSE at each step, [T].</param>
public sealed record ForecastMetrics(double Mse, double Mae, double WindowStd, double? Mcv, double[] PerStep)
{
    /// <summary>The metrics of per-step errors.</summary>
    /// <param name="perStep">MSE_i at each step.</param>
    /// <param name="mae">The mean absolute error.</param>
    /// <param name="shaping">The requirements; they are compared with the nominal bounds, without slack.</param>
    public static ForecastMetrics Of(double[] perStep, double mae, LossShaping? shaping = null) =>
        new(perStep.Average(), mae, perStep.Length < 2 ? 0 : perStep.StandardDeviation(), Violation(perStep, shaping), perStep);

    /// <summary>The share of requirements that per-step errors exceed.</summary>
    public static double InfeasibleShare(IReadOnlyList<double> values, IReadOnlyList<double> bounds) =>
        values.Zip(bounds).Count(pair => pair.First > pair.Second) / (double)values.Count;

    /// <summary>(1/m) sum_i max(0, values_i - bounds_i).</summary>
    public static double MeanViolation(IReadOnlyList<double> values, IReadOnlyList<double> bounds) =>
        values.Zip(bounds, (value, bound) => Math.Max(0, value - bound)).Average();

    private static double? Violation(double[] perStep, LossShaping? shaping) =>
        shaping?.Constraint is { } constraint ? MeanViolation(shaping.Measured(perStep), constraint.Bounds) : null;
}
