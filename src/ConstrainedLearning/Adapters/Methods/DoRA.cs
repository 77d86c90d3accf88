using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>Weight-decomposed adaptation: W' = diag(m) V / ||V||, V = W + Delta, with ||V|| the norm of each row and Delta another adapter's. Its numbers, and one for each output.</summary>
/// <remarks>
/// The cheap path scales outputs, y' = (m / ||V||) (W x + Delta x) + b, but makes Delta for the norms. A row of a convolution is a filter; of an embedding, a feature over the whole table. m starts at ||W||, so that the start is exact where
/// Delta = 0. In the gradient the norm counts as constant, as in the published code (section 4.3 of the paper), unless the options say otherwise.
/// Reference: Liu et al., "DoRA: Weight-Decomposed Low-Rank Adaptation", ICML 2024, arXiv 2402.09353.
/// </remarks>
public sealed class DoRA : IReparametrization
{
    /// <summary>Adds magnitudes to an adapter.</summary>
    /// <param name="direction">Gives Delta; owned from now on, and so are its factors, beside which the magnitudes are kept.</param>
    /// <param name="options">What the gradient sees.</param>
    public DoRA(IAdditive direction, DoRAOptions? options = null)
    {
        (Direction, Options, Sites) = (direction, options ?? new(), SiteCheck.Matrices("dora", direction.Sites));
        if (Sites.FirstOrDefault(site => direction.BiasDelta(site) is not null) is { } shifted) throw new ArgumentException($"dora changes weights, and {direction.Method} changes the bias of '{shifted.Name}' too: give it one that does not", nameof(direction));
        foreach (var site in Sites) Factors.Train(Magnitude(site), Norm(site.Weights().Weight, site).detach());
        foreach (var site in Sites) Factors.Freeze(site.Name + ".norm", Factors[Magnitude(site)].detach().clone(), isSaved: false);
    }

    /// <summary>Gives Delta; owned.</summary>
    public IAdditive Direction { get; }

    /// <summary>What it was made with.</summary>
    public DoRAOptions Options { get; }

    /// <inheritdoc/>
    public string Method => "dora";

    /// <inheritdoc/>
    public IReadOnlyList<Site> Sites { get; }

    /// <summary>Those of the adapter within, and the magnitudes.</summary>
    public FactorBank Factors => Direction.Factors;

    /// <summary>The name of a site's m.</summary>
    public static string Magnitude(Site site) => site.Name + ".lora_magnitude_vector";

    /// <inheritdoc/>
    public void Initialize()
    {
        using var _ = no_grad();
        Direction.Initialize();
        foreach (var site in Sites) Factors[Magnitude(site)].copy_(BaseNorm(site));
    }

    /// <inheritdoc/>
    public Tensor Forward(Site site, Tensor input, Tensor output)
    {
        var weights = site.Weights();
        var ratio = site.PerOutput(Ratio(site, weights.Weight + Direction.Delta(site)), output);
        var bare = weights.Bias is { } bias ? output - site.PerOutput(bias, output) : output;
        // Not ratio * (...) + b: where the ratio is 1, the output stays as it is to the last bit.
        return output + (ratio - 1) * bare + ratio * Direction.Path(site, input);
    }

    /// <inheritdoc/>
    public SiteWeights Effective(Site site, SiteWeights weights)
    {
        var direction = weights.Weight + Direction.Delta(site);
        return weights with { Weight = direction * site.PerRow(Ratio(site, direction)) };
    }

    /// <summary>The inverse, W = c u - Delta with unit rows u and the length c that gives W its own norm; it is unique where Delta's rows are shorter than W's.</summary>
    /// <inheritdoc/>
    public SiteWeights Invert(Site site, SiteWeights merged)
    {
        using var _ = no_grad();
        var delta = site.ToMatrix(Direction.Delta(site));
        var (magnitude, norm) = (Factors[Magnitude(site)], BaseNorm(site));
        if (!(delta.norm(1) < norm).all().ToBoolean() || !(magnitude != 0).all().ToBoolean())
            throw new InvalidOperationException($"the present factors of dora have no inverse at '{site.Name}': a magnitude is 0, or a row of Delta is as long as the weight's");
        var unit = site.ToMatrix(merged.Weight) / magnitude.unsqueeze(-1);
        var along = (unit * delta).sum([1]);
        var length = along + (along.square() - delta.square().sum([1]) + norm.square()).sqrt();
        return merged with { Weight = site.FromMatrix(unit * length.unsqueeze(-1) - delta) };
    }

    /// <inheritdoc/>
    public void Dispose() => Direction.Dispose();

    private Tensor BaseNorm(Site site) => Factors[site.Name + ".norm"];

    private Tensor Ratio(Site site, Tensor direction)
    {
        var norm = Norm(direction, site);
        // A row of zeros has no direction, and stays.
        return Factors[Magnitude(site)] / (Options.IsNormConstant ? norm.detach() : norm).clamp_min(1e-12);
    }

    private static Tensor Norm(Tensor weight, Site site) => linalg.vector_norm(site.ToMatrix(weight), dims: [1]);
}

/// <summary>What the gradient of <see cref="DoRA"/> sees.</summary>
public sealed record DoRAOptions
{
    /// <summary>Whether ||V|| counts as constant in the gradient. The default is yes, as published; no gives the exact gradient for more memory.</summary>
    public bool IsNormConstant { get; init; } = true;
}
