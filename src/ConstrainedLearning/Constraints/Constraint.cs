namespace ConstrainedLearning;

/// <summary>A requirement on a measured quantity: g_i(theta) &lt;= eps_i for each of its components i.</summary>
/// <remarks>
/// A constraint is a description and holds no state: multipliers and slacks live in <see cref="Multipliers"/>, keyed by <see cref="Name"/>.
/// One multiplier per component; bounds and values are in the user's own units.
/// </remarks>
public sealed record Constraint
{
    private Constraint(string name, double[] bounds)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        for (var i = 0; i < bounds.Length; i++)
            if (!double.IsFinite(bounds[i]))
                throw new ArgumentException($"constraint '{name}': bound {i} is {Text.Number(bounds[i])}; a bound must be a finite number", nameof(bounds));
        if (bounds.Length == 0) throw new ArgumentException($"constraint '{name}' has no component; give at least one bound", nameof(bounds));
        (Name, Bounds) = (name, bounds);
    }

    /// <summary>The name under which all state of the constraint is kept; unique within a problem.</summary>
    public string Name { get; }

    /// <summary>The bound eps_i of each component, in the user's units.</summary>
    public IReadOnlyList<double> Bounds { get; }

    /// <summary>The number of components, and so of multipliers.</summary>
    public int Count => Bounds.Count;

    /// <summary>How the bounds may give way, at a cost; null (the default): they may not.</summary>
    public Relaxation? Relaxation { get; init; }

    /// <summary>How this constraint's multipliers move; null (the default): as the learner's other multipliers do.</summary>
    public DualUpdate? DualUpdate { get; init; }

    /// <summary>The value every multiplier starts from. The default is 0.</summary>
    public double InitialMultiplier
    {
        get;
        init => field = double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentException($"constraint '{Name}': a multiplier of an upper bound starts at a finite number >= 0, got {Text.Number(value)}", nameof(value));
    }

    /// <summary>Every one of <paramref name="count"/> components at most <paramref name="bound"/>.</summary>
    /// <param name="name">The constraint's name.</param>
    /// <param name="bound">eps, in the user's units.</param>
    /// <param name="count">The number of components. The default is 1.</param>
    public static Constraint AtMost(string name, double bound, int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new Constraint(name, [.. Enumerable.Repeat(bound, count)]);
    }

    /// <summary>Each component at most its own bound.</summary>
    /// <param name="name">The constraint's name.</param>
    /// <param name="bounds">eps_i, one a component, in the user's units; copied.</param>
    public static Constraint AtMost(string name, IEnumerable<double> bounds) => new(name, [.. bounds]);

    /// <summary>The same constraint, whose bounds may give way: g_i &lt;= eps_i + u_i at cost h(u).</summary>
    public Constraint Relaxed(Relaxation relaxation) => this with { Relaxation = relaxation };

    /// <summary>The same constraint with multipliers that start at <paramref name="multiplier"/>.</summary>
    public Constraint StartingAt(double multiplier) => this with { InitialMultiplier = multiplier };

    /// <inheritdoc/>
    public override string ToString() => Bounds.Distinct().Count() == 1
        ? $"{Name} <= {Text.Number(Bounds[0])}{(Count > 1 ? $" ({Count} components)" : "")}"
        : $"{Name} <= [{Text.Number(Bounds.Min())} .. {Text.Number(Bounds.Max())}] ({Count} components)";
}
