using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>Bias tuning: b' = b + t. One number for each output.</summary>
/// <remarks>t starts at 0, exactly. Reference: Ben Zaken, Goldberg, Ravfogel, "BitFit: Simple Parameter-efficient Fine-tuning for Transformer-based Masked Language-models", ACL 2022, arXiv 2106.10199.</remarks>
public sealed class BitFit : AdditiveAdapter
{
    /// <summary>Adapts sites.</summary>
    /// <param name="sites">Of any layer with a bias.</param>
    /// <exception cref="ArgumentException">A layer has no bias.</exception>
    public BitFit(IReadOnlyList<Site> sites) : base("bitfit", SiteCheck.WithBias("bitfit", sites))
    {
        foreach (var site in sites) Factors.Train(Shift(site), site.Weight.new_zeros(site.Outputs));
    }

    /// <summary>The name of a site's t.</summary>
    public static string Shift(Site site) => site.Name + ".bias_delta";

    /// <inheritdoc/>
    public override void Initialize()
    {
        using var _ = no_grad();
        foreach (var site in Sites) nn.init.zeros_(Factors[Shift(site)]);
    }

    /// <inheritdoc/>
    public override Tensor Delta(Site site) => zeros_like(site.Weights().Weight);

    /// <inheritdoc/>
    public override Tensor? BiasDelta(Site site) => Factors[Shift(site)];

    /// <inheritdoc/>
    public override Tensor Path(Site site, Tensor input) => site.PerOutput(Factors[Shift(site)], input);

    /// <inheritdoc/>
    public override Tensor SquaredNorm(Site site) => site.Weight.new_zeros([]);
}
