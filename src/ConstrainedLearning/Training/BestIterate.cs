using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>A copy of the model at its best score so far (the lowest).</summary>
internal sealed class BestIterate(nn.Module model) : IDisposable
{
    private Dictionary<string, Tensor> _copy = new(StringComparer.Ordinal);

    internal double? Score { get; private set; }

    /// <summary>Keeps a copy when <paramref name="score"/> is lower than any before; NaN never is.</summary>
    internal void Offer(double score)
    {
        if (double.IsNaN(score) || score >= Score) return;
        Score = score;
        using var _ = no_grad();
        Replace(model.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone().DetachFromDisposeScope()));
    }

    /// <summary>Puts the best parameters into the model; does nothing when no score was offered.</summary>
    internal void Restore()
    {
        if (_copy.Count == 0) return;
        using var _ = no_grad();
        model.load_state_dict(_copy);
    }

    internal IReadOnlyDictionary<string, Tensor> StateDict() => _copy;

    internal void LoadStateDict(IReadOnlyDictionary<string, Tensor> source, double? score)
    {
        Replace(source.ToDictionary(pair => pair.Key, pair => pair.Value.clone().DetachFromDisposeScope()));
        Score = score;
    }

    public void Dispose() => Replace([]);

    private void Replace(Dictionary<string, Tensor> next)
    {
        foreach (var value in _copy.Values) value.Dispose();
        _copy = next;
    }
}
