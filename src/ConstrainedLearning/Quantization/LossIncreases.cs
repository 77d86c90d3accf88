using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>By how much the loss rises when one layer alone is at low precision: what was last seen of each layer, of which a step looks at the next one.</summary>
internal sealed class LossIncreases : ICheckpointed, IDisposable
{
    private readonly LowPrecisionTwin _twin;
    private readonly Tensor _seen, _turn;
    private readonly Dictionary<string, Tensor> _state;
    private long _next;

    /// <param name="twin">Borrowed.</param>
    /// <param name="bounds">What layers that were not looked at yet are taken to have: their multipliers rest.</param>
    internal LossIncreases(LowPrecisionTwin twin, IReadOnlyList<double> bounds)
    {
        _twin = twin;
        var weight = twin.Layers[0].Site.Weight;
        _seen = tensor([.. bounds], weight.dtype, weight.device).DetachFromDisposeScope();
        _turn = zeros([], ScalarType.Int64).DetachFromDisposeScope();
        _state = new(StringComparer.Ordinal) { ["loss increases"] = _seen, ["layer in turn"] = _turn };
    }

    /// <summary>Looks at the next layer.</summary>
    /// <param name="output">The model's output at full precision.</param>
    /// <param name="forward">A pass through the model on the same batch.</param>
    /// <param name="loss">The loss of an output.</param>
    /// <returns>What is known of all layers, a copy in the caller's dispose scope.</returns>
    internal Tensor Look(Tensor output, Func<Tensor> forward, Func<Tensor, Tensor> loss)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var layer = _next++ % _twin.Layers.Count;
        var rise = loss(_twin.Alone((int)layer, forward)) - loss(output);
        // What overflowed once must not be seen again at each step until the layer's next turn.
        _seen[layer] = where(rise.isfinite(), rise, _seen[layer]);
        return _seen.clone().MoveToOuterDisposeScope();
    }

    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        _turn.fill_(_next);
        return _state;
    }

    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> saved)
    {
        SavedTensors.Restore(_state, saved, "the price of layers by the loss");
        _next = _turn.ToInt64();
    }

    public void Dispose()
    {
        foreach (var value in _state.Values) value.Dispose();
    }
}
