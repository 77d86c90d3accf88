using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>A layer's weight at full and at low precision.</summary>
internal static class LayerWeights
{
    /// <summary>Whether the layer computes with other numbers than its weight at full precision too, since the grid normalises.</summary>
    internal static bool Normalizes(this LayerPrecision layer) => layer.Weight is DoReFaWeights;

    /// <summary>What the layer computes with at full precision: its weight itself, or h of it where the grid normalises.</summary>
    internal static Tensor HighPrecision(this LayerPrecision layer) => layer.Normalizes() ? layer.Weight.HighPrecision(layer.Site.EffectiveWeight) : layer.Site.EffectiveWeight;

    /// <summary>How the weight changes with its precision: low - full.</summary>
    internal static Tensor Change(this LayerPrecision layer)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return (layer.Weight.Quantize(layer.Site.EffectiveWeight) - layer.HighPrecision()).MoveToOuterDisposeScope();
    }
}
