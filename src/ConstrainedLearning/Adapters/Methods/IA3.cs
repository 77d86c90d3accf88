using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>
/// Infused adapter by inhibiting and amplifying inner activations, (IA)^3: y' = l * (W x + b), so W' = diag(l) W and b' = l b; or, at sites that patterns name, of the inputs, y' = W (l * x) + b and W' = W diag(l).
/// One number for each output, or for each input (a convolution's channels).
/// </summary>
/// <remarks>
/// l starts at 1, exactly. Published: the outputs of an attention's keys and values, and the inputs of a feed-forward part's last matrix, which cost one more product here.
/// Reference: Liu et al., "Few-Shot Parameter-Efficient Fine-Tuning is Better and Cheaper than In-Context Learning", NeurIPS 2022, arXiv 2205.05638.
/// </remarks>
public sealed class IA3 : IReparametrization
{
    private readonly HashSet<string> _scalesInputs;

    /// <summary>Adapts sites.</summary>
    /// <param name="sites">Of any layer.</param>
    /// <param name="inputs">Which have their inputs scaled, linear layers and convolutions, by <see cref="NameRule"/>. The default is none.</param>
    public IA3(IReadOnlyList<Site> sites, IReadOnlyList<string>? inputs = null)
    {
        Sites = SiteCheck.Distinct(Method, sites);
        Inputs = inputs ?? [];
        _scalesInputs = [.. sites.Where(site => Inputs.Any(pattern => NameRule.Fits(pattern, site.Name))).Select(site => site.Name)];
        foreach (var site in sites)
        {
            if (ScalesInputs(site) && (site.IsTable || !site.IsMatrix)) throw new ArgumentException($"the inputs of the site '{site.Name}', a {site.Layer.GetName()}, cannot be scaled: scale its outputs", nameof(inputs));
            Factors.Train(Scale(site), site.Weight.new_ones(ScalesInputs(site) ? site.Channels : site.Outputs));
        }
    }

    /// <summary>Which sites have their inputs scaled.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <inheritdoc/>
    public string Method => "ia3";

    /// <inheritdoc/>
    public IReadOnlyList<Site> Sites { get; }

    /// <inheritdoc/>
    public FactorBank Factors { get; } = new();

    /// <summary>The name of a site's l.</summary>
    public static string Scale(Site site) => site.Name + ".ia3_l";

    /// <inheritdoc/>
    public void Initialize()
    {
        using var _ = no_grad();
        foreach (var site in Sites) nn.init.ones_(Factors[Scale(site)]);
    }

    /// <inheritdoc/>
    public Tensor Forward(Site site, Tensor input, Tensor output)
    {
        var scale = Factors[Scale(site)];
        return ScalesInputs(site)
            ? output + site.Apply(input * site.PerChannel(scale - 1), new SiteWeights(site.Weights().Weight, null))
            : output * site.PerOutput(scale, output);
    }

    /// <inheritdoc/>
    public SiteWeights Effective(Site site, SiteWeights weights) => Scaled(site, weights, Factors[Scale(site)]);

    /// <inheritdoc/>
    public SiteWeights Invert(Site site, SiteWeights merged) => Scaled(site, merged, 1 / SiteCheck.NonZero(Method, site, Factors[Scale(site)]));

    /// <inheritdoc/>
    public void Dispose() => Factors.Dispose();

    private bool ScalesInputs(Site site) => _scalesInputs.Contains(site.Name);

    private SiteWeights Scaled(Site site, SiteWeights weights, Tensor scale) => ScalesInputs(site)
        ? weights with { Weight = site.ScaleChannels(weights.Weight, scale) }
        : new(weights.Weight * site.PerRow(scale), weights.Bias is { } bias ? bias * scale : null);
}
