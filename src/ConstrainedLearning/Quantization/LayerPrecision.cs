using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>How one layer is run at low precision.</summary>
/// <param name="Site">The layer.</param>
/// <param name="Weight">The grid of its weight.</param>
/// <param name="Input">The grid of its input; null: the input stays as it is.</param>
public sealed record LayerPrecision(LayerSite Site, IQuantizer Weight, IQuantizer? Input = null)
{
    /// <summary>A grid at which the two sides of the layer's error are compared, mean (h(f) - Q(f^b))^2; null (the default): as they are, mean (f - f^b)^2.</summary>
    public IQuantizer? Output { get; init; }

    /// <summary>
    /// The normalisation behind the layer, whose result at low precision is compared with what the layer itself gives at full precision: two different things, as the published code has it for the first
    /// convolution of a block. Null (the default): the layer's own result, like with like.
    /// </summary>
    public nn.Module<Tensor, Tensor>? ComparedAfter { get; init; }

    /// <summary>The same grids for layers of a model.</summary>
    /// <param name="sites">The layers; see <see cref="LayerSite.Of"/>.</param>
    /// <param name="weight">The grid of their weights.</param>
    /// <param name="input">The grid of their inputs; null (the default): inputs stay as they are.</param>
    public static IReadOnlyList<LayerPrecision> Of(IReadOnlyList<LayerSite> sites, IQuantizer weight, IQuantizer? input = null) => [.. sites.Select(site => new LayerPrecision(site, weight, input))];

    /// <summary>A grid of its own for each layer: for grids that are learned, and for layers of different precision.</summary>
    /// <param name="sites">The layers.</param>
    /// <param name="weight">The grid of a layer's weight.</param>
    /// <param name="input">The grid of its input.</param>
    public static IReadOnlyList<LayerPrecision> Of(IReadOnlyList<LayerSite> sites, Func<LayerSite, IQuantizer> weight, Func<LayerSite, IQuantizer?> input) =>
        [.. sites.Select(site => new LayerPrecision(site, weight(site), input(site)))];
}
