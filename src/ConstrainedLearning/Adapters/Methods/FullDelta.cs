using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>Full fine-tuning as an adapter: W' = W + D with all of D trained, and b' = b + d. As many numbers as the layer has.</summary>
/// <remarks>D and d start at 0, exactly. What other adapters are measured against, and what a new head is trained by; embeddings, convolutions and normalisations too. The model's weights stay, so the cost is that of one more layer.</remarks>
public sealed class FullDelta : AdditiveAdapter
{
    /// <summary>Adapts sites.</summary>
    /// <param name="sites">Of any layer.</param>
    /// <param name="options">Whether biases are trained.</param>
    public FullDelta(IReadOnlyList<Site> sites, FullDeltaOptions? options = null) : base("full", sites)
    {
        Options = options ?? new();
        foreach (var site in sites)
        {
            Factors.Train(WeightOf(site), zeros_like(site.Weights().Weight).detach());
            if (HasBias(site)) Factors.Train(BiasOf(site), site.Weight.new_zeros(site.Outputs));
        }
    }

    /// <summary>What it was made with.</summary>
    public FullDeltaOptions Options { get; }

    /// <summary>The name of a site's D.</summary>
    public static string WeightOf(Site site) => site.Name + ".weight_delta";

    /// <summary>The name of a site's d.</summary>
    public static string BiasOf(Site site) => site.Name + ".bias_delta";

    /// <inheritdoc/>
    public override void Initialize()
    {
        using var _ = no_grad();
        foreach (var factor in Factors.parameters()) nn.init.zeros_(factor);
    }

    /// <inheritdoc/>
    public override Tensor Delta(Site site) => Factors[WeightOf(site)];

    /// <inheritdoc/>
    public override Tensor? BiasDelta(Site site) => HasBias(site) ? Factors[BiasOf(site)] : null;

    private bool HasBias(Site site) => Options.HasBias && site.Bias is not null;
}

/// <summary>What <see cref="FullDelta"/> trains.</summary>
public sealed record FullDeltaOptions
{
    /// <summary>Whether the biases that the layers have are trained too. The default is yes.</summary>
    public bool HasBias { get; init; } = true;
}
