using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <inheritdoc cref="Sequential{T, TResult}"/>
public abstract class Sequential<T1, T2, T3, T4, T5, TResult> : nn.Module<T1, T2, T3, T4, T5, TResult>
{
    private readonly ModuleChain _chain;

    protected Sequential(params (string name, nn.Module submodule)[] modules)
        : base("Sequential") => _chain = new ModuleChain(this, modules);

    protected Sequential(params nn.Module[] modules)
        : base("Sequential") => _chain = new ModuleChain(this, modules);

    public int Count => _chain.Count;

    [IndexerName("SequentialItems")]
    public nn.Module this[int index] => _chain[index];

    [IndexerName("SequentialItems")]
    public Sequential<T1, T2, T3, T4, T5, TResult> this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

    [IndexerName("SequentialItems")]
    public Sequential<T1, T2, T3, T4, T5, TResult> this[Range index] => Slice(index.Start.GetOffset(Count), index.End.GetOffset(Count));

    public Sequential<T1, T2, T3, T4, T5, TResult> append(string name, nn.Module module)
    {
        Add(name, module);
        return this;
    }

    public Sequential<T1, T2, T3, T4, T5, TResult> append(nn.Module module)
    {
        Add(module);
        return this;
    }

    protected internal void Add(string name, nn.Module sm) => _chain.Add(name, sm);

    protected internal void Add(nn.Module module) => _chain.Add(module);

    /// <summary>A part of the modules; the derived class knows how to make one of its own kind.</summary>
    protected virtual Sequential<T1, T2, T3, T4, T5, TResult> Slice(int start, int end) => throw _chain.NoSlice();
}
