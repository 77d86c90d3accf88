using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace ExperimentKit.Statistics;

/// <summary>The difference of two methods over the same seeds.</summary>
/// <param name="Mean">The mean of the differences.</param>
/// <param name="HalfWidth">Of the 95 % interval of the mean, by Student's law of the differences; NaN for fewer than two seeds.</param>
/// <param name="Ahead">At how many seeds the first method is ahead: has the larger value.</param>
/// <param name="Count">Seeds.</param>
public sealed record PairedDifference(double Mean, double HalfWidth, int Ahead, int Count)
{
    private const double Tail = 0.975;

    /// <summary>Value less reference, over pairs.</summary>
    /// <param name="values">Of the first method, one a seed.</param>
    /// <param name="reference">Of the other, at the same seeds in the same order.</param>
    /// <exception cref="ArgumentException">There is no pair, or one side has more values.</exception>
    public static PairedDifference Of(IReadOnlyList<double> values, IReadOnlyList<double> reference)
    {
        if (values.Count == 0 || values.Count != reference.Count) throw new ArgumentException($"got {values.Count} values and {reference.Count} of the reference, expected as many, and at least one", nameof(values));
        double[] differences = [.. values.Zip(reference, (value, other) => value - other)];
        var halfWidth = differences.Length < 2
            ? double.NaN
            : StudentT.InvCDF(0, 1, differences.Length - 1, Tail) * differences.StandardDeviation() / Math.Sqrt(differences.Length);
        return new(differences.Average(), halfWidth, differences.Count(difference => difference > 0), differences.Length);
    }
}
