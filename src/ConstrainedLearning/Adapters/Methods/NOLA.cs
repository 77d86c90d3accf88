using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>
/// Low-rank adaptation in a random subspace: W' = W + s B A with A = sum_j a_j A_j [r, inputs] and B = sum_j b_j B_j [outputs, r], of random matrices that stay; the coefficients a and b are trained. 2 k numbers a site, whatever its size and the rank.
/// </summary>
/// <remarks>
/// All sites take their matrices from one row of numbers each, U(-1, 1) from the seed alone and scaled by sqrt(3/inputs) and sqrt(3/r), so that a matrix keeps the size of what goes through it. Files hold the seed in their place. a ~ N(0, 1/k) and b = 0, so that Delta
/// starts at 0 and the first step moves b alone.
/// Reference: Koohpayegani, Navaneet, Nooralinejad, Kolouri, Pirsiavash, "NOLA: Compressing LoRA using Linear Combination of Random Basis", ICLR 2024, arXiv 2310.02556.
/// </remarks>
public sealed class NOLA : LowRankAdapter
{
    private const string First = "nola_A", Second = "nola_B";

    private readonly double _scale;

    /// <summary>Adapts sites.</summary>
    /// <param name="sites">Linear layers, convolutions, embeddings, or parts of fused layers.</param>
    /// <param name="options">Rank, number of matrices, seed and scale.</param>
    public NOLA(IReadOnlyList<Site> sites, NOLAOptions? options = null) : base("nola", sites, (options ??= new()).Dropout)
    {
        Options = options;
        _scale = RankScale.ByRank.Of(options.Alpha ?? options.Rank, options.Rank);
        var like = sites[0].Weight;
        using var numbers = new SeededNumbers(options.Seed);
        Factors.Freeze(First, numbers.Uniform([options.Bases, options.Rank * sites.Max(site => site.Inputs)], 1, like), isSaved: false);
        Factors.Freeze(Second, numbers.Uniform([options.Bases, options.Rank * sites.Max(site => site.Outputs)], 1, like), isSaved: false);
        foreach (var site in sites)
        {
            Factors.Train(FirstCoefficients(site), like.new_empty(options.Bases));
            Factors.Train(SecondCoefficients(site), like.new_empty(options.Bases));
        }
        Initialize();
    }

    /// <summary>What it was made with.</summary>
    public NOLAOptions Options { get; }

    /// <summary>The name of a site's a.</summary>
    public static string FirstCoefficients(Site site) => site.Name + ".nola_a";

    /// <summary>The name of a site's b.</summary>
    public static string SecondCoefficients(Site site) => site.Name + ".nola_b";

    /// <inheritdoc/>
    public override void Initialize()
    {
        using var _ = no_grad();
        foreach (var site in Sites)
        {
            nn.init.normal_(Factors[FirstCoefficients(site)], 0, 1 / Math.Sqrt(Options.Bases));
            nn.init.zeros_(Factors[SecondCoefficients(site)]);
        }
    }

    /// <inheritdoc/>
    public override (Tensor A, Tensor B) FactorsOf(Site site) => (
        Combine(First, FirstCoefficients(site), Math.Sqrt(3.0 / site.Inputs), Options.Rank, site.Inputs),
        Combine(Second, SecondCoefficients(site), _scale * Math.Sqrt(3.0 / Options.Rank), site.Outputs, Options.Rank));

    private Tensor Combine(string bank, string coefficients, double scale, long rows, long columns) =>
        (Factors[coefficients] * scale).unsqueeze(0).matmul(Factors[bank].narrow(1, 0, rows * columns)).reshape(rows, columns);
}

/// <summary>Rank, number of matrices, seed and scale of <see cref="NOLA"/>.</summary>
public sealed record NOLAOptions
{
    /// <summary>r. The default is 8.</summary>
    public int Rank { get; init => field = SiteCheck.Rank(value); } = 8;

    /// <summary>k, the number of matrices that A is a sum of, and B. The default is 64.</summary>
    public int Bases { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Bases), value, "there is at least one matrix"); } = 64;

    /// <summary>What the matrices are drawn from. The default is 0.</summary>
    public long Seed { get; init; }

    /// <summary>alpha, with s = alpha / r; null (the default): the rank, so that s = 1.</summary>
    public double? Alpha { get; init; }

    /// <summary>The share of the inputs that the path leaves out in training. The default is 0.</summary>
    public double Dropout { get; init; }
}
