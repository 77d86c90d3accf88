using ConstrainedLearning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>What a low-precision twin has of its own for each batch normalisation of the model: a mean and a variance, and where asked for a scale and a shift.</summary>
internal sealed class TwinStatistics : ICheckpointed, IDisposable
{
    private readonly nn.Module _model;
    private readonly List<Normalization> _layers = [];
    private readonly Dictionary<string, Tensor> _state = new(StringComparer.Ordinal);

    internal TwinStatistics(nn.Module model, TwinNormalization normalization)
    {
        using var _ = no_grad();
        _model = model;
        foreach (var (name, module) in model.named_modules())
        {
            if (module is not (BatchNorm1d or BatchNorm2d or BatchNorm3d) || module is not NormBase { track_running_stats: true } layer) continue;
            if (layer.momentum is null) throw new ArgumentException($"'{name}' keeps the plain mean of all batches: a low-precision twin needs a momentum", nameof(model));
            var own = new Normalization(layer, Copy(name + ".running_mean", layer.running_mean!), Copy(name + ".running_var", layer.running_var!));
            if (normalization == TwinNormalization.OwnScale && layer.weight is not null)
                own = own with { Scale = Parameter(name + ".weight", layer.weight), Shift = Parameter(name + ".bias", layer.bias!) };
            _layers.Add(own);
        }
        Parameters = [.. _layers.SelectMany(entry => new[] { entry.Scale, entry.Shift }).OfType<Parameter>()];
    }

    /// <summary>Scales and shifts, to be trained; empty where they are the model's.</summary>
    internal IReadOnlyList<Parameter> Parameters { get; }

    public IReadOnlyDictionary<string, Tensor> StateDict() => _state;

    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> saved) => SavedTensors.Restore(_state, saved, "the low-precision twin");

    public void Dispose()
    {
        foreach (var value in _state.Values) value.Dispose();
    }

    /// <summary>How far statistics move towards those of a batch; null: by each layer's own momentum.</summary>
    internal double? Momentum { get; set; }

    /// <summary>While it lives, the layers normalise by what the twin has, and in training move its statistics and not the model's.</summary>
    /// <remarks>The layers' own results are passed over, not their numbers exchanged: a backward pass to come has kept them.</remarks>
    internal IDisposable Enter()
    {
        List<Action> undo = [];
        foreach (var own in _layers)
        {
            var (layer, training) = (own.Layer, own.Layer.training);
            layer.eval(); // its own computation moves nothing then, and takes a single sample
            undo.Add(() => layer.train(training));
            undo.Add(LayerComputation.Of(layer).Replace(input => own.Of(input, training, Momentum)).Dispose);
        }
        if (FrozenStatistics.Of(_model, freeze: true) is { } others) undo.Add(others.Dispose);
        return new Region(() => undo.ForEach(step => step()));
    }

    private Tensor Copy(string name, Tensor value) => _state[name] = value.clone().DetachFromDisposeScope();

    private Parameter Parameter(string name, Tensor value)
    {
        var parameter = new Parameter(value.detach().clone());
        parameter.DetachFromDisposeScope();
        _state[name] = parameter;
        return parameter;
    }

    private sealed record Normalization(NormBase Layer, Tensor Mean, Tensor Variance)
    {
        internal Parameter? Scale { get; init; }

        internal Parameter? Shift { get; init; }

        internal Tensor Of(Tensor input, bool training, double? momentum) =>
            nn.functional.batch_norm(input, Mean, Variance, Scale ?? Layer.weight, Shift ?? Layer.bias, training, momentum ?? Layer.momentum!.Value, Layer.eps);
    }
}
