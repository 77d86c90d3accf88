using ConstrainedLearning.Quantization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>Adapters put into a model's weights, and the weights as they were.</summary>
internal sealed class MergedWeights : IDisposable
{
    private readonly List<(Func<Tensor?> Read, Tensor Before)> _kept = [];

    private MergedWeights()
    {
    }

    /// <summary>||Delta|| / ||W|| of each weight, and what was lost where the sum was rounded.</summary>
    internal List<WeightChange> Changes { get; } = [];

    /// <summary>Computes all merged weights, then changes the model. Called without gradient.</summary>
    internal static MergedWeights Into(IReadOnlyList<AdaptedLayer> layers, IQuantizer? grid)
    {
        var merged = new MergedWeights();
        List<(Func<Tensor?> Read, Tensor Value)> values = [];
        foreach (var layer in layers)
            foreach (var (slot, weights) in layer.Effective())
            {
                var weight = grid is null || slot.Weight.Dimensions < 2 ? weights.Weight : grid.Quantize(weights.Weight);
                CheckFinite(layer, weight);
                values.Add((slot.ReadWeight, weight));
                if (weights.Bias is { } bias)
                {
                    CheckFinite(layer, bias);
                    if (slot.Bias is null) throw new InvalidOperationException($"the adapters add a bias to a {layer.Layer.GetName()} layer that has none, so they cannot be merged into it");
                    values.Add((slot.ReadBias, bias));
                }
                var size = slot.Weight.norm().ToDouble();
                merged.Changes.Add(new WeightChange(slot.Weight.shape, size == 0 ? 0 : (weights.Weight - slot.Weight).norm().ToDouble() / size, size == 0 ? 0 : (weight - weights.Weight).norm().ToDouble() / size));
            }
        foreach (var (read, value) in values)
        {
            var place = read()!;
            merged._kept.Add((read, place.detach().clone().DetachFromDisposeScope()));
            place.copy_(value);
        }
        return merged;
    }

    /// <summary>Gives the model its weights back.</summary>
    internal void Restore()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (read, before) in _kept) read()!.copy_(before);
    }

    public void Dispose()
    {
        foreach (var (_, before) in _kept) before.Dispose();
    }

    private static void CheckFinite(AdaptedLayer layer, Tensor value)
    {
        if (!value.isfinite().all().ToBoolean()) throw new InvalidOperationException($"a merged weight of a {layer.Layer.GetName()} layer of shape {Text.Shape(value.shape)} is not finite: the adapter's training has failed; nothing was merged");
    }
}
