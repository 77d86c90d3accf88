namespace ExperimentKit.Statistics;

/// <summary>How a bootstrap draws.</summary>
public sealed record BootstrapOptions
{
    /// <summary>How often it draws anew; at least 100. 2000 by default: the ends of a 95 % interval then rest on 50 draws each.</summary>
    public int Resamples { get; init; } = 2000;

    /// <summary>Of the draws; 0 by default. The same seed gives the same interval.</summary>
    public int Seed { get; init; }

    /// <summary>The probability that the interval is made for; 0.95 by default.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    internal BootstrapOptions Checked()
    {
        if (Resamples < 100) throw new ArgumentException($"Resamples is {Resamples}, expected at least 100");
        if (!(Confidence is > 0 and < 1)) throw new ArgumentException($"Confidence is {Confidence}, expected a number between 0 and 1");
        return this;
    }
}
