using ConstrainedLearning.Constraints;

namespace ConstrainedLearning;

/// <summary>A requirement on a measured quantity: g_i(theta) &lt;= eps_i, &gt;= eps_i or = eps_i for each of its components i.</summary>
/// <remarks>
/// A constraint is a description and holds no state: multipliers and slacks live in <see cref="Multipliers"/>, keyed by <see cref="Name"/>.
/// One multiplier per component; bounds and values are in the user's own units. The violation is v = g - eps (AtMost, Equal) or eps - g (AtLeast).
/// </remarks>
public sealed record Constraint
{
    private Constraint(string name, Sense sense, BoundList bounds, long[] shape)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (Name, Sense, Bounds, Shape) = (name, sense, Checked(name, bounds), shape);
    }

    /// <summary>The name under which all state of the constraint is kept; unique within a problem.</summary>
    public string Name { get; }

    /// <summary>On which side of the bound the quantity has to lie.</summary>
    public Sense Sense { get; }

    /// <summary>The bound eps_i of each component, in the user's units, row by row.</summary>
    public IReadOnlyList<double> Bounds { get; private init; }

    /// <summary>The shape of a measured value: empty for one number. Per-sample constraints measure [batch].</summary>
    public IReadOnlyList<long> Shape { get; private init; }

    /// <summary>The number of components (for a per-sample constraint: of samples), and so of multipliers.</summary>
    public int Count => Bounds.Count;

    /// <summary>Whether there is one multiplier per sample of the data set, of which a batch shows a few; see <see cref="PerSample(int, Aggregation)"/>.</summary>
    public bool IsPerSample { get; private init; }

    /// <summary>How per-sample terms enter the Lagrangian. The default is the mean over the batch.</summary>
    public Aggregation Aggregation { get; private init; }

    /// <summary>The network that gives the multipliers; null (the default): they are numbers of their own.</summary>
    public MultiplierNetwork? Network { get; private init; }

    /// <summary>How the bounds may give way, at a cost; null (the default): they may not.</summary>
    public Relaxation? Relaxation { get; init; }

    /// <summary>How this constraint's multipliers move; null (the default): as the learner's other multipliers do.</summary>
    public DualUpdate? DualUpdate { get; init; }

    /// <summary>The penalty coefficient in an augmented Lagrangian or quadratic penalty; null (the default): the formulation's.</summary>
    public Penalty? Penalty { get; init; }

    /// <summary>The unit in which violations reach the multipliers; null (the default): the user's.</summary>
    public Scale? Scale { get; init; }

    /// <summary>Which side the constraint takes part in. The default is both.</summary>
    public Contribution Contribution { get; init; }

    /// <summary>The value every multiplier starts from, or one value a component. The default is 0.</summary>
    public IReadOnlyList<double> InitialMultipliers { get; private init; } = [0.0];

    /// <summary>How components are called in reports; null (the default): by their index.</summary>
    public IReadOnlyList<string>? ComponentNames { get; private init; }

    /// <summary>Every one of <paramref name="count"/> components at most <paramref name="bound"/>.</summary>
    /// <param name="name">The constraint's name.</param>
    /// <param name="bound">eps, in the user's units.</param>
    /// <param name="count">The number of components. The default is 1.</param>
    public static Constraint AtMost(string name, double bound, int count = 1) => Uniform(name, Sense.AtMost, bound, count);

    /// <summary>Each component at most its own bound.</summary>
    /// <param name="name">The constraint's name.</param>
    /// <param name="bounds">eps_i, one a component, in the user's units; copied.</param>
    /// <param name="shape">The shape of a measured value; the default is [count].</param>
    public static Constraint AtMost(string name, IEnumerable<double> bounds, params long[] shape) => Shaped(name, Sense.AtMost, bounds, shape);

    /// <summary>Every component at least <paramref name="bound"/>.</summary>
    /// <inheritdoc cref="AtMost(string, double, int)"/>
    public static Constraint AtLeast(string name, double bound, int count = 1) => Uniform(name, Sense.AtLeast, bound, count);

    /// <summary>Each component at least its own bound.</summary>
    /// <inheritdoc cref="AtMost(string, IEnumerable{double}, long[])"/>
    public static Constraint AtLeast(string name, IEnumerable<double> bounds, params long[] shape) => Shaped(name, Sense.AtLeast, bounds, shape);

    /// <summary>Every component equal to <paramref name="bound"/>.</summary>
    /// <inheritdoc cref="AtMost(string, double, int)"/>
    public static Constraint Equal(string name, double bound, int count = 1) => Uniform(name, Sense.Equal, bound, count);

    /// <summary>Each component equal to its own bound.</summary>
    /// <inheritdoc cref="AtMost(string, IEnumerable{double}, long[])"/>
    public static Constraint Equal(string name, IEnumerable<double> bounds, params long[] shape) => Shaped(name, Sense.Equal, bounds, shape);

    /// <summary>
    /// The same requirement on every sample of a data set, one multiplier each: a batch measures [b] values with the indices of their samples, and only those multipliers move.
    /// </summary>
    /// <param name="samples">N, the size of the data set.</param>
    /// <param name="aggregation">How the terms enter the Lagrangian. The default is the mean over the batch.</param>
    public Constraint PerSample(int samples, Aggregation aggregation = Aggregation.Mean)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        if (Count != 1 && Count != samples) throw new ArgumentException($"constraint '{Name}': {Count} bounds for {samples} samples; give one bound for all or one a sample", nameof(samples));
        return new Constraint(Name, Sense, Count == samples ? BoundList : new BoundList(Bounds[0], samples), [])
        {
            IsPerSample = true,
            Aggregation = aggregation,
            Relaxation = Relaxation,
            DualUpdate = DualUpdate,
            Penalty = Penalty,
            Scale = Scale,
            Contribution = Contribution,
            InitialMultipliers = InitialMultipliers,
        };
    }

    /// <summary>The same requirement on every sample, with multipliers that a network computes from the sample's features: lambda_n = network(features_n).</summary>
    /// <param name="network">Borrowed.</param>
    public Constraint PricedBy(MultiplierNetwork network)
    {
        if (Count != 1) throw new ArgumentException($"constraint '{Name}': a network prices a requirement with one bound, this one has {Count} components");
        return this with { IsPerSample = true, Network = network, Shape = [] };
    }

    /// <summary>The same constraint, whose bounds may give way by u &gt;= 0 at cost h(u).</summary>
    public Constraint Relaxed(Relaxation relaxation) => this with { Relaxation = relaxation };

    /// <summary>The same constraint with multipliers that start at these values: one for all, or one a component.</summary>
    public Constraint StartingAt(params double[] multipliers)
    {
        if (multipliers.Length != 1 && multipliers.Length != Count) throw new ArgumentException($"constraint '{Name}': {multipliers.Length} initial multipliers for {Count} components; give one, or one a component", nameof(multipliers));
        foreach (var value in multipliers)
            if (!double.IsFinite(value) || (value < 0 && Sense != Sense.Equal))
                throw new ArgumentException($"constraint '{Name}': a multiplier of {(Sense == Sense.Equal ? "an equality is a finite number" : "an inequality is a finite number >= 0")}, got {Text.Number(value)}", nameof(multipliers));
        return this with { InitialMultipliers = [.. multipliers] };
    }

    /// <summary>The same constraint with multipliers that move by this rule.</summary>
    public Constraint MovedBy(DualUpdate update) => this with { DualUpdate = update };

    /// <summary>The same constraint with this penalty coefficient.</summary>
    public Constraint Penalized(Penalty penalty) => this with { Penalty = penalty };

    /// <summary>The same constraint, whose violations reach its multipliers in this unit; prices stay in the user's units.</summary>
    public Constraint Scaled(Scale scale) => this with { Scale = scale };

    /// <summary>The same constraint, taking part in one side only.</summary>
    public Constraint Contributing(Contribution contribution) => this with { Contribution = contribution };

    /// <summary>The same constraint, whose components have names of their own in reports.</summary>
    /// <param name="names">One for each component.</param>
    public Constraint Naming(params IReadOnlyList<string> names) => names.Count == Count && !IsPerSample
        ? this with { ComponentNames = [.. names] }
        : throw new ArgumentException($"constraint '{Name}': {names.Count} names for {(IsPerSample ? "samples, which have none" : $"{Count} components; give one for each")}", nameof(names));

    /// <summary>The same constraint with another bound on one of its components.</summary>
    public Constraint WithBound(int component, double bound)
    {
        if (component < 0 || component >= Count) throw new ArgumentOutOfRangeException(nameof(component), component, $"constraint '{Name}' has {Count} components");
        double[] bounds = [.. Bounds];
        bounds[component] = bound;
        return this with { Bounds = Checked(Name, new BoundList(bounds)) };
    }

    /// <summary>How a component is called in reports: its index, one number a dimension; the constraint's own name when it is the only one.</summary>
    public string ComponentName(int component)
    {
        if (ComponentNames is not null) return $"{Name}[{ComponentNames[component]}]";
        if (Count == 1) return Name;
        if (Shape.Count < 2) return $"{Name}[{component}]";
        var index = new long[Shape.Count];
        long rest = component;
        for (var d = Shape.Count - 1; d >= 0; d--) (rest, index[d]) = Math.DivRem(rest, Shape[d]);
        return $"{Name}{Text.Shape(index)}";
    }

    /// <summary>+1 where a larger value violates, -1 where a smaller one does: v = sign * (g - eps).</summary>
    internal int Sign => Sense == Sense.AtLeast ? -1 : 1;

    internal BoundList BoundList => (BoundList)Bounds;

    /// <inheritdoc/>
    public override string ToString()
    {
        var relation = Sense switch { Sense.AtMost => "<=", Sense.AtLeast => ">=", _ => "=" };
        var bound = BoundList.IsUniform ? Text.Number(Bounds[0]) : $"[{Text.Number(Bounds.Min())} .. {Text.Number(Bounds.Max())}]";
        var components = IsPerSample ? $" ({(Network is null ? Count.ToString(System.Globalization.CultureInfo.InvariantCulture) : "all")} samples)" : Count > 1 ? $" ({Count} components)" : "";
        return $"{Name} {relation} {bound}{components}";
    }

    private static BoundList Checked(string name, BoundList bounds)
    {
        if (bounds.Count == 0) throw new ArgumentException($"constraint '{name}' has no component; give at least one bound", nameof(bounds));
        for (var i = 0; i < bounds.Distinct.Length; i++)
            if (!double.IsFinite(bounds.Distinct[i])) throw new ArgumentException($"constraint '{name}': bound {i} is {Text.Number(bounds.Distinct[i])}; a bound must be a finite number", nameof(bounds));
        return bounds;
    }

    private static Constraint Uniform(string name, Sense sense, double bound, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new Constraint(name, sense, new BoundList(bound, count), count == 1 ? [] : [count]);
    }

    private static Constraint Shaped(string name, Sense sense, IEnumerable<double> bounds, long[] shape)
    {
        double[] values = [.. bounds];
        if (shape.Length == 0) shape = [values.Length];
        if (shape.Aggregate(1L, (product, size) => product * size) != values.Length) throw new ArgumentException($"constraint '{name}': {values.Length} bounds do not fill the shape {Text.Shape(shape)}", nameof(shape));
        return new Constraint(name, sense, new BoundList(values), [.. shape]);
    }
}
