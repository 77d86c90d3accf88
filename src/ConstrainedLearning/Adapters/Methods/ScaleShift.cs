using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>Scaling and shifting features (SSF): y' = g * y + t of a layer's output y, so W' = diag(g) W and b' = g b + t. Two numbers for each output; normalisations too.</summary>
/// <remarks>g starts at 1 and t at 0, exactly. Reference: Lian, Zhou, Feng, Wang, "Scaling and Shifting Your Features", NeurIPS 2022, arXiv 2210.08823.</remarks>
public sealed class ScaleShift : IReparametrization
{
    /// <summary>Adapts sites.</summary>
    /// <param name="sites">Of any layer.</param>
    /// <param name="options">Where the shifts are.</param>
    public ScaleShift(IReadOnlyList<Site> sites, ScaleShiftOptions? options = null)
    {
        (Sites, Options) = (SiteCheck.Distinct(Method, sites), options ?? new());
        foreach (var site in Sites)
        {
            Factors.Train(Scale(site), site.Weight.new_ones(site.Outputs));
            if (IsShifted(site)) Factors.Train(Shift(site), site.Weight.new_zeros(site.Outputs));
        }
    }

    /// <summary>What it was made with.</summary>
    public ScaleShiftOptions Options { get; }

    /// <inheritdoc/>
    public string Method => "ssf";

    /// <inheritdoc/>
    public IReadOnlyList<Site> Sites { get; }

    /// <inheritdoc/>
    public FactorBank Factors { get; } = new();

    /// <summary>The name of a site's g.</summary>
    public static string Scale(Site site) => site.Name + ".ssf_scale";

    /// <summary>The name of a site's t.</summary>
    public static string Shift(Site site) => site.Name + ".ssf_shift";

    /// <inheritdoc/>
    public void Initialize()
    {
        using var _ = no_grad();
        foreach (var site in Sites)
        {
            nn.init.ones_(Factors[Scale(site)]);
            if (IsShifted(site)) nn.init.zeros_(Factors[Shift(site)]);
        }
    }

    /// <inheritdoc/>
    public Tensor Forward(Site site, Tensor input, Tensor output)
    {
        var scaled = output * site.PerOutput(Factors[Scale(site)], output);
        return IsShifted(site) ? scaled + site.PerOutput(Factors[Shift(site)], output) : scaled;
    }

    /// <inheritdoc/>
    public SiteWeights Effective(Site site, SiteWeights weights)
    {
        var (scale, shift) = (Factors[Scale(site)], IsShifted(site) ? Factors[Shift(site)] : null);
        return new(weights.Weight * site.PerRow(scale), weights.Bias is { } bias ? shift is null ? bias * scale : bias * scale + shift : shift);
    }

    /// <inheritdoc/>
    public SiteWeights Invert(Site site, SiteWeights merged)
    {
        var scale = SiteCheck.NonZero(Method, site, Factors[Scale(site)]);
        var shifted = merged.Bias is { } bias && IsShifted(site) ? bias - Factors[Shift(site)] : merged.Bias;
        return new(merged.Weight / site.PerRow(scale), shifted is null || site.Bias is null ? null : shifted / scale);
    }

    /// <inheritdoc/>
    public void Dispose() => Factors.Dispose();

    private bool IsShifted(Site site) => Options.ShiftsWithoutBias || site.Bias is not null;
}

/// <summary>Where <see cref="ScaleShift"/> shifts.</summary>
public sealed record ScaleShiftOptions
{
    /// <summary>Whether layers without a bias are shifted too. The default is no: such a shift is nowhere to be merged into.</summary>
    public bool ShiftsWithoutBias { get; init; }
}
