using ConstrainedLearning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>While it lives, layers of a model compute at low precision and are trained through the rounding, whose slope is counted as 1.</summary>
/// <remarks>
/// The usual way of quantization-aware training, here to compare with: with <see cref="DoReFaWeights"/> and <see cref="DoReFaActivations"/> it is DoReFa-Net, with <see cref="LearnedClip"/> for inputs PACT,
/// with <see cref="LearnedStep"/> for both LSQ. The model stays the caller's; the layers' learned grids belong to this and are disposed with it.
/// </remarks>
public sealed class StraightThroughLayers : ICheckpointed, IDisposable
{
    private readonly IReadOnlyList<LayerPrecision> _layers;
    private readonly List<IDisposable> _replacements = [];

    /// <summary>Changes the layers.</summary>
    /// <param name="layers">The layers with their grids; a learned grid belongs to one layer.</param>
    public StraightThroughLayers(IReadOnlyList<LayerPrecision> layers)
    {
        _layers = layers;
        if (layers.GroupBy(layer => layer.Site.Layer).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new ArgumentException($"the layer '{twice.First().Site.Name}' is given twice", nameof(layers));
        var grids = Learned().Select(pair => pair.Grid).ToList();
        if (grids.Distinct().Count() < grids.Count) throw new ArgumentException("a learned grid is given to several layers: make one for each, with LayerPrecision.Of(sites, site => ...)", nameof(layers));
        try
        {
            foreach (var layer in layers)
                _replacements.Add(LayerComputation.Of(layer.Site.Layer).ReplaceByWeights(input =>
                {
                    var (weight, bias) = layer.Site.Effective();
                    return layer.Site.Apply(layer.Input?.StraightThrough(input) ?? input, layer.Weight.StraightThrough(weight), bias);
                }));
        }
        catch
        {
            _replacements.ForEach(replacement => replacement.Dispose());
            throw;
        }
    }

    /// <summary>What the grids learn, for the optimiser; empty for grids that are given.</summary>
    public IReadOnlyList<Parameter> Parameters => [.. Learned().SelectMany(pair => pair.Grid.parameters())];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> StateDict() => Learned().SelectMany(pair => pair.Grid.state_dict().Select(entry => KeyValuePair.Create($"{pair.Name}.{entry.Key}", entry.Value))).ToDictionary();

    /// <inheritdoc/>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> saved) => SavedTensors.Restore(StateDict(), saved, "training through the rounding");

    /// <summary>Gives the layers back their own computation.</summary>
    public void Dispose()
    {
        foreach (var replacement in _replacements) replacement.Dispose();
        foreach (var (_, grid) in Learned()) grid.Dispose();
    }

    private IEnumerable<(string Name, nn.Module Grid)> Learned()
    {
        foreach (var layer in _layers)
        {
            if (layer.Weight is nn.Module weight) yield return (layer.Site.Name + ".weight_grid", weight);
            if (layer.Input is nn.Module input) yield return (layer.Site.Name + ".input_grid", input);
        }
    }
}
