using MathNet.Numerics.Statistics;

namespace ExperimentKit.Statistics;

/// <summary>A number, and between what ends it lies by a percentile bootstrap (Efron, 1979).</summary>
/// <param name="Value">From the data themselves.</param>
/// <param name="Low">The lower end; NaN where nothing could be drawn anew.</param>
/// <param name="High">The upper end; NaN where nothing could be drawn anew.</param>
public sealed record BootstrapInterval(double Value, double Low, double High)
{
    /// <summary>Whether there are ends.</summary>
    public bool HasEnds => double.IsFinite(Low) && double.IsFinite(High);

    /// <summary>The mean of independent values, drawn with replacement; without ends for fewer than two.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="options">How to draw; the defaults for null.</param>
    /// <exception cref="ArgumentException">There is no value, or an option is out of its range.</exception>
    public static BootstrapInterval OfMean(IReadOnlyList<double> values, BootstrapOptions? options = null)
    {
        options = (options ?? new()).Checked();
        if (values.Count == 0) throw new ArgumentException("there is no value, expected at least one", nameof(values));
        if (values.Count == 1) return new(values[0], double.NaN, double.NaN);
        var random = new Random(options.Seed);
        var means = new double[options.Resamples];
        for (var i = 0; i < means.Length; i++)
        {
            for (var draw = 0; draw < values.Count; draw++) means[i] += values[random.Next(values.Count)];
            means[i] /= values.Count;
        }
        return Of(values.Average(), means, options.Confidence);
    }

    /// <summary>The middle of what the draws gave; they are sorted in place.</summary>
    internal static BootstrapInterval Of(double value, double[] draws, double confidence)
    {
        Array.Sort(draws);
        return new(value, SortedArrayStatistics.QuantileCustom(draws, (1 - confidence) / 2, QuantileDefinition.R7), SortedArrayStatistics.QuantileCustom(draws, (1 + confidence) / 2, QuantileDefinition.R7));
    }
}
