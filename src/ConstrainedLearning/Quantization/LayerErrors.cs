using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>Collects the error of each layer during a pass. Its tensors are of no dispose scope until they are stacked: layers are called in scopes of the model's.</summary>
internal sealed class LayerErrors(IReadOnlyList<LayerPrecision> layers, bool hasGradient)
{
    private readonly Tensor?[] _errors = new Tensor?[layers.Count], _signals = new Tensor?[layers.Count];

    /// <summary>Whether errors are differentiated.</summary>
    internal bool HasGradient => hasGradient;

    /// <summary>Notes mean (high - low)^2 and mean high^2.</summary>
    internal void Note(int layer, Tensor high, Tensor low)
    {
        if (_errors[layer] is not null) throw new InvalidOperationException($"the layer '{layers[layer].Site.Name}' was called twice in one pass: its error is that of a single call; leave it out of the twin");
        using var scope = NewDisposeScope();
        using var _ = set_grad_enabled(hasGradient);
        _errors[layer] = MeanSquare.Of(high - low).DetachFromDisposeScope();
        _signals[layer] = MeanSquare.Of(high.detach()).DetachFromDisposeScope();
    }

    internal Tensor Stack()
    {
        using var _ = set_grad_enabled(hasGradient);
        return Stack(_errors);
    }

    internal Tensor Signals() => Stack(_signals);

    private Tensor Stack(Tensor?[] values)
    {
        for (var i = 0; i < values.Length; i++)
            if (values[i] is null) throw new InvalidOperationException($"the layer '{layers[i].Site.Name}' was not called in the pass: leave it out of the twin");
        var result = stack(values!);
        foreach (var value in values) value!.Dispose();
        return result;
    }
}
