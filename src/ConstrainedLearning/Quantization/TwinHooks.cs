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
            var (full, bias) = Constants(layer);
            using var weight = layer.Weight.Quantize(full);
            var low = layer.Site.Apply(onGrid, weight, bias);
            if (_errors is null) return low;
            if (layer.ComparedAfter is null) Note(_errors, place, layer, HighPrecision(_errors, layer, onGrid, full, bias), low);
            else high = HighPrecision(_errors, layer, onGrid, full, bias).DetachFromDisposeScope();
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

    // The weight with gradient where errors are to have it, the bias without: it is the same on both sides.
    private (Tensor Weight, Tensor? Bias) Constants(LayerPrecision layer)
    {
        using var _ = set_grad_enabled(_errors is { HasGradient: true });
        var (weight, bias) = layer.Site.Effective();
        return (weight, bias is { requires_grad: true } ? bias.detach() : bias);
    }

    // Like is compared with like: a normalised weight on the grid with the normalised weight. For most grids that is the weight itself.
    private static Tensor HighPrecision(LayerErrors errors, LayerPrecision layer, Tensor input, Tensor weight, Tensor? bias)
    {
        using var _ = set_grad_enabled(errors.HasGradient);
        return layer.Site.Apply(input.detach(), layer.HighPrecision(weight), bias);
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
