using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>
/// Orthogonal fine-tuning (OFT): W' = W R with R = diag(R_1, ..., R_n) of rotations R_k = (I - Q_k) (I + Q_k)^-1 of blocks of inputs, Q_k' = -Q_k (Cayley). Angles and lengths of W's rows, the neurons, stay. n b (b - 1) / 2 numbers a site.
/// </summary>
/// <remarks>
/// As published, neurons are rotated where their inputs are: y' = W (R x) + b, at the cost of one more product. Q starts at 0, and R at I, exactly. The size of a block is the largest divisor of the inputs up to that of the options; of a convolution the inputs are
/// all of one output's.
/// Reference: Qiu et al., "Controlling Text-to-Image Diffusion by Orthogonal Finetuning", NeurIPS 2023, arXiv 2306.07280.
/// </remarks>
public sealed class Orthogonal : IReparametrization
{
    /// <summary>Adapts sites.</summary>
    /// <param name="sites">Linear layers, convolutions, or parts of fused layers.</param>
    /// <param name="blockSize">b, at least 2.</param>
    /// <exception cref="ArgumentException">An embedding, or a site whose number of inputs no such block divides.</exception>
    public Orthogonal(IReadOnlyList<Site> sites, int blockSize = 32)
    {
        if (blockSize < 2) throw new ArgumentOutOfRangeException(nameof(blockSize), blockSize, "a block that can be rotated has at least 2 inputs");
        (Sites, LargestBlock) = (SiteCheck.Matrices(Method, sites), blockSize);
        foreach (var site in sites)
        {
            var size = BlockSize(site);
            if (site.IsTable) throw new ArgumentException($"oft rotates inputs, and the site '{site.Name}' is an Embedding, whose inputs are indices", nameof(sites));
            if (size < 2) throw new ArgumentException($"the site '{site.Name}' has {site.Inputs} inputs, which are not blocks of 2 to {blockSize}", nameof(blockSize));
            Factors.Train(Angles(site), site.Weight.new_zeros(site.Inputs / size, size * (size - 1) / 2));
        }
        foreach (var size in sites.Select(BlockSize).Distinct()) Factors.Freeze(Places(size), PlacesOf(size).to(sites[0].Weight.device), isSaved: false);
    }

    /// <summary>The options' b; a site has the largest divisor of its inputs up to it.</summary>
    public int LargestBlock { get; }

    /// <inheritdoc/>
    public string Method => "oft";

    /// <inheritdoc/>
    public IReadOnlyList<Site> Sites { get; }

    /// <inheritdoc/>
    public FactorBank Factors { get; } = new();

    /// <summary>The name of a site's Q, [n, b (b - 1) / 2], what is above the diagonals.</summary>
    public static string Angles(Site site) => site.Name + ".oft_R";

    /// <summary>The rotations of a site, [n, b, b], with gradient.</summary>
    public Tensor Rotations(Site site)
    {
        var (own, size) = (Factors[Angles(site)], BlockSize(site));
        var angles = Wide.Of(own);
        var q = cat([angles.new_zeros(angles.size(0), 1), angles, -angles], 1).index_select(1, Factors[Places(size)]).reshape(-1, size, size);
        var identity = eye(size, size, q.dtype, q.device);
        return linalg.solve(identity + q, identity - q).to(own.dtype);
    }

    /// <inheritdoc/>
    public void Initialize()
    {
        using var _ = no_grad();
        foreach (var site in Sites) nn.init.zeros_(Factors[Angles(site)]);
    }

    /// <inheritdoc/>
    public Tensor Forward(Site site, Tensor input, Tensor output)
    {
        var (weight, rotations) = (site.Weights().Weight, Rotations(site));
        return output + (site.IsConvolution
            ? site.Apply(input, new SiteWeights(Rotated(site, weight, rotations) - weight, null))
            : site.Apply(Blockwise(input, rotations.transpose(-1, -2)) - input, new SiteWeights(weight, null)));
    }

    /// <inheritdoc/>
    public SiteWeights Effective(Site site, SiteWeights weights) => weights with { Weight = Rotated(site, weights.Weight, Rotations(site)) };

    /// <inheritdoc/>
    public SiteWeights Invert(Site site, SiteWeights merged) => merged with { Weight = Rotated(site, merged.Weight, Rotations(site).transpose(-1, -2)) };

    /// <inheritdoc/>
    public void Dispose() => Factors.Dispose();

    private static Tensor Rotated(Site site, Tensor weight, Tensor rotations) => site.FromMatrix(Blockwise(site.ToMatrix(weight), rotations));

    // Rows times the block-diagonal matrix.
    private static Tensor Blockwise(Tensor rows, Tensor blocks)
    {
        var (count, size) = (blocks.size(0), blocks.size(1));
        var split = rows.reshape(-1, count, size).transpose(0, 1);
        return split.matmul(blocks).transpose(0, 1).reshape(rows.shape);
    }

    private long BlockSize(Site site)
    {
        var size = Math.Min(LargestBlock, site.Inputs);
        while (site.Inputs % size != 0) size--;
        return size;
    }

    private static string Places(long size) => $"places.{size}";

    // Which of (0, the numbers above the diagonal, their negatives) each number of a skew matrix is.
    private static Tensor PlacesOf(long size)
    {
        var places = new long[size * size];
        var (next, count) = (1L, size * (size - 1) / 2);
        for (var row = 0L; row < size; row++)
            for (var column = row + 1; column < size; column++, next++)
                (places[row * size + column], places[column * size + row]) = (next, next + count);
        return tensor(places);
    }
}
