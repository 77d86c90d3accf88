using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>What all additive adapters have in common; a method of its own gives <see cref="Initialize"/> and <see cref="Delta"/>.</summary>
/// <param name="method">As <see cref="Method"/> has it.</param>
/// <param name="sites">As <see cref="Sites"/> has them; each once.</param>
/// <param name="dropout">The share of the inputs' numbers that a path leaves out in training, in [0, 1).</param>
public abstract class AdditiveAdapter(string method, IReadOnlyList<Site> sites, double dropout = 0) : IAdditive
{
    private readonly double _dropout = dropout is >= 0 and < 1 ? dropout : throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "dropout leaves out a share in [0, 1)");

    /// <inheritdoc/>
    public string Method { get; } = method;

    /// <inheritdoc/>
    public IReadOnlyList<Site> Sites { get; } = SiteCheck.Distinct(method, sites);

    /// <inheritdoc/>
    public FactorBank Factors { get; } = new();

    /// <inheritdoc/>
    public abstract void Initialize();

    /// <inheritdoc/>
    public abstract Tensor Delta(Site site);

    /// <inheritdoc/>
    public virtual Tensor? BiasDelta(Site site) => null;

    /// <inheritdoc/>
    public virtual Tensor Path(Site site, Tensor input) => site.Apply(Dropped(site, input), new SiteWeights(Delta(site), BiasDelta(site)));

    /// <inheritdoc/>
    public virtual Tensor SquaredNorm(Site site) => Delta(site).square().sum();

    /// <inheritdoc/>
    public virtual Tensor Forward(Site site, Tensor input, Tensor output) => output + Path(site, input);

    /// <inheritdoc/>
    public SiteWeights Effective(Site site, SiteWeights weights) => weights.Plus(Delta(site), BiasDelta(site));

    /// <inheritdoc/>
    public SiteWeights Invert(Site site, SiteWeights merged) => merged.Plus(-Delta(site), BiasDelta(site) is { } bias ? -bias : null);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The input of a path, of which training leaves out a share: while both the adapter and the layer are in training. Indices of a table stay.</summary>
    protected Tensor Dropped(Site site, Tensor input) => _dropout > 0 && Factors.training && site.Layer.training && input.is_floating_point() ? nn.functional.dropout(input, _dropout, training: true) : input;

    /// <summary>Disposes the factors.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) Factors.Dispose();
    }
}
