namespace ConstrainedLearning.Certification;

/// <summary>See <see cref="ConfidenceInterval.EmpiricalBernstein"/>.</summary>
internal sealed record EmpiricalBernsteinInterval : ConfidenceInterval
{
    /// <summary>More samples than anyone will take.</summary>
    private const double Unreachable = 1e15;

    /// <summary>A range such as 0.3 is met up to the rounding of the values.</summary>
    private const double Rounding = 1e-9;

    internal EmpiricalBernsteinInterval(double range)
    {
        if (!(double.IsFinite(range) && range > 0)) throw new ArgumentOutOfRangeException(nameof(range), range, "the range of the values is a finite number > 0: the largest possible value minus the smallest");
        Range = range;
    }

    public double Range { get; }

    public override string ToString() => $"empirical Bernstein bound, range {Text.Number(Range)}";

    internal override Interval[] Bound(IReadOnlyList<Sample> components, double miss) => [.. components.Select((sample, i) =>
    {
        if (sample.Spread > Range * (1 + Rounding))
            throw new ArgumentException($"component {i}: the values spread over {Text.Number(sample.Spread)}, more than the stated range {Text.Number(Range)}, so the bound would guarantee nothing; "
                + "state the range that the values can take, or clip them");
        var radius = Radius(sample.Variance, sample.Count, miss);
        return new Interval(sample.Mean - radius, sample.Mean + radius);
    })];

    internal override double SamplesFor(Sample sample, double radius, double margin, double miss)
    {
        double few = sample.Count, enough = sample.Count;
        while (Radius(sample.Variance, enough, miss) > margin)
        {
            (few, enough) = (enough, 2 * enough);
            if (enough > Unreachable) return double.PositiveInfinity;
        }
        while (enough - few > 1)
        {
            var middle = Math.Floor((few + enough) / 2);
            if (Radius(sample.Variance, middle, miss) > margin) few = middle;
            else enough = middle;
        }
        return enough;
    }

    private double Radius(double variance, double count, double miss)
    {
        var log = Math.Log(2 / miss);
        return Math.Sqrt(2 * variance * log / count) + 7 * Range * log / (3 * (count - 1));
    }
}
