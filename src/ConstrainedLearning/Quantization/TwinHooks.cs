using ConstrainedLearning.Layers;
using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>While it lives, chosen layers compute at low precision: their input and their weight come from the grids.</summary>
internal sealed class TwinHooks : IDisposable
{
    private readonly List<Action> _remove = [];
    private readonly LayerErrors? _errors;

    /// <param name="layers">The layers.</param>
    /// <param name="errors">Is told of both sides of each; null: nobody is.</param>
    internal TwinHooks(IReadOnlyList<LayerPrecision> layers, LayerErrors? errors)
    {
        _errors = errors;
        try
        {
            for (var i = 0; i < layers.Count; i++) Add(i, layers[i]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var remove in _remove) remove();
    }

    private void Add(int place, LayerPrecision layer)
    {
        Tensor? high = null;
        _remove.Add(LayerComputation.Of(layer.Site.Layer).ReplaceByWeights(input =>
        {
            // With gradient only where normalisation layers of the twin's own are trained, through the values between layers; the weight is a constant.
            var onGrid = layer.Input is not { } grid ? input : is_grad_enabled() ? grid.StraightThrough(input) : grid.Quantize(input);
            using var weight = layer.Weight.Quantize(layer.Site.EffectiveWeight);
            var low = layer.Site.Apply(onGrid, weight);
            if (_errors is null) return low;
            if (layer.ComparedAfter is null) Note(_errors, place, layer, HighPrecision(_errors, layer, onGrid), low);
            else high = HighPrecision(_errors, layer, onGrid).DetachFromDisposeScope();
            return low;
        }).Dispose);
        if (_errors is null || layer.ComparedAfter is not { } later) return;
        _remove.Add(later.register_forward_hook((_, _, low) =>
        {
            if (high is null) return low;
            using var side = high;
            high = null;
            Note(_errors, place, layer, side, low);
            return low;
        }).remove);
    }

    // Like is compared with like: a normalised weight on the grid with the normalised weight. For most grids that is the weight itself.
    private static Tensor HighPrecision(LayerErrors errors, LayerPrecision layer, Tensor input)
    {
        using var _ = set_grad_enabled(errors.HasGradient);
        return layer.Site.Apply(input.detach(), layer.HighPrecision());
    }

    private static void Note(LayerErrors errors, int place, LayerPrecision layer, Tensor high, Tensor low)
    {
        using var scope = NewDisposeScope();
        using var _ = set_grad_enabled(errors.HasGradient);
        low = low.detach();
        if (layer.Output is { } grid) (high, low) = (grid.HighPrecision(high), grid.Quantize(low));
        errors.Note(place, high, low);
    }
}
