using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization.Export;

/// <summary>
/// A model as whole numbers and scales: tensors and texts for a file, from which alone, with the architecture, it is loaded again. The weights of quantized layers are codes of b bits without gaps, other
/// parameters and buffers are as they were.
/// </summary>
/// <remarks>
/// For a weight <c>NAME</c> there are <c>NAME.codes</c> (bytes; code i, row by row, is bits i b to i b + b - 1, the least significant of a byte first, the last byte filled up with zeros),
/// <c>NAME.scale</c> and <c>NAME.zero_point</c> (one, or one for each output): value = scale (code - zero point) / steps. In the metadata <c>quantized_model</c> is the version, and <c>quantized_model/NAME</c> has the
/// bits, shape and steps and the grid of the layer's input, in JSON. Owns its tensors, which are in host memory.
/// </remarks>
public sealed class QuantizedModel : IDisposable
{
    private const string VersionKey = "quantized_model";
    private const string LayerPrefix = VersionKey + "/";
    private const string Version = "1";

    private readonly Dictionary<string, QuantizedLayer> _layers;
    private readonly Dictionary<string, Tensor> _others;

    private QuantizedModel(Dictionary<string, QuantizedLayer> layers, Dictionary<string, Tensor> others)
    {
        (_layers, _others) = (layers, others);
        Dictionary<string, Tensor> tensors = new(others, StringComparer.Ordinal);
        foreach (var (name, value) in layers.SelectMany(layer => layer.Value.Tensors(layer.Key)))
            if (!tensors.TryAdd(name, value)) throw new ArgumentException($"the model has an entry '{name}' of its own, which is where codes are stored: call it something else");
        Tensors = tensors;
        Metadata = layers.Select(layer => KeyValuePair.Create(LayerPrefix + layer.Key, layer.Value.Record.ToJson())).Append(new(VersionKey, Version)).ToDictionary(StringComparer.Ordinal);
        Size = new ModelSize(tensors.Values.Sum(Bytes), others.Values.Sum(Bytes) + layers.Values.Sum(layer => layer.FloatBytes));
    }

    /// <summary>All there is to store. Borrowed.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>What goes with the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The bytes of the tensors, and of those of the model as it was.</summary>
    public ModelSize Size { get; }

    /// <summary>A model at the precision of its twin: its layers, and its running statistics in the place of the model's. Waits for the device.</summary>
    /// <param name="model">Borrowed; it and its quantizers are read as they are now.</param>
    /// <param name="twin">Borrowed; this model's.</param>
    /// <exception cref="ArgumentException">As below.</exception>
    public static QuantizedModel Of(nn.Module model, LowPrecisionTwin twin) => Of(model, twin.Layers, twin.StateDict());

    /// <summary>A model with layers at low precision. Waits for the device.</summary>
    /// <param name="model">Borrowed; it and its quantizers are read as they are now.</param>
    /// <param name="layers">The layers whose weights are stored as codes: up to 8 bits, a range per tensor or per output. Their inputs, where they have a grid, are computed with as codes too.</param>
    /// <exception cref="ArgumentException">A layer is not this model's, its weight is shared with another, or a grid cannot be stored; the layer is named.</exception>
    public static QuantizedModel Of(nn.Module model, IReadOnlyList<LayerPrecision> layers) => Of(model, layers, new Dictionary<string, Tensor>());

