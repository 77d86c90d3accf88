namespace ConstrainedLearning.Certification;

/// <summary>The samples of one component and what intervals are computed from.</summary>
internal sealed class Sample
{
    private readonly double[] _values;

    internal Sample(double[] values)
    {
        _values = values;
        Spread = values.Max() - values.Min();
        // From the first value on, so that equal samples have exactly their value as mean and no variance.
        Mean = values[0] + values.Sum(value => value - values[0]) / values.Length;
        Variance = values.Sum(value => (value - Mean) * (value - Mean)) / (values.Length - 1);
        Deviation = Math.Sqrt(Variance);
    }

    internal int Count => _values.Length;

    internal double Mean { get; }

    /// <summary>V = sum (x - mean)^2 / (n - 1).</summary>
    internal double Variance { get; }

    /// <summary>sqrt(V).</summary>
    internal double Deviation { get; }

    /// <summary>The largest value minus the smallest.</summary>
    internal double Spread { get; }

    internal bool IsConstant => Variance == 0;

    /// <summary>(x - mean) / deviation; zeros for a constant.</summary>
    internal double[] Standardized() => [.. _values.Select(value => IsConstant ? 0 : (value - Mean) / Deviation)];
}
