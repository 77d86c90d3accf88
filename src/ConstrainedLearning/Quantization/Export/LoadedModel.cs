using ConstrainedLearning.Layers;
using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization.Export;

/// <summary>A model that was loaded from what was exported, run at low precision: layers whose input has a grid on whole numbers, layers without one, and all else, in floating point.</summary>
/// <remarks>
/// Its numbers are those of the twin that was exported but for rounding: each layer's sum is exact here and rounded once, and in the twin rounded at every addition. Where a value is within that rounding
/// of the middle between two points of the next layer's grid, it may go to the other one.
/// Owns the codes; the model stays the caller's. Disposing it leaves the model as it was loaded.
/// </remarks>
public sealed class LoadedModel : IDisposable
{
    private readonly List<(LayerSite Site, IntegerLayer Layer)> _layers;

    internal LoadedModel(List<(LayerSite Site, IntegerLayer Layer)> layers) => _layers = layers;

    /// <summary>Runs the model without gradient, in the mode that it is in: after <c>model.eval()</c>, which loading has called. One pass at a time.</summary>
    /// <param name="forward">A pass through the model: <c>() => model.call(images)</c>.</param>
    /// <returns>What the pass gave, in the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">The input of a layer is NaN or infinite somewhere.</exception>
    public Tensor Run(Func<Tensor> forward)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        List<IDisposable> integers = [];
        try
        {
            foreach (var (site, layer) in _layers) integers.Add(LayerComputation.Of(site.Layer).Replace(layer.Apply));
            return forward().MoveToOuterDisposeScope();
        }
        finally
        {
            foreach (var replacement in integers) replacement.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, layer) in _layers) layer.Dispose();
    }
}
