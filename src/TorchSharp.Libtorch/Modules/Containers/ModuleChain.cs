using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The modules of a generic Sequential, in order, registered in it.</summary>
internal sealed class ModuleChain
{
    private readonly nn.Module _owner;
    private readonly List<nn.Module> _modules = [];

    internal ModuleChain(nn.Module owner, (string name, nn.Module submodule)[] modules)
    {
        _owner = owner;
        foreach (var (name, module) in modules) Add(name, module);
    }

    internal ModuleChain(nn.Module owner, nn.Module[] modules)
    {
        _owner = owner;
        foreach (var module in modules) Add(module);
    }

    internal int Count => _modules.Count;

    internal nn.Module this[int index] => _modules[index];

    internal void Add(string name, nn.Module module)
    {
        _owner.register_module(name, module);
        _modules.Add(module);
    }

    internal void Add(nn.Module module) => Add(Count.ToString(CultureInfo.InvariantCulture), module);

    internal NotSupportedException NoSlice() => new($"{_owner.GetType().Name} has no slices: override Slice to make them");
}
