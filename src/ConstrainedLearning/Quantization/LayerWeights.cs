using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>A layer's weight at full and at low precision.</summary>
internal static class LayerWeights
{
    /// <summary>Whether the layer computes with other numbers than its weight at full precision too, since the grid normalises.</summary>
    internal static bool Normalizes(this LayerPrecision layer) => layer.Weight is DoReFaWeights;

    /// <summary>What the layer computes with at full precision: its weight itself, or h of it where the grid normalises.</summary>
    internal static Tensor HighPrecision(this LayerPrecision layer) => layer.HighPrecision(layer.Site.Effective().Weight);

    /// <summary>The same of a weight that is known.</summary>
    internal static Tensor HighPrecision(this LayerPrecision layer, Tensor weight) => layer.Normalizes() ? layer.Weight.HighPrecision(weight) : weight;

    /// <summary>How the weight changes with its precision: low - full.</summary>
    internal static Tensor Change(this LayerPrecision layer)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var weight = layer.Site.Effective().Weight;
        return (layer.Weight.Quantize(weight) - layer.HighPrecision(weight)).MoveToOuterDisposeScope();
    }
}
