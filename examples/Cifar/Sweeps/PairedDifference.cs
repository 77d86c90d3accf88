using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Cifar.Sweeps;

/// <summary>The difference of two methods over the same seeds.</summary>
/// <param name="Mean">The mean of the differences.</param>
/// <param name="HalfWidth">Of the 95 % interval of the mean, by Student's law of the differences; NaN for fewer than two seeds.</param>
/// <param name="Ahead">At how many seeds the first method is ahead.</param>
/// <param name="Count">Seeds.</param>
internal sealed record PairedDifference(double Mean, double HalfWidth, int Ahead, int Count)
{
    private const double Tail = 0.975;

    internal static PairedDifference Of(IReadOnlyList<double> values, IReadOnlyList<double> reference)
    {
        double[] differences = [.. values.Zip(reference, (value, other) => value - other)];
        var halfWidth = differences.Length < 2
            ? double.NaN
            : StudentT.InvCDF(0, 1, differences.Length - 1, Tail) * differences.StandardDeviation() / Math.Sqrt(differences.Length);
        return new(differences.Average(), halfWidth, differences.Count(difference => difference > 0), differences.Length);
    }

    /// <summary>As two cells of a table: the mean with its interval, and how often it was ahead.</summary>
    internal string[] Cells() =>
        [string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Math.Round(Mean, 1) + 0.0:+0.0;-0.0} ± {HalfWidth:F1}"), $"{Ahead} of {Count}"]; // a small negative difference is no "-+0.0"
}
