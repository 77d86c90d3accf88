namespace ConstrainedLearning.Certification;

/// <summary>How the mean of a quantity is bounded from its samples.</summary>
public abstract record ConfidenceInterval
{
    private protected ConfidenceInterval()
    {
    }

    /// <summary>A guarantee at any number of samples: each end lies  sqrt(2 V ln(2/delta) / n) + 7 R ln(2/delta) / (3 (n - 1))  from the mean, V the sample variance.</summary>
    /// <remarks>
    /// For independent samples. Wide for few samples: it assumes nothing but the range.
    /// Reference: Maurer, Pontil, "Empirical Bernstein Bounds and Sample Variance Penalization", COLT 2009, theorem 4.
    /// </remarks>
    /// <param name="range">
    /// R, the length of an interval that holds every value the quantity can take (1 for an indicator), in its units. It is what makes the bound a guarantee: state it, do not estimate it.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not a finite number &gt; 0.</exception>
    public static ConfidenceInterval EmpiricalBernstein(double range) => new EmpiricalBernsteinInterval(range);

    /// <summary>Narrower and approximate: quantiles of the means of resampled data, corrected for bias and skewness (BCa).</summary>
    /// <remarks>
    /// For independent samples; close to its level from some hundred on, and without a say about values so rare that no sample has them.
    /// The same seed gives the same interval. Reference: Efron, "Better Bootstrap Confidence Intervals", JASA 1987.
    /// </remarks>
    /// <param name="resamples">How many resamples are drawn, at least 100; more are where many components make the tails small. The default is 4000.</param>
    /// <param name="seed">Seeds the resampling. The default is 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 100 resamples.</exception>
    public static ConfidenceInterval Bootstrap(int resamples = 4000, int seed = 0) => new BootstrapInterval(resamples, seed);

    /// <summary>Bounds each component's mean; each end of an interval misses it with probability <paramref name="miss"/>.</summary>
    internal abstract Interval[] Bound(IReadOnlyList<Sample> components, double miss);

    /// <summary>How many samples in all would bring the mean's distance to an end of the interval, now <paramref name="radius"/>, down to <paramref name="margin"/>; infinite when none would.</summary>
    internal abstract double SamplesFor(Sample sample, double radius, double margin, double miss);
}

/// <summary>Where a mean lies.</summary>
internal readonly record struct Interval(double Lower, double Upper);
