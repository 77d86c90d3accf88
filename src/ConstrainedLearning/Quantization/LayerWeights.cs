using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>A layer's weight at full and at low precision.</summary>
internal static class LayerWeights
{
    /// <summary>What the layer computes with at full precision: its weight, or h of it where the grid normalises.</summary>
    internal static Tensor HighPrecision(this LayerPrecision layer) => layer.Weight is DoReFaWeights ? layer.Weight.HighPrecision(layer.Site.Weight) : layer.Site.Weight.alias();

    /// <summary>How the weight changes with its precision: low - full.</summary>
    internal static Tensor Change(this LayerPrecision layer)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return (layer.Weight.Quantize(layer.Site.Weight) - layer.HighPrecision()).MoveToOuterDisposeScope();
    }
}
