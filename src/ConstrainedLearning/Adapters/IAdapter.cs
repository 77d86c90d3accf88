using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>Something small that is trained in place of a model: it changes what layers give.</summary>
/// <remarks>One adapter serves many sites and owns all its factors. The model is never changed by it.</remarks>
public interface IAdapter : IDisposable
{
    /// <summary>How the method is called in tables and files: <c>lora</c>.</summary>
    string Method { get; }

    /// <summary>The weights that it changes, or whose outputs it changes; each once.</summary>
    IReadOnlyList<Site> Sites { get; }

    /// <summary>Its numbers; the adapter's.</summary>
    FactorBank Factors { get; }

    /// <summary>Draws the factors anew from torch's random numbers: the adapted model computes what the model computes, unless the method says otherwise.</summary>
    void Initialize();

    /// <summary>What the site gives with the adapter, by its cheapest path.</summary>
    /// <param name="site">One of <see cref="Sites"/>.</param>
    /// <param name="input">The layer's input.</param>
    /// <param name="output">W x + b of the site, as the layer or an earlier adapter gives it; not changed.</param>
    /// <returns>In the caller's dispose scope, with gradient into the factors.</returns>
    Tensor Forward(Site site, Tensor input, Tensor output);
}

/// <summary>An adapter that comes to other weights, W' = f(W), b' = g(b), so that it can be merged into the model.</summary>
public interface IReparametrization : IAdapter
{
    /// <summary>The weights with the adapter; <see cref="IAdapter.Forward"/> gives what they give.</summary>
    /// <param name="site">One of the sites.</param>
    /// <param name="weights">Without the adapter; not changed.</param>
    /// <returns>In the layer's layout, with gradient into the factors.</returns>
    SiteWeights Effective(Site site, SiteWeights weights);

    /// <summary>The weights without the adapter: the inverse of <see cref="Effective"/>, up to rounding.</summary>
    /// <param name="site">One of the sites.</param>
    /// <param name="merged">What <see cref="Effective"/> gave for the present factors.</param>
    /// <exception cref="InvalidOperationException">The present factors have no inverse.</exception>
    SiteWeights Invert(Site site, SiteWeights merged);
}

/// <summary>A reparametrization that adds: W' = W + Delta, b' = b + delta, of the factors alone. Several of them add up, each with a weight.</summary>
public interface IAdditive : IReparametrization
{
    /// <summary>Delta, in the layout of the site's weight, with gradient into the factors.</summary>
    Tensor Delta(Site site);

    /// <summary>What is added to the bias; null: nothing.</summary>
    Tensor? BiasDelta(Site site) => null;

    /// <summary>What is added to the output, Delta x and what the bias gains, by the cheapest path.</summary>
    /// <param name="site">One of the sites.</param>
    /// <param name="input">The layer's input.</param>
    Tensor Path(Site site, Tensor input);

    /// <summary>||Delta||^2, the sum of its squares, without making Delta where factors allow it. A scalar with gradient.</summary>
    Tensor SquaredNorm(Site site);
}
