using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>The numbers of an adapter, by name: those that are trained, and frozen ones. A factor that many sites share is there once.</summary>
/// <remarks>Its parameters are what the optimiser is given; its state is what a file of the adapter holds. Owns all of them.</remarks>
public sealed class FactorBank : nn.Module
{
    private readonly Dictionary<(string Name, bool HasGradient), Tensor> _once = [];
    private bool _inPass;

    /// <summary>An empty bank.</summary>
    public FactorBank() : base(nameof(FactorBank))
    {
    }

    /// <summary>A factor by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Tensor this[string name] => get_parameter(name) ?? get_buffer(name) ?? throw new KeyNotFoundException($"there is no factor '{name}' among {string.Join(", ", state_dict().Keys)}");

    /// <summary>Adds a factor that is trained; the bank owns the values from now on.</summary>
    /// <param name="name">Such as <c>SITE.lora_A</c>.</param>
    /// <param name="values">The first values; a leaf.</param>
    public Parameter Train(string name, Tensor values)
    {
        var parameter = new Parameter(values.DetachFromDisposeScope());
        parameter.DetachFromDisposeScope();
        register_parameter(name, parameter);
        return parameter;
    }

    /// <summary>Adds a factor that stays as it is; the bank owns the values from now on.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">The values.</param>
    /// <param name="isSaved">Whether files and checkpoints hold it: not one that a seed gives again.</param>
    public Tensor Freeze(string name, Tensor values, bool isSaved = true)
    {
        var kept = values.detach().DetachFromDisposeScope();
        register_buffer(name, kept, persistent: isSaved);
        return kept;
    }

    /// <summary>What a pass through the model needs at several sites: computed at the first, with gradient; outside of a pass each time.</summary>
    /// <param name="name">By which it is known.</param>
    /// <param name="compute">Gives the tensor.</param>
    public Tensor Once(string name, Func<Tensor> compute)
    {
        if (!_inPass) return compute();
        var key = (name, is_grad_enabled());
        return _once.TryGetValue(key, out var known) ? known : _once[key] = compute().DetachFromDisposeScope();
    }

    /// <summary>A pass through the model begins: what was computed in an earlier one is forgotten.</summary>
    internal void BeginPass()
    {
        EndPass();
        _inPass = true;
    }

    /// <summary>The pass is over.</summary>
    internal void EndPass()
    {
        foreach (var tensor in _once.Values) tensor.Dispose();
        _once.Clear();
        _inPass = false;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) EndPass();
        base.Dispose(disposing);
    }
}
