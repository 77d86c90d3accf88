using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>
/// A core in tensor space (FLoRA): W' = W + s G x1 U1 x2 U2 ... xN UN, with the weight's own modes kept: two of a matrix, three or four of a convolution. U_n is [d_n, r_n] and G [r_1, ..., r_N]: prod r_n + sum d_n r_n numbers a site.
/// </summary>
/// <remarks>
/// No rank is above its mode's size d_n. G starts at 0, so that Delta does, and the first step moves G alone; U_n ~ N(0, 1/(2 r_n)).
/// Reference: Si et al., "FLoRA: Low-Rank Core Space for N-dimension", arXiv 2405.14739.
/// </remarks>
public sealed class TuckerCore : AdditiveAdapter
{
    /// <summary>Adapts sites.</summary>
    /// <param name="sites">Linear layers, convolutions, embeddings, or parts of fused layers.</param>
    /// <param name="options">Ranks and scale.</param>
    public TuckerCore(IReadOnlyList<Site> sites, TuckerCoreOptions? options = null) : base("flora", SiteCheck.Matrices("flora", sites), (options ??= new()).Dropout)
    {
        Options = options;
        foreach (var site in sites)
        {
            var sizes = site.Weights().Weight.shape;
            long[] ranks = [.. sizes.Select((size, mode) => Math.Min(mode < 2 ? options.Rank : options.KernelRank ?? size, size))];
            Factors.Train(Core(site), site.Weight.new_empty(ranks));
            for (var mode = 0; mode < sizes.Length; mode++) Factors.Train(Mode(site, mode), site.Weight.new_empty(sizes[mode], ranks[mode]));
        }
        Initialize();
    }

    /// <summary>What it was made with.</summary>
    public TuckerCoreOptions Options { get; }

    /// <summary>The name of a site's G.</summary>
    public static string Core(Site site) => site.Name + ".core";

    /// <summary>The name of a site's U of a mode, counted from 0.</summary>
    public static string Mode(Site site, int mode) => $"{site.Name}.mode{mode}";

    /// <inheritdoc/>
    public override void Initialize()
    {
        using var _ = no_grad();
        foreach (var site in Sites)
        {
            nn.init.zeros_(Factors[Core(site)]);
            for (var mode = 0; mode < site.Weight.Dimensions; mode++) nn.init.kaiming_normal_(Factors[Mode(site, mode)], Math.Sqrt(3));
        }
    }

    /// <inheritdoc/>
    public override Tensor Delta(Site site)
    {
        // Each product takes the first mode away and puts the next behind the others: after all of them, they are in order again.
        var delta = Factors[Core(site)] * Options.Scale;
        for (var mode = 0; mode < site.Weight.Dimensions; mode++) delta = delta.tensordot(Factors[Mode(site, mode)], [0], [1]);
        return delta;
    }

    /// <inheritdoc/>
    public override Tensor Path(Site site, Tensor input)
    {
        if (site.Weight.Dimensions > 2) return base.Path(site, input);
        var (first, second) = (Factors[Mode(site, 0)].matmul(Factors[Core(site)] * Options.Scale), Factors[Mode(site, 1)]);
        return site.IsTable ? site.Apply(Dropped(site, input), first.t(), second) : site.Apply(Dropped(site, input), second.t(), first);
    }
}

/// <summary>Ranks and scale of <see cref="TuckerCore"/>.</summary>
public sealed record TuckerCoreOptions
{
    /// <summary>r of the outputs and of the inputs. The default is 8.</summary>
    public int Rank { get; init => field = SiteCheck.Rank(value); } = 8;

    /// <summary>r of each of a convolution's kernel dimensions; null (the default): the kernel's size.</summary>
    public int? KernelRank { get; init => field = value is { } rank ? SiteCheck.Rank(rank) : null; }

    /// <summary>s. The default is 1.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The share of the inputs that the path leaves out in training. The default is 0.</summary>
    public double Dropout { get; init; }
}
