using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>Vector-based random matrix adaptation: W' = W + diag(b) B diag(d) A, with random A [r, inputs] and B [outputs, r] that all sites share and that stay; b and d are trained. r + outputs numbers a site.</summary>
/// <remarks>
/// A and B are drawn once for the largest site, U(-sqrt(6/inputs), sqrt(6/inputs)) and U(-sqrt(6/r), sqrt(6/r)), from the seed alone; a site takes the first columns and rows. Files hold the seed in their place. b starts at 0, so that Delta does,
/// and the first step moves b alone.
/// Reference: Kopiczko, Blankevoort, Asano, "VeRA: Vector-based Random Matrix Adaptation", ICLR 2024, arXiv 2310.11454.
/// </remarks>
public sealed class VeRA : LowRankAdapter
{
    private const string First = "vera_A", Second = "vera_B";

    /// <summary>Adapts sites.</summary>
    /// <param name="sites">Linear layers, convolutions, embeddings, or parts of fused layers.</param>
    /// <param name="options">Rank, seed and start.</param>
    public VeRA(IReadOnlyList<Site> sites, VeRAOptions? options = null) : base("vera", sites, (options ??= new()).Dropout)
    {
        Options = options;
        var (rank, like) = (options.Rank, sites[0].Weight);
        long inputs = sites.Max(site => site.Inputs), outputs = sites.Max(site => site.Outputs);
        using var numbers = new SeededNumbers(options.Seed);
        Factors.Freeze(First, numbers.Uniform([rank, inputs], Math.Sqrt(6.0 / inputs), like), isSaved: false);
        Factors.Freeze(Second, numbers.Uniform([outputs, rank], Math.Sqrt(6.0 / rank), like), isSaved: false);
        foreach (var site in sites)
        {
            Factors.Train(RankScales(site), like.new_empty(rank));
            Factors.Train(OutputScales(site), like.new_empty(site.Outputs));
        }
        Initialize();
    }

    /// <summary>What it was made with.</summary>
    public VeRAOptions Options { get; }

    /// <summary>The name of a site's d.</summary>
    public static string RankScales(Site site) => site.Name + ".vera_lambda_d";

    /// <summary>The name of a site's b.</summary>
    public static string OutputScales(Site site) => site.Name + ".vera_lambda_b";

    /// <inheritdoc/>
    public override void Initialize()
    {
        using var _ = no_grad();
        foreach (var site in Sites)
        {
            nn.init.constant_(Factors[RankScales(site)], Options.InitialScale);
            nn.init.zeros_(Factors[OutputScales(site)]);
        }
    }

    /// <inheritdoc/>
    public override (Tensor A, Tensor B) FactorsOf(Site site) => (
        Factors[First].narrow(1, 0, site.Inputs) * Factors[RankScales(site)].unsqueeze(-1),
        Factors[Second].narrow(0, 0, site.Outputs) * Factors[OutputScales(site)].unsqueeze(-1));
}

/// <summary>Rank, seed and start of <see cref="VeRA"/>.</summary>
public sealed record VeRAOptions
{
    /// <summary>r. The default is 256: a rank costs one number a site.</summary>
    public int Rank { get; init => field = SiteCheck.Rank(value); } = 256;

    /// <summary>What A and B are drawn from. The default is 0.</summary>
    public long Seed { get; init; }

    /// <summary>What d starts at. The default is 0.1.</summary>
    public double InitialScale { get; init; } = 0.1;

    /// <summary>The share of the inputs that the path leaves out in training. The default is 0.</summary>
    public double Dropout { get; init; }
}
