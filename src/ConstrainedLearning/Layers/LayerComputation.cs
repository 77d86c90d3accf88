using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Layers;

/// <summary>How a layer's output comes about: by its own computation or by another in its place, and then through changes, each of which sees the layer's true input.</summary>
/// <remarks>
/// Adapters change an output, a low-precision twin replaces a computation, and both may hold the same layer: whichever came first, the replacement goes first. A replacement that computes with the layer's weights
/// computes with those that adapters make of them (<see cref="Weights"/>), so that the twin of an adapted model is the twin of what it would be merged to; the change of the output that comes to the same is then left out.
/// One pair of hooks a layer, there while something holds it. What is held is kept beside the layer object, as its hooks are.
/// </remarks>
internal sealed class LayerComputation
{
    private static readonly ConditionalWeakTable<nn.Module<Tensor, Tensor>, LayerComputation> Held = [];

    private readonly nn.Module<Tensor, Tensor> _layer;
    private readonly List<ILayerChange> _changes = [];
    private readonly Stack<Tensor> _inputs = [];
    private Func<Tensor, Tensor>? _instead;
    private bool _takesWeights;
    private Action? _remove;

    private LayerComputation(nn.Module<Tensor, Tensor> layer) => _layer = layer;

    /// <summary>A layer's computation.</summary>
    internal static LayerComputation Of(nn.Module<Tensor, Tensor> layer) => Held.GetValue(layer, key => new LayerComputation(key));

    /// <summary>What the layer computes with: its parameters, or what changes that are changes of weights make of them, with gradient.</summary>
    /// <param name="weight">The layer's own.</param>
    /// <param name="bias">The layer's own.</param>
    internal (Tensor Weight, Tensor? Bias) Weights(Tensor weight, Tensor? bias) => _changes.Aggregate((weight, bias), (weights, change) => change.Weights() ?? weights);

    /// <summary>While the result lives, the layer computes by another function of its input; changes of its output come after.</summary>
    /// <exception cref="InvalidOperationException">Something else has taken the layer's place already.</exception>
    internal IDisposable Replace(Func<Tensor, Tensor> compute) => Replace(compute, takesWeights: false);

    /// <summary>As <see cref="Replace(Func{Tensor, Tensor})"/>, by a function that uses <see cref="Weights"/>.</summary>
    internal IDisposable ReplaceByWeights(Func<Tensor, Tensor> compute) => Replace(compute, takesWeights: true);

    /// <summary>While the result lives, the output goes through a change; after those that were there before.</summary>
    internal IDisposable Change(ILayerChange change)
    {
        _changes.Add(change);
        Hook();
        return new Region(() =>
        {
            _changes.Remove(change);
            Release();
        });
    }

    /// <summary>While the result lives, the output goes through a function of the layer's input and its output, which is no change of weights.</summary>
    internal IDisposable Change(Func<Tensor, Tensor, Tensor> change) => Change(new OutputChange(change));

    private Region Replace(Func<Tensor, Tensor> compute, bool takesWeights)
    {
        if (_instead is not null) throw new InvalidOperationException($"a {_layer.GetName()} layer computes by another function already: a low-precision twin's pass, training through the rounding and a merged pass are had one at a time on a layer");
        (_instead, _takesWeights) = (compute, takesWeights);
        Hook();
        return new Region(() =>
        {
            _instead = null;
            Release();
        });
    }

    private void Hook()
    {
        if (_remove is not null) return;
        Action before = _layer.register_forward_pre_hook((_, input) =>
        {
            _inputs.Push(input);
            return _instead is null ? input : Sample(input);
        }).remove;
        Action after = _layer.register_forward_hook((_, _, output) =>
        {
            var input = _inputs.Pop();
            var result = _instead is null ? output : _instead(input);
            for (var i = 0; i < _changes.Count; i++) result = _changes[i].Apply(input, result, hasChangedWeights: _instead is not null && _takesWeights);
            return result;
        }).remove;
        _remove = before + after;
    }

    // A hook cannot keep the layer from its own computation, so that one is given a single sample, and its result is passed over.
    private Tensor Sample(Tensor input)
    {
        var batched = _layer switch { Conv1d => 3, Conv2d => 4, Conv3d => 5, _ => 2 };
        return input.Dimensions >= batched && input.size(0) > 1 ? input.detach().narrow(0, 0, 1) : input.detach();
    }

    private void Release()
    {
        if (_instead is not null || _changes.Count > 0) return;
        _remove?.Invoke();
        _remove = null;
        _inputs.Clear();
    }

    private sealed class OutputChange(Func<Tensor, Tensor, Tensor> change) : ILayerChange
    {
        public (Tensor Weight, Tensor? Bias)? Weights() => null;

        public Tensor Apply(Tensor input, Tensor output, bool hasChangedWeights) => change(input, output);
    }
}
