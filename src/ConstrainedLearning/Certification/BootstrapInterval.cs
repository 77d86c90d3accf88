using System.Runtime.Intrinsics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace ConstrainedLearning.Certification;

/// <summary>See <see cref="ConfidenceInterval.Bootstrap"/>.</summary>
internal sealed record BootstrapInterval : ConfidenceInterval
{
    /// <summary>So many resampled means must lie beyond an end for it to be a quantile of theirs.</summary>
    private const int ResamplesInTail = 5;

    /// <summary>Two means this close, in standard deviations, differ by rounding.</summary>
    private const double Tie = 1e-12;

    private const int MostResamples = 1_000_000;

    internal BootstrapInterval(int resamples, int seed)
    {
        if (resamples < 100) throw new ArgumentOutOfRangeException(nameof(resamples), resamples, "the ends of an interval are quantiles of at least 100 resampled means; the default is 4000");
        (Resamples, Seed) = (resamples, seed);
    }

    public int Resamples { get; }

    public int Seed { get; }

    public override string ToString() => $"BCa bootstrap, {Resamples} resamples, seed {Seed}";

    /// <summary>A component whose samples are all equal gets the whole line: its resamples are equal too and tell nothing of the values that were not seen.</summary>
    internal override Interval[] Bound(IReadOnlyList<Sample> components, double miss)
    {
        var resamples = Math.Max(Resamples, Math.Ceiling(ResamplesInTail / miss));
        if (resamples > MostResamples)
            throw new ArgumentException($"an end that misses with probability {Text.Number(miss)} takes {Text.Number(resamples)} resamples, more than {MostResamples}; "
                + "lower the confidence, or use ConfidenceInterval.EmpiricalBernstein");
        var shifts = Resample(components, (int)resamples);
        return [.. components.Select((sample, i) => sample.IsConstant ? new Interval(double.NegativeInfinity, double.PositiveInfinity) : Accelerated(sample, shifts[i], miss))];
    }

    /// <summary>The ends come closer as 1 / sqrt(n).</summary>
    internal override double SamplesFor(Sample sample, double radius, double margin, double miss) => Math.Ceiling(sample.Count * (radius / margin) * (radius / margin));

    /// <summary>How far each resample's mean lies from the sample's, in standard deviations. All components are resampled together, as they were sampled.</summary>
    private double[][] Resample(IReadOnlyList<Sample> components, int resamples)
    {
        var count = components[0].Count;
        var standardized = components.Select(sample => sample.Standardized()).ToArray();
        var shifts = components.Select(_ => new double[resamples]).ToArray();
        var random = new Random(Seed);
        var taken = new double[count];
        for (var b = 0; b < resamples; b++)
        {
            Array.Clear(taken);
            for (var i = 0; i < count; i++) taken[random.Next(count)]++;
            for (var k = 0; k < shifts.Length; k++) shifts[k][b] = Dot(taken, standardized[k]) / count;
        }
        return shifts;
    }

    /// <summary>Efron 1987: the ends are the quantiles at Phi(z0 + (z0 + z) / (1 - a (z0 + z))), z the normal quantile of the level, z0 the bias and a the acceleration.</summary>
    private static Interval Accelerated(Sample sample, double[] shifts, double miss)
    {
        var below = shifts.Sum(shift => Math.Abs(shift) <= Tie ? 0.5 : shift < 0 ? 1 : 0);
        var bias = Normal.InvCDF(0, 1, (below + 0.5) / (shifts.Length + 1));
        var acceleration = sample.Standardized().Sum(value => value * value * value) / (6 * Math.Pow(sample.Count - 1, 1.5));
        Array.Sort(shifts);
        return new Interval(End(miss), End(1 - miss));

        double End(double level)
        {
            var shifted = bias + Normal.InvCDF(0, 1, level);
            var denominator = 1 - acceleration * shifted;
            var corrected = denominator > 0 ? Normal.CDF(0, 1, bias + shifted / denominator) : shifted > 0 ? 1 : 0;
            return sample.Mean + sample.Deviation * SortedArrayStatistics.QuantileCustom(shifts, corrected, QuantileDefinition.R6);
        }
    }

    /// <summary>The same sum on every machine: four partial ones, whatever the width of its registers.</summary>
    private static double Dot(double[] left, double[] right)
    {
        var sum = Vector256<double>.Zero;
        var i = 0;
        for (; i <= left.Length - Vector256<double>.Count; i += Vector256<double>.Count) sum += Vector256.Create(left, i) * Vector256.Create(right, i);
        var total = Vector256.Sum(sum);
        for (; i < left.Length; i++) total += left[i] * right[i];
        return total;
    }
}
