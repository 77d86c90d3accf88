using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>The running average of a model's parameters and floating-point buffers, on the model's device. Owned by its learner.</summary>
/// <remarks>Averaging parameters is justified where the problem is convex in them, and often helps where it is not; assess the average before relying on it.</remarks>
public sealed class AveragedIterate : IDisposable
{
    private const string Steps = "steps averaged"; // no parameter's name has a blank

    private readonly Averaging _averaging;
    private readonly Tensor _saved = zeros([], dtype: ScalarType.Int64).DetachFromDisposeScope();
    private readonly Dictionary<string, (Tensor Live, Tensor Mean)> _tensors;
    private long _steps;

    internal AveragedIterate(nn.Module model, Averaging averaging)
    {
        using var _ = no_grad();
        _averaging = averaging;
        _tensors = model.state_dict().Where(pair => is_floating_point(pair.Value.dtype)).ToDictionary(pair => pair.Key, pair => (pair.Value, pair.Value.detach().clone().DetachFromDisposeScope()), StringComparer.Ordinal);
    }

    /// <summary>Puts the average into the model until the result is disposed, which puts the iterate back.</summary>
    public IDisposable Use() => new Exchange(_tensors.Values);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, mean) in _tensors.Values) mean.Dispose();
        _saved.Dispose();
    }

    /// <summary>Takes the iterate after a step in.</summary>
    internal void Update()
    {
        var weight = _averaging.Weight(++_steps);
        if (weight == 0) return;
        using var _ = no_grad();
        foreach (var (live, mean) in _tensors.Values)
        {
            if (weight == 1) mean.copy_(live);
            else mean.mul_(1 - weight).add_(live, weight);
        }
    }

    internal IEnumerable<KeyValuePair<string, Tensor>> StateDict()
    {
        using var _ = no_grad();
        _saved.fill_(_steps);
        return [.. _tensors.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Mean)), KeyValuePair.Create(Steps, _saved)];
    }

    /// <summary>Throws unless <see cref="LoadStateDict"/> would take these.</summary>
    internal void CheckFits(IReadOnlyDictionary<string, Tensor> source)
    {
        foreach (var (name, mean) in StateDict())
            if (!source.TryGetValue(name, out var saved) || !saved.shape.SequenceEqual(mean.shape)) throw new ArgumentException($"the saved average lacks '{name}' of shape {Text.Shape(mean.shape)}: the run was not averaged");
    }

    internal void LoadStateDict(IReadOnlyDictionary<string, Tensor> source)
    {
        CheckFits(source);
        using var _ = no_grad();
        foreach (var (name, (_, mean)) in _tensors) mean.copy_(source[name]);
        _steps = source[Steps].ToInt64();
    }

    private sealed class Exchange : IDisposable
    {
        private readonly List<(Tensor Live, Tensor Kept)> _kept;

        internal Exchange(IEnumerable<(Tensor Live, Tensor Mean)> tensors)
        {
            using var _ = no_grad();
            _kept = [.. tensors.Select(item => (item.Live, item.Live.detach().clone().DetachFromDisposeScope()))];
            foreach (var (live, mean) in tensors) live.copy_(mean);
        }

        public void Dispose()
        {
            using var _ = no_grad();
            foreach (var (live, kept) in _kept)
            {
                live.copy_(kept);
                kept.Dispose();
            }
            _kept.Clear();
        }
    }
}
