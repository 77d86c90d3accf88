using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>A copy of the model at its best so far: among iterates whose violation is within tolerance the one with the lowest score; as long as there is none, the one with the least violation.</summary>
internal sealed class BestIterate(nn.Module model, double tolerance = 0) : IDisposable
{
    private Dictionary<string, Tensor> _copy = new(StringComparer.Ordinal);

    /// <summary>The best score; null before the first.</summary>
    internal double? Score { get; private set; }

    /// <summary>The violation that goes with it.</summary>
    internal double Violation { get; private set; } = double.PositiveInfinity;

    /// <summary>Keeps a copy when this one is better than any before; NaN never is.</summary>
    internal void Offer(double score, double violation = 0)
    {
        if (double.IsNaN(score) || double.IsNaN(violation) || !IsBetter(score, violation)) return;
        (Score, Violation) = (score, violation);
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

    internal void LoadStateDict(IReadOnlyDictionary<string, Tensor> source, double? score, double violation)
    {
        Replace(source.ToDictionary(pair => pair.Key, pair => pair.Value.clone().DetachFromDisposeScope()));
        (Score, Violation) = (score, violation);
    }

    public void Dispose() => Replace([]);

    private bool IsBetter(double score, double violation)
    {
        if (Score is null) return true;
        bool feasible = violation <= tolerance, wasFeasible = Violation <= tolerance;
        if (feasible != wasFeasible) return feasible;
        return feasible ? score < Score : violation < Violation || (violation == Violation && score < Score);
    }

    private void Replace(Dictionary<string, Tensor> next)
    {
        foreach (var value in _copy.Values) value.Dispose();
        _copy = next;
    }
}
