namespace ConstrainedLearning.Invariance;

/// <summary>The strengths that a transformation is drawn with: its parameter's values, from the weakest to the strongest, and whether the sign is drawn too.</summary>
/// <remarks>A parameter is drawn by a coordinate c, uniform on [-1, 1]: |c| gives the size, c &lt; 0 the negative sign.</remarks>
public abstract record Magnitude
{
    /// <summary>The strongest level; the weakest is 0.</summary>
    public const int HighestLevel = 30;

    private protected Magnitude(double weakest, double strongest, string unit)
    {
        if (!double.IsFinite(weakest) || !double.IsFinite(strongest)) throw new ArgumentOutOfRangeException(nameof(strongest), $"a range of [{weakest}, {strongest}]: expected two finite numbers");
        (Weakest, Strongest, Unit) = (weakest, strongest, unit);
    }

    /// <summary>The parameter at level 0.</summary>
    public double Weakest { get; }

    /// <summary>The parameter at level 30.</summary>
    public double Strongest { get; }

    /// <summary>What the parameter counts, in words.</summary>
    public string Unit { get; }

    /// <summary>Whether either sign is drawn, each with probability 1/2. Default false.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Numbers in a parameter, drawn independently: 1 (parameters [n]), or 2, the horizontal one first (parameters [n, 2]). Default 1.</summary>
    public int Components { get; init => field = value is 1 or 2 ? value : throw new ArgumentOutOfRangeException(nameof(Components), value, "a parameter has 1 or 2 components"); } = 1;

    /// <summary>Drawn at a level: weakest + level (strongest - weakest) / 30.</summary>
    public static Magnitude Graded(double weakest, double strongest, string unit) => new GradedMagnitude(weakest, strongest, unit);

    /// <summary>Drawn at a level, in whole steps from the weakest: weakest + trunc(level (strongest - weakest) / 30).</summary>
    public static Magnitude WholeGraded(double weakest, double strongest, string unit) => new WholeGradedMagnitude(weakest, strongest, unit);

    /// <summary>Drawn anywhere between the two, uniformly.</summary>
    public static Magnitude Continuous(double weakest, double strongest, string unit) => new ContinuousMagnitude(weakest, strongest, unit);

    /// <summary>Drawn among all whole numbers from one to the other, both included, uniformly.</summary>
    public static Magnitude WholeNumbers(int lowest, int highest, string unit) => highest >= lowest
        ? new WholeNumbersMagnitude(lowest, highest, unit)
        : throw new ArgumentOutOfRangeException(nameof(highest), highest, $"no whole number lies from {lowest} to {highest}");

    /// <summary>The parameter at a level, without sign.</summary>
    /// <param name="level">From 0 to 30.</param>
    public virtual double At(int level) => Weakest + level * (Strongest - Weakest) / HighestLevel;

    /// <summary>The parameter is Values[floor(|c| count)] + Span |c|: the values to choose from, equally likely, when the levels run from <paramref name="first"/> to <paramref name="last"/>.</summary>
    internal virtual double[] Values(int first, int last) => [.. Enumerable.Range(first, last - first + 1).Select(At)];

    /// <summary>See <see cref="Values"/>.</summary>
    internal virtual double Span => 0;
}

/// <summary>See <see cref="Magnitude.Graded"/>.</summary>
internal sealed record GradedMagnitude(double Weakest, double Strongest, string Unit) : Magnitude(Weakest, Strongest, Unit);

/// <summary>See <see cref="Magnitude.WholeGraded"/>.</summary>
internal sealed record WholeGradedMagnitude(double Weakest, double Strongest, string Unit) : Magnitude(Weakest, Strongest, Unit)
{
    public override double At(int level) => Weakest + Math.Truncate(level * (Strongest - Weakest) / HighestLevel);
}

/// <summary>See <see cref="Magnitude.Continuous"/>.</summary>
internal sealed record ContinuousMagnitude(double Weakest, double Strongest, string Unit) : Magnitude(Weakest, Strongest, Unit)
{
    internal override double Span => Strongest - Weakest;

    internal override double[] Values(int first, int last) => [Weakest];
}

/// <summary>See <see cref="Magnitude.WholeNumbers"/>.</summary>
internal sealed record WholeNumbersMagnitude(int Lowest, int Highest, string Unit) : Magnitude(Lowest, Highest, Unit)
{
    internal override double[] Values(int first, int last) => [.. Enumerable.Range(Lowest, Highest - Lowest + 1).Select(value => (double)value)];
}
