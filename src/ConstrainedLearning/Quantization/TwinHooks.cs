using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>While it lives, chosen layers compute at low precision: their input and their weight come from the grids.</summary>
internal sealed class TwinHooks : IDisposable
{
    private readonly List<Action> _remove = [];

    /// <param name="layers">The layers.</param>
    /// <param name="errors">Is told of both sides of each; null: nobody is.</param>
    internal TwinHooks(IReadOnlyList<LayerPrecision> layers, LayerErrors? errors)
    {
        for (var i = 0; i < layers.Count; i++) Add(i, layers[i], errors);
    }

    public void Dispose()
    {
        foreach (var remove in _remove) remove();
    }

    private void Add(int place, LayerPrecision layer, LayerErrors? errors)
    {
        var (module, normalizes) = (layer.Site.Layer, layer.Weight is DoReFaWeights);
        IDisposable? gradient = null;
        var before = module.register_forward_pre_hook((_, input) =>
        {
            var onGrid = layer.Input?.Quantize(input) ?? input;
            // Where the grid is that of the weight itself, the layer's own call is the high-precision side, with gradient into the weight.
            if (errors is not null && !normalizes) gradient = enable_grad();
            return onGrid;
        });
        var after = module.register_forward_hook((_, input, high) =>
        {
            gradient?.Dispose();
            gradient = null;
            using var weight = layer.Weight.Quantize(layer.Site.Weight);
            var low = layer.Site.Apply(input, weight);
            if (errors is not null) Note(errors, place, layer, input, normalizes ? null : high, low);
            return low;
        });
        _remove.Add(() =>
        {
            gradient?.Dispose(); // a layer that threw left it on
            before.remove();
            after.remove();
        });
    }

    // Like is compared with like: a normalised weight on the grid with the normalised weight.
    private static void Note(LayerErrors errors, int place, LayerPrecision layer, Tensor input, Tensor? high, Tensor low)
    {
        if (high is not null)
        {
            errors.Note(place, high, low);
            return;
        }
        using var _ = enable_grad();
        using var scope = NewDisposeScope();
        errors.Note(place, layer.Site.Apply(input, layer.Weight.HighPrecision(layer.Site.Weight)), low);
    }
}
