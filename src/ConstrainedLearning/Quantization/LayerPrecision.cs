namespace ConstrainedLearning.Quantization;

/// <summary>How one layer is run at low precision.</summary>
/// <param name="Site">The layer.</param>
/// <param name="Weight">The grid of its weight.</param>
/// <param name="Input">The grid of its input; null: the input stays as it is.</param>
public sealed record LayerPrecision(LayerSite Site, IQuantizer Weight, IQuantizer? Input = null)
{
    /// <summary>The same grids for layers of a model.</summary>
    /// <param name="sites">The layers; see <see cref="LayerSite.Of"/>.</param>
    /// <param name="weight">The grid of their weights.</param>
    /// <param name="input">The grid of their inputs; null (the default): inputs stay as they are.</param>
    public static IReadOnlyList<LayerPrecision> Of(IReadOnlyList<LayerSite> sites, IQuantizer weight, IQuantizer? input = null) => [.. sites.Select(site => new LayerPrecision(site, weight, input))];
}
