using System.Collections;
using ConstrainedLearning.Duals;
using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>All dual state of a problem, keyed by the constraints' names, never by their order. Owned by the learner.</summary>
public sealed class Multipliers : IReadOnlyCollection<DualState>, IDisposable
{
    private readonly Dictionary<string, DualState> _states = new(StringComparer.Ordinal);

    internal Multipliers(IEnumerable<Constraint> constraints, Func<DualUpdate?, DualUpdate> update, Formulation formulation, Device device, ScalarType dtype)
    {
        foreach (var constraint in constraints)
        {
            if (_states.ContainsKey(constraint.Name)) throw new ArgumentException($"two constraints are named '{constraint.Name}': multipliers are kept by name, so each needs its own");
            _states.Add(constraint.Name, constraint.Network is null
                ? new RowDuals(constraint, update(constraint.DualUpdate), formulation, device, dtype)
                : new NetworkDuals(constraint, formulation, device, dtype));
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

    /// <summary>Every tensor that a checkpoint must keep, as <c>NAME/multiplier</c>, <c>NAME/slack</c>, <c>NAME/rule/momentum</c> and so on. The tensors are borrowed.</summary>
    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var result = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var state in this)
            foreach (var (name, value) in state.Saved())
                result[$"{state.Constraint.Name}/{name}"] = value;
        return result;
    }

    /// <summary>Puts state from <see cref="StateDict"/> back. Nothing changes unless everything fits.</summary>
    /// <exception cref="ArgumentException">A tensor is missing, left over or of another shape; the message names it.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> source)
    {
        var own = StateDict();
        CheckFits(own, source);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (key, target) in own) target.copy_(source[key]);
        foreach (var state in this) state.Loaded();
    }

    /// <summary>Throws unless <see cref="LoadStateDict"/> would take this state.</summary>
    internal void CheckFits(IReadOnlyDictionary<string, Tensor> source) => CheckFits(StateDict(), source);

    /// <inheritdoc/>
    public IEnumerator<DualState> GetEnumerator() => _states.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var state in this) state.Dispose();
        _states.Clear();
    }

    private void CheckFits(IReadOnlyDictionary<string, Tensor> own, IReadOnlyDictionary<string, Tensor> source)
    {
        foreach (var name in _states.Keys)
            if (!source.Keys.Any(key => key.StartsWith(name + "/", StringComparison.Ordinal)))
                throw new ArgumentException($"the saved multipliers know no constraint '{name}'; they know {string.Join(", ", source.Keys.Select(key => key[..Math.Max(0, key.IndexOf('/', StringComparison.Ordinal))]).Distinct().Select(known => $"'{known}'"))}: was it renamed?");
        foreach (var (key, target) in own)
        {
            if (!source.TryGetValue(key, out var value)) throw new ArgumentException($"the saved multipliers lack '{key}': they were moved by another rule or belong to another problem");
            if (value.dtype != target.dtype || !value.shape.SequenceEqual(target.shape))
                throw new ArgumentException($"the saved '{key}' is {value.dtype} of shape {Text.Shape(value.shape)}, this problem needs {target.dtype} of {Text.Shape(target.shape)}");
        }
        if (source.Keys.FirstOrDefault(key => !own.ContainsKey(key)) is { } extra)
            throw new ArgumentException($"the saved multipliers hold '{extra}', which this problem lacks");
    }
}
