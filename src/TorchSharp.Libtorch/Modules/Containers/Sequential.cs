using System.Globalization;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Modules applied one after the other; it owns them. Results between them are disposed as soon as the next module has used them.</summary>
public class Sequential : Module<Tensor, Tensor>
{
    private readonly List<Module<Tensor, Tensor>> _modules = [];
    private readonly List<string> _names = [];

    protected Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules)
        : base(nameof(Sequential))
    {
        foreach (var (name, module) in modules) Add(name, module);
    }

    protected Sequential(params Module<Tensor, Tensor>[] modules)
        : base(nameof(Sequential))
    {
        foreach (var module in modules) Add(module);
    }

    internal Sequential()
        : base(nameof(Sequential))
    {
    }

    /// <summary>How many modules there are.</summary>
    public int Count => _modules.Count;

    [IndexerName("SequentialItems")]
    public IModule<Tensor, Tensor> this[int index] => _modules[index];

    /// <summary>A part of the modules, shared with this one.</summary>
    [IndexerName("SequentialItems")]
    public Sequential this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

    /// <inheritdoc cref="this[ValueTuple{int?, int?}]"/>
    [IndexerName("SequentialItems")]
    public Sequential this[Range index] => Slice(index.Start.GetOffset(Count), index.End.GetOffset(Count));

    /// <summary>Adds a module at the end.</summary>
    public Sequential append(string name, IModule<Tensor, Tensor> module)
    {
        Add(name, module);
        return this;
    }

    /// <summary>Adds a module at the end, named after its position.</summary>
    public Sequential append(IModule<Tensor, Tensor> module)
    {
        Add(module);
        return this;
    }

    public override Tensor forward(Tensor tensor)
    {
        if (_modules.Count == 0) return tensor.alias();
        var current = _modules[0].call(tensor);
        for (var i = 1; i < _modules.Count; i++)
        {
            var next = _modules[i].call(current);
            if (!ReferenceEquals(current, next) && !ReferenceEquals(current, tensor)) current.Dispose();
            current = next;
        }
        return current;
    }

    internal void Add(string name, IModule<Tensor, Tensor> module)
    {
        var added = (Module<Tensor, Tensor>)module;
        register_module(name, added);
        _modules.Add(added);
        _names.Add(name);
    }

    internal void Add(IModule<Tensor, Tensor> module) => Add(_modules.Count.ToString(CultureInfo.InvariantCulture), module);

    private Sequential Slice(int start, int end)
    {
        if (start < 0 || start > Count || end < 0 || end > Count) throw new IndexOutOfRangeException($"{start}..{end} does not lie in a Sequential of {Count} modules");
        var part = new Sequential();
        for (var i = start; i < end; i++) part.Add(_names[i], _modules[i]);
        return part;
    }
}
