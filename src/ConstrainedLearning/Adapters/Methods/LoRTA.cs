using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>
/// Low-rank tensor adaptation: the Deltas of all sites are slices of one tensor of rank r over (feature, feature within a head, head, layer, matrix),
/// T[i, k, h, l, m] = sum_q A[i, q] B[q, k] H[h, q] L[l, q] M[m, q], of r (d + d / heads + heads + layers + matrices) numbers for all sites together.
/// </summary>
/// <remarks>
/// For one site, D = A diag(M[m] * L[l]) G with G[q, (h, k)] = H[h, q] B[q, k], the same for all sites, and W' = W + s D' or s D by the side on which the heads are (see <see cref="HeadSplit"/>). So a site costs no more than LoRA of
/// that rank, and the large tensor is never made. Layers and matrices are told by the sites' names (<see cref="SiteRole"/>). Sites of other sizes (grouped keys and values, feed-forward layers) share B, L and M, and A and H with those
/// of their own number of features and heads. B starts at 0, and the first step moves B alone.
/// Reference: Hounie, Kanatsoulis, Tandon, Ribeiro, "LoRTA: Low Rank Tensor Adaptation of Large Language Models", arXiv 2410.04060.
/// </remarks>
public sealed class LoRTA : LowRankAdapter
{
    private const string Inside = "B", Layers = "layers", Matrices = "matrices";

    private readonly Dictionary<string, Slice> _slices;
    private readonly double _scale;

    /// <summary>Adapts sites.</summary>
    /// <param name="sites">Matrices with heads on one of their sides.</param>
    /// <param name="headSize">d / heads: the features of one head.</param>
    /// <param name="options">Rank, orientation and start.</param>
    public LoRTA(IReadOnlyList<Site> sites, long headSize, LoRTAOptions? options = null) : base("lorta", sites, (options ??= new()).Dropout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(headSize, 1);
        (HeadSize, Options) = (headSize, options);
        string[] blocks = [.. sites.Select(site => site.Role.Block).Distinct()], matrices = [.. sites.Select(site => site.Role.Matrix).Distinct()];
        _slices = sites.ToDictionary(site => site.Name, site => SliceOf(site, Array.IndexOf(blocks, site.Role.Block), Array.IndexOf(matrices, site.Role.Matrix)));
        _scale = options.Scale.Of(options.Alpha, options.Rank);
        var (like, rank) = (sites[0].Weight, options.Rank);
        foreach (var slice in _slices.Values.DistinctBy(slice => slice.Features)) Factors.Train(slice.Features, like.new_empty(slice.Size, rank));
        Factors.Train(Inside, like.new_empty(rank, headSize));
        foreach (var slice in _slices.Values.DistinctBy(slice => slice.Heads)) Factors.Train(slice.Heads, like.new_empty(slice.HeadCount, rank));
        Factors.Train(Layers, like.new_empty(blocks.Length, rank));
        Factors.Train(Matrices, like.new_empty(matrices.Length, rank));
        Initialize();
    }

    /// <summary>d / heads.</summary>
    public long HeadSize { get; }

    /// <summary>What it was made with.</summary>
    public LoRTAOptions Options { get; }

    /// <inheritdoc/>
    public override void Initialize()
    {
        using var _ = no_grad();
        foreach (var (name, factor) in Factors.named_parameters())
        {
            if (name == Inside) nn.init.zeros_(factor);
            else if (name.StartsWith('A')) Options.Initialization.DrawFeatures(factor);
            else Options.Initialization.DrawMode(factor);
        }
    }

    /// <inheritdoc/>
    public override (Tensor A, Tensor B) FactorsOf(Site site)
    {
        var slice = _slices[site.Name];
        var features = Factors[slice.Features];
        var heads = Factors.Once(slice.Heads, () => (Factors[slice.Heads].t().unsqueeze(-1) * Factors[Inside].unsqueeze(1)).reshape(Options.Rank, -1));
        var weights = Factors.Once("weights", () => Factors[Layers].unsqueeze(1) * Factors[Matrices] * _scale)[slice.Block, slice.Matrix];
        return slice.SplitsOutputs ? (features.t(), heads.t() * weights) : (heads, features * weights);
    }

    private Slice SliceOf(Site site, int block, int matrix)
    {
        if (site.IsConvolution || site.IsTable) throw new ArgumentException($"LoRTA adapts linear layers, and the site '{site.Name}' is a {site.Layer.GetName()}", nameof(site));
        var splitsOutputs = Options.HeadSplit switch
        {
            HeadSplit.Outputs => true,
            HeadSplit.Inputs => false,
            _ => !Options.OutputProjections.Any(pattern => NameRule.Fits(pattern, site.Name)),
        };
        var (split, whole) = splitsOutputs ? (site.Outputs, site.Inputs) : (site.Inputs, site.Outputs);
        if (split % HeadSize != 0) throw new ArgumentException($"the site '{site.Name}' has {split} {(splitsOutputs ? "outputs" : "inputs")}, which are not heads of {HeadSize}", nameof(site));
        return new Slice(splitsOutputs, whole, split / HeadSize, block, matrix);
    }

    /// <summary>Where a site's Delta lies in the tensor.</summary>
    /// <param name="SplitsOutputs">Whether its heads are on the outputs.</param>
    /// <param name="Size">Features of the other side.</param>
    /// <param name="HeadCount">Heads.</param>
    /// <param name="Block">Its layer.</param>
    /// <param name="Matrix">Its kind of matrix.</param>
    private sealed record Slice(bool SplitsOutputs, long Size, long HeadCount, int Block, int Matrix)
    {
        internal string Features { get; } = $"A.{Size}";

        internal string Heads { get; } = $"heads.{HeadCount}";
    }
}
