using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// What all optimisers share: groups of parameters, state per parameter, saving and loading. Moving a module keeps its
/// <see cref="Parameter"/> objects, and the state of an optimiser made before follows them at the next step. (TorchSharp makes new parameters instead:
/// code for both moves the module first.) Parameters that are frozen (<c>requires_grad</c> false) or have no gradient are left out of a step, and
/// their state does not change.
/// </summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    private readonly List<ParameterBatch> _batches = [];

    /// <summary>The options of groups that do not set their own.</summary>
    protected OptimizerOptions _defaults = new();

    public OptimizerHelper() : base(IntPtr.Zero)
    {
    }

    /// <inheritdoc/>
    public override Tensor? step(Func<Tensor>? closure = null)
    {
        var before = NativeMethods.td_get_grad_mode();
        try
        {
            NativeMethods.td_set_grad_mode(1);
            var loss = closure?.Invoke();
            NativeMethods.td_set_grad_mode(0);
            for (var i = 0; i < _batches.Count; i++)
                if (_batches[i].Gather()) Update(_parameter_groups[i], _batches[i]);
            return loss;
        }
        finally
        {
            NativeMethods.td_set_grad_mode(before);
            GC.KeepAlive(this);
        }
    }

    /// <inheritdoc/>
    public override void zero_grad()
    {
        foreach (var batch in _batches) batch.ClearGradients();
    }

    /// <inheritdoc/>
    public override void add_param_group(ParamGroup param_group)
    {
        ArgumentNullException.ThrowIfNull(param_group);
        Parameter[] added = [.. param_group.Parameters];
        foreach (var parameter in added)
            if (parameters().Contains(parameter, ReferenceEqualityComparer.Instance))
                throw new ArgumentException($"a parameter of shape [{string.Join(", ", parameter.shape)}] is in another group of this optimiser already");
        param_group.Parameters = added;
        param_group.OptionsCore ??= NewOptions();
        param_group.OptionsCore.Complete(_defaults);
        var states = Array.ConvertAll(added, NewState);
        foreach (var state in states) state.Initialize(param_group.OptionsCore);
        _parameter_groups.Add(param_group);
        _batches.Add(new ParameterBatch(added, states));
    }

    /// <summary>The options of each group and the state of each parameter: the live objects.</summary>
    public virtual StateDictionary state_dict()
    {
        var result = new StateDictionary();
        for (var i = 0; i < _batches.Count; i++)
        {
            var first = result.State.Count;
            result.Options.Add(_parameter_groups[i].OptionsCore!);
            result.State.AddRange(_batches[i].AllStates);
            result.StateIndexRef.Add([.. Enumerable.Range(first, _batches[i].AllStates.Length)]);
        }
        return result;
    }

    /// <summary>Copies options and states from those of an optimiser of the same kind over the same number of parameters.</summary>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        CheckCounts(own, state_dict.Options.Count, state_dict.State.Count);
        foreach (var (target, source) in own.Options.Zip(state_dict.Options))
            if (target != source) target.LoadStateDict(source);
        foreach (var (target, source) in own.State.Zip(state_dict.State))
            if (target != source) target.LoadStateDict(source);
    }

    /// <summary>Writes options and states to a file, in TorchSharp's format.</summary>
    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    /// <summary>Writes options and states, in TorchSharp's format.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        writer.Write(GetType().Name);
        var own = state_dict();
        writer.Write7BitEncodedInt(own.Options.Count);
        writer.Write7BitEncodedInt(own.State.Count);
        foreach (var options in own.Options) options.SaveStateDict(writer);
        foreach (var state in own.State) state.SaveStateDict(writer);
    }

    /// <summary>Reads options and states from a file.</summary>
    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    /// <summary>Reads options and states.</summary>
    /// <exception cref="InvalidDataException">They are another kind of optimiser's.</exception>
    public void load_state_dict(BinaryReader reader)
    {
        var kind = reader.ReadString();
        if (kind != GetType().Name) throw new InvalidDataException($"the saved state is of the optimiser {kind}, this one is {GetType().Name}");
        var own = state_dict();
        CheckCounts(own, reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
        foreach (var options in own.Options) options.LoadStateDict(reader);
        foreach (var state in own.State) state.LoadStateDict(reader);
    }

    /// <summary>Moves the state of every parameter to a device.</summary>
    public void to(Device device)
    {
        foreach (var batch in _batches)
            foreach (var state in batch.AllStates) state.to(device);
    }

    /// <summary>One step of the rule for the parameters of a group that have a gradient.</summary>
    private protected abstract void Update(ParamGroup group, ParameterBatch batch);

    private protected abstract OptimizerOptions NewOptions();

    private protected abstract OptimizerState NewState(Parameter parameter);

    /// <summary>Sets the defaults and adds the first groups.</summary>
    private protected void Start(OptimizerOptions defaults, IEnumerable<ParamGroup> groups)
    {
        _defaults = defaults;
        foreach (var group in groups) add_param_group(group);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing) return;
        foreach (var batch in _batches) batch.Dispose();
    }

    private static void CheckCounts(StateDictionary own, int groups, int states)
    {
        if (groups != own.Options.Count) throw new ArgumentException($"the saved state has {groups} parameter groups, this optimiser {own.Options.Count}");
        if (states != own.State.Count) throw new ArgumentException($"the saved state has {states} parameters, this optimiser {own.State.Count}");
    }
}
