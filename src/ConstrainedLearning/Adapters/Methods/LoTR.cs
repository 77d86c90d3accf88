using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>Low tensor rank adaptation: W' = W + s L C R with L [outputs, r] and R [r, inputs] shared by all sites of the size, and a core C [r, r] for each; s = alpha / r. r (outputs + inputs) numbers for each size, and r^2 a site.</summary>
/// <remarks>
/// The Deltas of all sites are slices of one tensor in Tucker form. L and R start as N(0, 1) and the cores at 0, so that Delta does, and the first step moves the cores alone.
/// Reference: Bershatsky, Cherniuk, Daulbaev, Mikhalev, Oseledets, "LoTR: Low Tensor Rank Weight Adaptation", arXiv 2402.01376.
/// </remarks>
public sealed class LoTR : LowRankAdapter
{
    private readonly double _scale;

    /// <summary>Adapts sites.</summary>
    /// <param name="sites">Linear layers, convolutions, embeddings, or parts of fused layers.</param>
    /// <param name="options">Rank and scale.</param>
    public LoTR(IReadOnlyList<Site> sites, LoTROptions? options = null) : base("lotr", sites, (options ??= new()).Dropout)
    {
        Options = options;
        _scale = RankScale.ByRank.Of(options.Alpha, options.Rank);
        var (rank, like) = (options.Rank, sites[0].Weight);
        foreach (var size in sites.Select(site => site.Outputs).Distinct()) Factors.Train(Left(size), like.new_empty(size, rank));
        foreach (var size in sites.Select(site => site.Inputs).Distinct()) Factors.Train(Right(size), like.new_empty(rank, size));
        foreach (var site in sites) Factors.Train(Core(site), like.new_empty(rank, rank));
        Initialize();
    }

    /// <summary>What it was made with.</summary>
    public LoTROptions Options { get; }

    /// <summary>The name of a site's core.</summary>
    public static string Core(Site site) => site.Name + ".core";

    /// <inheritdoc/>
    public override void Initialize()
    {
        using var _ = no_grad();
        foreach (var size in Sites.Select(site => site.Outputs).Distinct()) nn.init.normal_(Factors[Left(size)]);
        foreach (var size in Sites.Select(site => site.Inputs).Distinct()) nn.init.normal_(Factors[Right(size)]);
        foreach (var site in Sites) nn.init.zeros_(Factors[Core(site)]);
    }

    /// <inheritdoc/>
    public override (Tensor A, Tensor B) FactorsOf(Site site) => (Factors[Right(site.Inputs)], Factors[Left(site.Outputs)].matmul(Factors[Core(site)] * _scale));

    private static string Left(long size) => $"left.{size}";

    private static string Right(long size) => $"right.{size}";
}

/// <summary>Rank and scale of <see cref="LoTR"/>.</summary>
public sealed record LoTROptions
{
    /// <summary>r. The default is 8.</summary>
    public int Rank { get; init => field = SiteCheck.Rank(value); } = 8;

    /// <summary>alpha. The default is 1.</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>The share of the inputs that the path leaves out in training. The default is 0.</summary>
    public double Dropout { get; init; }
}
