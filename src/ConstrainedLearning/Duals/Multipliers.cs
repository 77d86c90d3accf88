using System.Collections;
using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>All dual state of a problem, keyed by the constraints' names, never by their order. Owned by the learner.</summary>
public sealed class Multipliers : IReadOnlyCollection<DualState>, IDisposable
{
    private readonly Dictionary<string, DualState> _states = new(StringComparer.Ordinal);

    internal Multipliers(IEnumerable<Constraint> constraints, DualUpdate update, Device device, ScalarType dtype)
    {
        foreach (var constraint in constraints)
        {
            if (_states.ContainsKey(constraint.Name)) throw new ArgumentException($"two constraints are named '{constraint.Name}': multipliers are kept by name, so each needs its own");
            _states.Add(constraint.Name, new DualState(constraint, constraint.DualUpdate ?? update, device, dtype));
        }
    }

    /// <inheritdoc/>
    public int Count => _states.Count;

    /// <summary>The state of the constraint of that name.</summary>
    /// <exception cref="KeyNotFoundException">The problem has no such constraint.</exception>
    public DualState this[string name] => _states.TryGetValue(name, out var state)
        ? state
        : throw new KeyNotFoundException($"the problem has no constraint '{name}'; it has {string.Join(", ", _states.Keys.Select(key => $"'{key}'"))}");

    /// <inheritdoc cref="this[string]"/>
    public DualState this[Constraint constraint] => this[constraint.Name];

    /// <summary>Every tensor that a checkpoint must keep: <c>NAME/multiplier</c>, <c>NAME/slack</c>, <c>NAME/value</c>. The tensors are borrowed.</summary>
    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var result = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var state in this)
        {
            var name = state.Constraint.Name;
            result[name + "/multiplier"] = state.Multiplier;
            if (state.Slack is not null) result[name + "/slack"] = state.Slack;
            result[name + "/value"] = state.Value;
        }
        return result;
    }

    /// <summary>Puts state from <see cref="StateDict"/> back. Nothing changes unless everything fits.</summary>
    /// <exception cref="ArgumentException">A tensor is missing, left over or of another shape; the message names it.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> source)
    {
        var own = StateDict();
        foreach (var (key, target) in own)
        {
            if (!source.TryGetValue(key, out var value)) throw new ArgumentException($"the saved multipliers lack '{key}': they belong to another problem");
            if (!value.shape.SequenceEqual(target.shape))
                throw new ArgumentException($"the saved '{key}' has shape {Text.Shape(value.shape)}, this problem needs {Text.Shape(target.shape)}");
        }
        if (source.Keys.FirstOrDefault(key => !own.ContainsKey(key)) is { } extra)
            throw new ArgumentException($"the saved multipliers hold '{extra}', which this problem lacks");

        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (key, target) in own) target.copy_(source[key]);
    }

    /// <inheritdoc/>
    public IEnumerator<DualState> GetEnumerator() => _states.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var state in this) state.Dispose();
        _states.Clear();
    }
}
