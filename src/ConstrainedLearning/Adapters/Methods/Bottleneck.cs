using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>Bottleneck adapters: y' = y + U phi(D y + c) + e of a layer's output y, with D [r, outputs] and U [outputs, r]. 2 r outputs + r + outputs numbers a site. No change of weights: it cannot be merged.</summary>
/// <remarks>
/// U and e start at 0, so that the start is exact, and D and c as a linear layer's; the paper draws D and U small. On convolutions it is applied at each place.
/// Reference: Houlsby et al., "Parameter-Efficient Transfer Learning for NLP", ICML 2019, arXiv 1902.00751.
/// </remarks>
public sealed class Bottleneck : IAdapter
{
    private const string Down = ".down.weight", DownBias = ".down.bias", Up = ".up.weight", UpBias = ".up.bias";

    /// <summary>Adapts sites.</summary>
    /// <param name="sites">Of any layer; the paper's are the last of an attention and of a feed-forward part.</param>
    /// <param name="options">Width and function.</param>
    public Bottleneck(IReadOnlyList<Site> sites, BottleneckOptions? options = null)
    {
        (Sites, Options) = (SiteCheck.Distinct(Method, sites), options ?? new());
        foreach (var site in sites)
        {
            var (like, rank) = (site.Weight, Options.Rank);
            Factors.Train(site.Name + Down, like.new_empty(rank, site.Outputs));
            Factors.Train(site.Name + DownBias, like.new_empty(rank));
            Factors.Train(site.Name + Up, like.new_empty(site.Outputs, rank));
            Factors.Train(site.Name + UpBias, like.new_empty(site.Outputs));
        }
        Initialize();
    }

    /// <summary>What it was made with.</summary>
    public BottleneckOptions Options { get; }

    /// <inheritdoc/>
    public string Method => "bottleneck";

    /// <inheritdoc/>
    public IReadOnlyList<Site> Sites { get; }

    /// <inheritdoc/>
    public FactorBank Factors { get; } = new();

    /// <inheritdoc/>
    public void Initialize()
    {
        using var _ = no_grad();
        foreach (var site in Sites)
        {
            var bound = 1 / Math.Sqrt(site.Outputs);
            nn.init.kaiming_uniform_(Factors[site.Name + Down], Math.Sqrt(5));
            nn.init.uniform_(Factors[site.Name + DownBias], -bound, bound);
            nn.init.zeros_(Factors[site.Name + Up]);
            nn.init.zeros_(Factors[site.Name + UpBias]);
        }
    }

    /// <inheritdoc/>
    public Tensor Forward(Site site, Tensor input, Tensor output)
    {
        var place = site.FeatureDimension(output);
        var features = output.movedim([place], [-1]);
        var inner = Applied(nn.functional.linear(features, Factors[site.Name + Down], Factors[site.Name + DownBias]));
        var added = nn.functional.linear(inner, Factors[site.Name + Up], Factors[site.Name + UpBias]);
        return output + added.movedim([-1], [place]);
    }

    /// <inheritdoc/>
    public void Dispose() => Factors.Dispose();

    private Tensor Applied(Tensor values) => Options.Activation switch
    {
        BottleneckActivation.ReLU => nn.functional.relu(values),
        BottleneckActivation.SiLU => nn.functional.silu(values),
        BottleneckActivation.Tanh => values.tanh(),
        _ => nn.functional.gelu(values),
    };
}

/// <summary>Width and function of <see cref="Bottleneck"/>.</summary>
public sealed record BottleneckOptions
{
    /// <summary>r, the width within. The default is 64, as published for the larger tasks.</summary>
    public int Rank { get; init => field = SiteCheck.Rank(value); } = 64;

    /// <summary>phi. The default is GELU.</summary>
    public BottleneckActivation Activation { get; init; } = BottleneckActivation.GELU;
}

/// <summary>phi of <see cref="Bottleneck"/>.</summary>
public enum BottleneckActivation
{
    /// <summary>x Phi(x).</summary>
    GELU,

    /// <summary>max(x, 0).</summary>
    ReLU,

    /// <summary>x / (1 + exp(-x)).</summary>
    SiLU,

    /// <summary>tanh x.</summary>
    Tanh,
}
