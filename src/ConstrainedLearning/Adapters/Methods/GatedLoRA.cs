using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>LoRA with a gate for each rank: W' = W + s B diag(g) A with A [r, inputs], B [outputs, r], g [r], s = alpha / r. r (outputs + inputs + 1) numbers a site. A rank whose gate is 0 is as good as gone.</summary>
/// <remarks>
/// What rank policies work on: they read the gates, shrink them and put them to 0 in place. The start is exact: gates are open and B = 0, or gates are closed between drawn factors.
/// References: Ding et al., "Sparse Low-rank Adaptation of Pre-trained Language Models" (SoRA), EMNLP 2023, arXiv 2311.11696; Zhang et al., "AdaLoRA", ICLR 2023, arXiv 2303.10512.
/// </remarks>
public sealed class GatedLoRA : LowRankAdapter, IGated
{
    private readonly double _scale;

    /// <summary>Adapts sites.</summary>
    /// <param name="sites">Linear layers, convolutions, embeddings, or parts of fused layers.</param>
    /// <param name="options">Rank, scale and start.</param>
    public GatedLoRA(IReadOnlyList<Site> sites, GatedLoRAOptions? options = null) : base("gated-lora", sites, (options ??= new()).Dropout)
    {
        Options = options;
        _scale = RankScale.ByRank.Of(options.Alpha ?? options.Rank, options.Rank);
        foreach (var site in sites)
        {
            Factors.Train(First(site), site.Weight.new_empty(options.Rank, site.Inputs));
            Factors.Train(GateName(site), site.Weight.new_empty(options.Rank));
            Factors.Train(Second(site), site.Weight.new_empty(site.Outputs, options.Rank));
        }
        Initialize();
    }

    /// <summary>What it was made with.</summary>
    public GatedLoRAOptions Options { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Gates> Gates => [.. Sites.Select(site => new Gates(site.Name, (Parameter)GatesOf(site), site.Inputs + site.Outputs + 1))];

    /// <summary>The name of a site's factor A.</summary>
    public static string First(Site site) => site.Name + ".lora_A";

    /// <summary>The name of a site's factor B.</summary>
    public static string Second(Site site) => site.Name + ".lora_B";

    /// <summary>The name of a site's gates.</summary>
    public static string GateName(Site site) => site.Name + ".lora_E";

    /// <summary>A site's gates g, [r]; the adapter's. To be changed in place, without gradient.</summary>
    /// <exception cref="KeyNotFoundException">The site is another adapter's.</exception>
    public Tensor GatesOf(Site site) => Factors[GateName(site)];

    /// <inheritdoc/>
    public override void Initialize()
    {
        using var _ = no_grad();
        foreach (var site in Sites)
        {
            var (a, b) = (Factors[First(site)], Factors[Second(site)]);
            if (Options.Start == GateStart.Closed)
            {
                nn.init.zeros_(GatesOf(site));
                nn.init.normal_(a, 0, 0.02);
                nn.init.normal_(b, 0, 0.02);
                continue;
            }
            nn.init.ones_(GatesOf(site));
            nn.init.kaiming_uniform_(a, Math.Sqrt(5));
            nn.init.zeros_(b);
        }
    }

    /// <inheritdoc/>
    public override (Tensor A, Tensor B) FactorsOf(Site site) => (Factors[First(site)], Factors[Second(site)] * (GatesOf(site) * _scale));
}

/// <summary>Rank, scale and start of <see cref="GatedLoRA"/>.</summary>
public sealed record GatedLoRAOptions
{
    /// <summary>r, before any rank is given up. The default is 8.</summary>
    public int Rank { get; init => field = SiteCheck.Rank(value); } = 8;

    /// <summary>alpha; null (the default): the rank, so that s = 1.</summary>
    public double? Alpha { get; init; }

    /// <summary>How gates start. The default is open.</summary>
    public GateStart Start { get; init; } = GateStart.Open;

    /// <summary>The share of the inputs that the path leaves out in training. The default is 0.</summary>
    public double Dropout { get; init; }
}

/// <summary>How the gates of <see cref="GatedLoRA"/> start.</summary>
public enum GateStart
{
    /// <summary>g = 1, A as LoRA's, B = 0 (SoRA).</summary>
    Open,

    /// <summary>g = 0, A and B ~ N(0, 0.02^2) (AdaLoRA).</summary>
    Closed,
}
