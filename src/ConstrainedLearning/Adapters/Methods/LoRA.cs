using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>Low-rank adaptation: W' = W + s B A with A [r, inputs], B [outputs, r] for each site, s = alpha / r, or alpha / sqrt(r) (rsLoRA). r (outputs + inputs) numbers a site.</summary>
/// <remarks>
/// B starts at 0 and A at torch's initial values of a linear layer (an embedding's the other way round), so that Delta does, and the first step moves B alone.
/// References: Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", ICLR 2022, arXiv 2106.09685; Kalajdzievski, rsLoRA, arXiv 2312.03732; Zhang et al., LoRA-FA, arXiv 2308.03303.
/// </remarks>
public sealed class LoRA : LowRankAdapter
{
    private readonly Dictionary<string, (int Rank, double Scale)> _sizes;

    /// <summary>Adapts sites.</summary>
    /// <param name="sites">Linear layers, convolutions, embeddings, or parts of fused layers.</param>
    /// <param name="options">Rank and scale.</param>
    public LoRA(IReadOnlyList<Site> sites, LoRAOptions? options = null) : base("lora", sites, (options ??= new()).Dropout)
    {
        Options = options;
        _sizes = sites.ToDictionary(site => site.Name, options.SizeOf);
        foreach (var site in sites)
        {
            var rank = _sizes[site.Name].Rank;
            var a = site.Weight.new_empty(rank, site.Inputs);
            if (options.IsFirstFrozen) Factors.Freeze(First(site), a);
            else Factors.Train(First(site), a);
            Factors.Train(Second(site), site.Weight.new_empty(site.Outputs, rank));
        }
        Initialize();
    }

    /// <summary>What it was made with.</summary>
    public LoRAOptions Options { get; }

    /// <summary>b: of each site the first b components alone count, as far as it has so many; null (the default): all. The factors stay whole.</summary>
    public int? Truncation { get; set => field = value is { } rank ? SiteCheck.Rank(rank) : null; }

    /// <summary>The name of a site's factor A.</summary>
    public static string First(Site site) => site.Name + ".lora_A";

    /// <summary>The name of a site's factor B.</summary>
    public static string Second(Site site) => site.Name + ".lora_B";

    /// <summary>s of a site.</summary>
    public double ScaleOf(Site site) => _sizes[site.Name].Scale;

    /// <inheritdoc/>
    public override void Initialize()
    {
        using var _ = no_grad();
        foreach (var site in Sites)
        {
            var (a, b) = (Factors[First(site)], Factors[Second(site)]);
            if (site.IsTable)
            {
                nn.init.zeros_(a);
                nn.init.normal_(b);
                continue;
            }
            if (Options.Initialization == LoRAInitialization.Gaussian) nn.init.normal_(a, 0, 1.0 / a.size(0));
            else nn.init.kaiming_uniform_(a, Math.Sqrt(5));
            nn.init.zeros_(b);
        }
    }

    /// <inheritdoc/>
    public override (Tensor A, Tensor B) FactorsOf(Site site)
    {
        var (a, b) = (Factors[First(site)], Factors[Second(site)]);
        if (Truncation < a.size(0)) (a, b) = (a.narrow(0, 0, Truncation.Value), b.narrow(1, 0, Truncation.Value));
        var scale = ScaleOf(site);
        return (a, scale == 1 ? b : b * scale);
    }
}
