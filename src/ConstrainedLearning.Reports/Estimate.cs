using MathNet.Numerics.Distributions;

namespace ConstrainedLearning.Reports;

/// <summary>The mean of independent values, and how well it is known: mean ± t s / √n, t the 97.5 % quantile of Student's distribution with n - 1 degrees of freedom.</summary>
/// <param name="Mean">Of the finite values; NaN without any.</param>
/// <param name="Deviation">s, with ddof 1; NaN for fewer than two values.</param>
/// <param name="Count">n, the number of finite values.</param>
internal readonly record struct Estimate(double Mean, double Deviation, int Count)
{
    /// <summary>The estimate from values, of which those that are not finite are left out.</summary>
    internal static Estimate Of(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).ToArray();
        var mean = finite.DefaultIfEmpty(double.NaN).Average();
        return new(mean, finite.Length > 1 ? Math.Sqrt(finite.Sum(value => (value - mean) * (value - mean)) / (finite.Length - 1)) : double.NaN, finite.Length);
    }

    /// <summary>Half the width of the 95 % confidence interval; NaN for fewer than two values.</summary>
    internal double Radius => Count > 1 ? StudentT.InvCDF(0, 1, Count - 1, 0.975) * Deviation / Math.Sqrt(Count) : double.NaN;

    internal bool HasInterval => Count > 1;

    internal double Low => Mean - Radius;

    internal double High => Mean + Radius;

    /// <summary>In another unit.</summary>
    internal Estimate Times(double factor) => new(factor * Mean, Math.Abs(factor) * Deviation, Count);
}
