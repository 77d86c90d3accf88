using ConstrainedLearning.Duals;
using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>The set in which multipliers stay, with its exact Euclidean projection.</summary>
public abstract record Projection
{
    // A cap is rounded to the multipliers' type.
    private protected const double Rounding = 1e-6;

    private protected Projection()
    {
    }

    /// <summary>The largest value of one multiplier.</summary>
    internal virtual double Cap => double.PositiveInfinity;

    /// <summary>Whether a multiplier might be larger without the set.</summary>
    internal virtual bool Holds(IReadOnlyList<double> multipliers, int index) => Math.Abs(multipliers[index]) >= Cap * (1 - Rounding);

    /// <summary>The set as it applies to a constraint; throws when it cannot.</summary>
    internal virtual Projection For(Constraint constraint) => this;

    /// <summary>The set as it is left to the multipliers that move, the others of <paramref name="all"/>, shape [count], staying where they are.</summary>
    internal virtual Projection On(RowSelection rows, Tensor all) => this;

    /// <summary>Moves multipliers, shape [rows], to the nearest point of the set, in place.</summary>
    internal abstract void Apply(Tensor multiplier);

    /// <summary>What holds where nothing else is said: lambda &gt;= 0 for an inequality, nothing for an equality.</summary>
    internal static Projection? Default(Constraint constraint) => constraint.Sense == Sense.Equal ? null : NonNegative.Instance;

    private sealed record NonNegative : Projection
    {
        internal static readonly NonNegative Instance = new();

        internal override void Apply(Tensor multiplier) => multiplier.clamp_min_(0);
    }
}

/// <summary>See <see cref="DualUpdate.Capped"/> and <see cref="DualUpdate.Within"/>. No least value: 0 for an inequality, minus the cap for an equality.</summary>
internal sealed record BoxProjection : Projection
{
    private readonly double? _least;

    internal BoxProjection(double? least, double most)
    {
        if (least is null && !(most > 0)) throw new ArgumentException($"the multipliers' cap must be > 0, got {Text.Number(most)}", nameof(most));
        if (least is { } low && !(low <= most)) throw new ArgumentException($"multipliers lie between a least and a greatest value, got {Text.Number(low)} and {Text.Number(most)}", nameof(least));
        (_least, Cap) = (least, most);
    }

    internal override double Cap { get; }

    internal override Projection For(Constraint constraint)
    {
        var least = _least ?? (constraint.Sense == Sense.Equal ? -Cap : 0);
        if (least < 0 && constraint.Sense != Sense.Equal) throw new ArgumentException($"constraint '{constraint.Name}': a multiplier of an inequality is >= 0, the range starts at {Text.Number(least)}");
        if (constraint.InitialMultipliers.FirstOrDefault(value => value > Cap || value < least, double.NaN) is var outside && !double.IsNaN(outside))
            throw new ArgumentException($"constraint '{constraint.Name}': multipliers start at {Text.Number(outside)}, {(outside > Cap ? $"above their cap {Text.Number(Cap)}" : $"below their least value {Text.Number(least)}")}");
        return new BoxProjection(least, Cap);
    }

    internal override void Apply(Tensor multiplier) => multiplier.clamp_(_least ?? -Cap, Cap);
}

/// <summary>See <see cref="DualUpdate.SumCapped"/>: { lambda &gt;= 0, sum lambda &lt;= radius }.</summary>
internal sealed record SumProjection : Projection
{
    // Of a float, so that nothing is divided by 0.
    private const double Smallest = 1e-37;
    private readonly double _radius;

    internal SumProjection(double radius) => _radius = radius > 0 && double.IsFinite(radius) ? radius : throw new ArgumentException($"the cap on the multipliers' sum must be a finite number > 0, got {Text.Number(radius)}", nameof(radius));

    internal override double Cap => _radius;

    internal override bool Holds(IReadOnlyList<double> multipliers, int index) => multipliers[index] > 0 && multipliers.Sum() >= _radius * (1 - Rounding);

    /// <summary>Which multipliers move.</summary>
    private RowSelection Rows { get; init; } = RowSelection.All;

    /// <summary>What the others have of the radius; null: nothing.</summary>
    private Tensor? Taken { get; init; }

    internal override Projection For(Constraint constraint)
    {
        if (constraint.Sense == Sense.Equal) throw new ArgumentException($"constraint '{constraint.Name}': a cap on the sum needs multipliers >= 0, and an equality's have either sign");
        if (constraint.IsPerSample) throw new ArgumentException($"constraint '{constraint.Name}': a cap on the sum of per-sample multipliers would touch all of them at every step; cap each instead");
        var sum = constraint.InitialMultipliers.Count == 1 ? constraint.InitialMultipliers[0] * constraint.Count : constraint.InitialMultipliers.Sum();
        if (sum > _radius) throw new ArgumentException($"constraint '{constraint.Name}': multipliers start with the sum {Text.Number(sum)}, above their cap {Text.Number(_radius)}");
        return this;
    }

    internal override Projection On(RowSelection rows, Tensor all) => ReferenceEquals(rows, RowSelection.All) ? this : this with { Rows = rows, Taken = (all - rows.Clean(all)).sum() };

    // lambda - tau, cut at 0, with tau = max(0, max_k (s_1 + ... + s_k - radius) / k) over the sorted s: no branch, so the device need not be asked.
    internal override void Apply(Tensor multiplier)
    {
        multiplier.copy_(Rows.Clean(multiplier)).clamp_min_(0);
        var sums = multiplier.sort(0, descending: true).Values.cumsum(0).sub_(_radius);
        if (Taken is not null) sums.add_(Taken);
        var threshold = sums.div_(arange(1, multiplier.size(0) + 1, dtype: multiplier.dtype, device: multiplier.device)).max().clamp_min_(0);
        multiplier.sub_(threshold).clamp_min_(0);
    }

    /// <summary>The projection of relative entropy: scales the multipliers down when their sum is too large.</summary>
    internal void Rescale(Tensor multiplier)
    {
        var sum = Rows.Clean(multiplier).sum().clamp_min_(Smallest);
        multiplier.mul_((Taken is null ? _radius / sum : (_radius - Taken) / sum).clamp_(0, 1));
    }
}
