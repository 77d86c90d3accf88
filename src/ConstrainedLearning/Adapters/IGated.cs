using TorchSharp.Modules;

namespace ConstrainedLearning.Adapters;

/// <summary>An adapter whose rank can be lowered in training: each component of a Delta counts as much as its gate, and not at all where that is 0.</summary>
public interface IGated : IAdapter
{
    /// <summary>Its gates, a vector for each site or one that many sites share.</summary>
    IReadOnlyList<Gates> Gates { get; }
}

/// <summary>The gates of some components.</summary>
/// <param name="Name">The site, or what the sites that share them are called.</param>
/// <param name="Values">Shape [rank]; the adapter's.</param>
/// <param name="CostOfOne">How many numbers one component is made of: those that are dropped with it.</param>
public sealed record Gates(string Name, Parameter Values, long CostOfOne);