    /// <summary>What was exported, from its parts.</summary>
    /// <param name="tensors">Copied; more than these are there only if the model has them.</param>
    /// <param name="metadata">Texts of other names are passed over.</param>
    /// <exception cref="QuantizedModelException">A part is missing, has the wrong shape, or is of no model; it is named.</exception>
    public static QuantizedModel From(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(VersionKey, out var version)) throw new QuantizedModelException(VersionKey, "the metadata has no such entry: this is not a quantized model");
        if (version != Version) throw new QuantizedModelException(VersionKey, $"its version is '{QuantizedModelException.Shown(version)}', expected {Version}");
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var others = tensors.ToDictionary(StringComparer.Ordinal);
        Dictionary<string, QuantizedLayer> layers = new(StringComparer.Ordinal);
        foreach (var (entry, json) in metadata.Where(pair => pair.Key.StartsWith(LayerPrefix, StringComparison.Ordinal)))
        {
            var key = entry[LayerPrefix.Length..];
            Tensor Take(string name) => others.Remove(name, out var value) ? Owned(value) : throw new QuantizedModelException(name, $"there is no such tensor, which '{QuantizedModelException.Shown(entry)}' needs");
            layers[key] = QuantizedLayer.Read(key, entry, json, Take);
            if (others.ContainsKey(key)) throw new QuantizedModelException(key, "it is there both as codes and as a tensor");
        }
        if (layers.Count == 0) throw new QuantizedModelException(VersionKey, $"no layer is described by an entry '{LayerPrefix}NAME' of the metadata");
        return Detached(layers, others.ToDictionary(pair => pair.Key, pair => Owned(pair.Value), StringComparer.Ordinal));
    }

    /// <summary>
    /// Writes over a model of the architecture that was exported, all of its parameters and buffers, and sets it to <c>eval()</c>. Called by itself it then has weights on their grids, in floating point;
    /// <see cref="LoadedModel.Run"/> has the inputs on theirs too.
    /// </summary>
    /// <param name="model">Borrowed; on its device.</param>
    /// <returns>The caller's to dispose; it needs this no more.</returns>
    /// <exception cref="QuantizedModelException">The model has other entries, or of another shape or type. It is as it was.</exception>
    public LoadedModel LoadInto(nn.Module model)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (state, sites) = (model.state_dict(), LayerSite.Of(model).ToDictionary(site => Key(model, site), StringComparer.Ordinal));
        CheckFits(state, sites);
        foreach (var (name, value) in _others) state[name].copy_(value);
        List<(LayerSite, IntegerLayer)> integers = [];
        foreach (var (key, layer) in _layers)
        {
            using var weight = layer.Decode();
            state[key].copy_(weight.Dequantize());
            if (layer.Record.Input is { } input) integers.Add((sites[key], new IntegerLayer(sites[key], weight, input.Quantizer())));
        }
        model.eval();
        return new LoadedModel(integers);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in Tensors.Values) value.Dispose();
    }

    private static QuantizedModel Of(nn.Module model, IReadOnlyList<LayerPrecision> layers, IReadOnlyDictionary<string, Tensor> statistics)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var others = model.state_dict();
        Dictionary<string, QuantizedLayer> quantized = new(StringComparer.Ordinal);
        foreach (var layer in layers)
        {
            var (key, weight) = (Key(model, layer.Site), layer.Site.Weight);
            if (!others.Remove(key, out var found) || found.Handle != weight.Handle)
                throw new ArgumentException($"the layer '{layer.Site.Name}' is not one of this model's, or given twice", nameof(layers));
            if (others.FirstOrDefault(entry => entry.Value.Handle == weight.Handle) is { Key: { } shared })
                throw new ArgumentException($"the weight of the layer '{layer.Site.Name}' is also '{shared}', which would be on its grid too: leave the layer out", nameof(layers));
            quantized.Add(key, QuantizedLayer.Of(layer, key));
        }
        if (quantized.Count == 0) throw new ArgumentException("a quantized model needs at least one layer", nameof(layers));
        return Detached(quantized, others.ToDictionary(pair => pair.Key, pair => Owned(statistics.GetValueOrDefault(pair.Key, pair.Value)), StringComparer.Ordinal));
    }

    private void CheckFits(Dictionary<string, Tensor> state, Dictionary<string, LayerSite> sites)
    {
        foreach (var (name, value) in state)
        {
            var (shape, type) = _layers.TryGetValue(name, out var layer) ? ([.. layer.Record.Shape], layer.Type)
                : _others.TryGetValue(name, out var other) ? (other.shape, other.dtype) : throw new QuantizedModelException(name, "the model has such an entry, and what was exported has none");
            if (!shape.SequenceEqual(value.shape) || type != value.dtype)
                throw new QuantizedModelException(name, $"it is {type} of shape {Text.Shape(shape)}, and the model's {value.dtype} of shape {Text.Shape(value.shape)}");
            if (layer is not null && !sites.ContainsKey(name)) throw new QuantizedModelException(name, "it is stored as codes, and in the model it is not the weight of a linear or convolutional layer");
        }
        if (_layers.Keys.Concat(_others.Keys).FirstOrDefault(name => !state.ContainsKey(name)) is { } missing) throw new QuantizedModelException(missing, "the model has no such entry");
    }

    private static QuantizedModel Detached(Dictionary<string, QuantizedLayer> layers, Dictionary<string, Tensor> others)
    {
        var result = new QuantizedModel(layers, others);
        foreach (var value in result.Tensors.Values) value.DetachFromDisposeScope();
        return result;
    }

    private static string Key(nn.Module model, LayerSite site) => ReferenceEquals(model, site.Layer) ? "weight" : site.Name + ".weight";

    private static Tensor Owned(Tensor value) => value.detach().cpu().clone();

    private static long Bytes(Tensor value) => value.numel() * value.ElementSize;
}
