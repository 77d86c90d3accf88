using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// The parameters of one group, and those of them that take part in the current step, with their gradients and states as native handles:
/// arrays that live as long as the group, so that a step allocates nothing.
/// </summary>
internal sealed unsafe class ParameterBatch(Parameter[] all, OptimizerState[] states) : IDisposable
{
    private readonly nint[] _handles = new nint[all.Length], _gradients = new nint[all.Length];
    private readonly Device[] _devices = Array.ConvertAll(all, parameter => parameter.device);
    private readonly OptimizerState[] _live = new OptimizerState[all.Length];
    private readonly List<HandleList> _columns = [];
    private readonly List<double[]> _numbers = [];

    /// <summary>The states of all parameters of the group.</summary>
    internal OptimizerState[] AllStates => states;

    /// <summary>The parameters of this step.</summary>
    internal HandleList Parameters { get; } = new(all.Length);

    /// <summary>Their gradients, borrowed from them.</summary>
    internal HandleList Gradients { get; } = new(all.Length);

    /// <summary>Their states.</summary>
    internal ReadOnlySpan<OptimizerState> States => _live.AsSpan(0, Parameters.Count);

    /// <summary>How many parameters take part in this step.</summary>
    internal int Count => Parameters.Count;

    /// <summary>Finds the parameters that have a gradient; answers whether there are any.</summary>
    internal bool Gather()
    {
        Parameters.Clear();
        Gradients.Clear();
        ReadHandles();
        fixed (nint* handles = _handles, gradients = _gradients)
            NativeError.Check(NativeMethods.td_grads(handles, _handles.Length, gradients));
        for (var i = 0; i < _gradients.Length; i++)
        {
            if (_gradients[i] == 0) continue;
            _live[Parameters.Count] = states[i];
            Parameters.Add(_handles[i]);
            Gradients.Add(_gradients[i]);
        }
        return Count > 0;
    }

    /// <summary>One tensor of every state in <see cref="States"/>.</summary>
    internal HandleList Column(int place, Func<OptimizerState, Tensor?> tensor)
    {
        var column = Scratch(place);
        column.Clear();
        foreach (var state in States) column.Add(tensor(state)!.Handle);
        return column;
    }

    /// <summary>A list for an operator's result.</summary>
    internal HandleList Scratch(int place)
    {
        while (_columns.Count <= place) _columns.Add(new HandleList(all.Length));
        return _columns[place];
    }

    /// <summary>An array with room for one number per parameter.</summary>
    internal double[] Numbers(int place)
    {
        while (_numbers.Count <= place) _numbers.Add(new double[all.Length]);
        return _numbers[place];
    }

    internal void ClearGradients()
    {
        ReadHandles();
        fixed (nint* handles = _handles) NativeError.Check(NativeMethods.td_zero_grads(handles, _handles.Length, 0));
        GC.KeepAlive(this);
    }

    /// <summary>Disposes the states; the parameters are their owner's.</summary>
    public void Dispose()
    {
        foreach (var state in states) state.Release();
    }

    private void ReadHandles()
    {
        for (var i = 0; i < all.Length; i++)
        {
            _handles[i] = all[i].Handle;
            if (_devices[i].type != all[i].device_type || _devices[i].index != all[i].device_index) Follow(i);
        }
    }

    /// <summary>A parameter was moved, with its module: its state goes after it.</summary>
    private void Follow(int place)
    {
        _devices[place] = all[place].device;
        states[place].to(_devices[place]);
    }
}
