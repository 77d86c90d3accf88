using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>Running statistics of a low-precision twin: a mean and a variance of its own for each batch normalisation of the model, whose scale and shift are shared.</summary>
internal sealed class TwinStatistics : ICheckpointed, IDisposable
{
    private readonly nn.Module _model;
    private readonly List<(NormBase Layer, Tensor Mean, Tensor Variance)> _layers = [];
    private readonly Dictionary<string, Tensor> _state = new(StringComparer.Ordinal);

    internal TwinStatistics(nn.Module model)
    {
        using var _ = no_grad();
        _model = model;
        foreach (var (name, module) in model.named_modules())
        {
            if (module is not (BatchNorm1d or BatchNorm2d or BatchNorm3d) || module is not NormBase { track_running_stats: true } layer) continue;
            if (layer.momentum is null) throw new ArgumentException($"'{name}' keeps the plain mean of all batches: a low-precision twin needs a momentum", nameof(model));
            var (mean, variance) = (layer.running_mean!.clone().DetachFromDisposeScope(), layer.running_var!.clone().DetachFromDisposeScope());
            _layers.Add((layer, mean, variance));
            (_state[name + ".running_mean"], _state[name + ".running_var"]) = (mean, variance);
        }
    }

    public IReadOnlyDictionary<string, Tensor> StateDict() => _state;

    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> saved)
    {
        foreach (var (name, value) in _state)
            if (!saved.TryGetValue(name, out var other) || !other.shape.SequenceEqual(value.shape))
                throw new ArgumentException($"the low-precision twin needs '{name}' of shape {Text.Shape(value.shape)}, saved was {(other is null ? "none" : Text.Shape(other.shape))}");
        using var _ = no_grad();
        foreach (var (name, value) in _state) value.copy_(saved[name]);
    }

    public void Dispose()
    {
        foreach (var value in _state.Values) value.Dispose();
    }

    /// <summary>While it lives, the layers normalise by the twin's statistics, and in training move those and not the model's.</summary>
    /// <remarks>The layers' own results are passed over, not their numbers exchanged: a backward pass to come has kept them.</remarks>
    internal IDisposable Enter() => new Region(this);

    private sealed class Region : IDisposable
    {
        private readonly List<Action> _remove = [];
        private readonly FrozenStatistics? _frozen;

        internal Region(TwinStatistics statistics)
        {
            double[] momenta = [.. statistics._layers.Select(entry => entry.Layer.momentum!.Value)]; // freezing sets the layers' own to 0
            _frozen = FrozenStatistics.Of(statistics._model, freeze: true);
            foreach (var ((layer, mean, variance), momentum) in statistics._layers.Zip(momenta))
            {
                var hook = layer.register_forward_hook((_, input, _) => nn.functional.batch_norm(input, mean, variance, layer.weight, layer.bias, layer.training, momentum, layer.eps));
                _remove.Add(hook.remove);
            }
        }

        public void Dispose()
        {
            foreach (var remove in _remove) remove();
            _frozen?.Dispose();
        }
    }
}
