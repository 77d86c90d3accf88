using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>LoRA with extremely small rank matrices: W' = W + s U S C V', with the first r singular vectors and values of W frozen around a trained core C [r, r]; s = alpha / r. r^2 numbers a site.</summary>
/// <remarks>
/// C starts at 0, so that Delta does; the published start is N(0, 1e-10), by the options. Singular vectors have a sign that machines choose differently, so files hold them.
/// Reference: Balazy, Banaei, Aberer, Tabor, "LoRA-XS: Low-Rank Adaptation with Extremely Small Number of Parameters", arXiv 2405.17604.
/// </remarks>
public sealed class LoRAXS : LowRankAdapter
{
    private readonly double _scale;

    /// <summary>Adapts sites; decomposes each weight, which takes a while for large ones.</summary>
    /// <param name="sites">Linear layers, convolutions, embeddings, or parts of fused layers.</param>
    /// <param name="options">Rank, scale and start.</param>
    public LoRAXS(IReadOnlyList<Site> sites, LoRAXSOptions? options = null) : base("lora-xs", sites, (options ??= new()).Dropout)
    {
        Options = options;
        _scale = RankScale.ByRank.Of(options.Alpha ?? options.Rank, options.Rank);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var site in sites)
        {
            if (options.Rank > Math.Min(site.Outputs, site.Inputs)) throw new ArgumentException($"the site '{site.Name}' is {Text.Shape([site.Outputs, site.Inputs])} and has no {options.Rank} singular values", nameof(options));
            var weight = site.ToMatrix(site.Weights().Weight);
            var (u, s, v) = linalg.svd(Wide.Of(weight), fullMatrices: false);
            Factors.Freeze(Right(site), v.narrow(0, 0, options.Rank).to(weight.dtype).clone());
            Factors.Freeze(Left(site), (u * s).narrow(1, 0, options.Rank).to(weight.dtype).clone());
            Factors.Train(Core(site), weight.new_empty(options.Rank, options.Rank));
        }
        Initialize();
    }

    /// <summary>What it was made with.</summary>
    public LoRAXSOptions Options { get; }

    /// <summary>The name of a site's C.</summary>
    public static string Core(Site site) => site.Name + ".core";

    /// <inheritdoc/>
    public override void Initialize()
    {
        using var _ = no_grad();
        foreach (var site in Sites) nn.init.normal_(Factors[Core(site)], 0, Options.InitialDeviation);
    }

    /// <inheritdoc/>
    public override (Tensor A, Tensor B) FactorsOf(Site site) => (Factors[Right(site)], Factors[Left(site)].matmul(Factors[Core(site)] * _scale));

    private static string Left(Site site) => site.Name + ".left";

    private static string Right(Site site) => site.Name + ".right";
}

/// <summary>Rank, scale and start of <see cref="LoRAXS"/>.</summary>
public sealed record LoRAXSOptions
{
    /// <summary>r, not above a site's outputs and inputs. The default is 8.</summary>
    public int Rank { get; init => field = SiteCheck.Rank(value); } = 8;

    /// <summary>alpha; null (the default): the rank, so that s = 1.</summary>
    public double? Alpha { get; init; }

    /// <summary>The standard deviation that the core starts with. The default is 0, so that the adapted model starts as the model; published is 1e-5.</summary>
    public double InitialDeviation { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(InitialDeviation), value, "a standard deviation is not negative"); }

    /// <summary>The share of the inputs that the path leaves out in training. The default is 0.</summary>
    public double Dropout { get; init; }
}
