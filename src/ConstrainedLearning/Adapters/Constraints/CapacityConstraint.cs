using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>How much adapters may change each matrix.</summary>
public sealed record CapacityOptions
{
    /// <summary>Whether ||Delta||^2 is taken as a share of ||W||^2. The default is no.</summary>
    public bool IsRelative { get; init; }

    /// <summary>Other bounds for some sites, by pattern: the first that fits a site's name as <see cref="NameRule"/> says. The default is none.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Bounds { get; init; } = [];
}

/// <summary>||Delta_m||^2 &lt;= tau_m for every site m, with one multiplier each: the price mu_m = -dP*/d tau_m says where more capacity would lower the loss.</summary>
/// <remarks>
/// It is on Delta and never on factors, whose sizes mean nothing by themselves, and needs no batch. A multiplier says something only where tau binds, and the last one of a run is noisy: average it over time before sites
/// are ranked by it. The adapter stays the caller's.
/// </remarks>
public sealed class CapacityConstraint
{
    private readonly double[] _units;

    /// <summary>Sets up the constraint.</summary>
    /// <param name="name">Its components are called <c>NAME[SITE]</c>.</param>
    /// <param name="adapter">Borrowed.</param>
    /// <param name="bound">tau, > 0.</param>
    /// <param name="options">Units, and bounds for some sites; null (the default): ||Delta||^2 as it is, the same bound for all.</param>
    public CapacityConstraint(string name, IAdditive adapter, double bound, CapacityOptions? options = null)
    {
        options ??= new();
        Adapter = adapter;
        double[] bounds = [.. adapter.Sites.Select(site => NameRule.First(options.Bounds, site.Name, bound))];
        for (var i = 0; i < bounds.Length; i++)
            if (!(bounds[i] > 0)) throw new ArgumentOutOfRangeException(nameof(bound), bounds[i], $"capacity '{name}': the bound of '{adapter.Sites[i].Name}' on a squared norm is > 0: at 0 the adapter could not begin");
        foreach (var (pattern, _) in options.Bounds)
            if (!adapter.Sites.Any(site => NameRule.Fits(pattern, site.Name))) throw new ArgumentException($"capacity '{name}' has a bound for '{pattern}', which is none of the sites {string.Join(", ", adapter.Sites.Select(site => site.Name))}", nameof(options));
        _units = [.. adapter.Sites.Select(site => options.IsRelative ? 1 / SquaredSize(name, site) : 1)];
        Constraint = Constraint.AtMost(name, bounds).Naming([.. adapter.Sites.Select(site => site.Name)]);
    }

    /// <summary>The adapter that is bounded; the caller's.</summary>
    public IAdditive Adapter { get; }

    /// <summary>The constraint as the learner is given it, a component for each of the adapter's sites, in their order.</summary>
    public Constraint Constraint { get; private set; }

    /// <summary>Changes the constraint's rule, start or relaxation; before the learner is made.</summary>
    public CapacityConstraint As(Func<Constraint, Constraint> change)
    {
        Constraint = AdapterConstraints.Changed(Constraint, change);
        return this;
    }

    /// <summary>||Delta_m||^2 of each site, in the bounds' units, with gradient; in the caller's dispose scope.</summary>
    public Tensor Measure()
    {
        using var scope = NewDisposeScope();
        Adapter.Factors.BeginPass(); // what sites share is computed once
        try
        {
            return stack([.. Adapter.Sites.Zip(_units, (site, unit) => unit == 1 ? Adapter.SquaredNorm(site) : Adapter.SquaredNorm(site) * unit)]).MoveToOuterDisposeScope();
        }
        finally
        {
            Adapter.Factors.EndPass();
        }
    }

    private static double SquaredSize(string name, Site site)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var size = site.Weights().Weight.square().sum().ToDouble();
        return size > 0 ? size : throw new ArgumentException($"capacity '{name}' is relative to the weights, and that of '{site.Name}' is 0: give it as it is", nameof(site));
    }
}

/// <summary>Adds capacity to evaluations.</summary>
public static class CapacityEvaluation
{
    /// <summary>Adds the size of each site's Delta.</summary>
    public static Evaluation With(this Evaluation evaluation, CapacityConstraint capacity) => evaluation.With(capacity.Constraint, capacity.Measure());
}
