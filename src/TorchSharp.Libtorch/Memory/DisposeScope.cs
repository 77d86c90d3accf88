using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Owns every tensor made on this thread while it is the innermost scope; disposes them when it ends.
/// Tensors carry their place in the scope, so that leaving early costs one swap.
/// </summary>
public sealed partial class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager _manager;
    private readonly List<Tensor> _tensors = [];
    private List<IDisposable>? _others;

    internal DisposeScope(DisposeScopeManager disposeScopeManager, DisposeScope? outerScope)
    {
        _manager = disposeScopeManager;
        OuterScope = outerScope;
    }

    internal DisposeScope? OuterScope { get; set; }

    /// <summary>The members of the scope, in no particular order.</summary>
    public IReadOnlyList<IDisposable> DisposablesView => [.. _tensors, .. _others ?? []];

    /// <summary>How many members the scope has.</summary>
    public int DisposablesCount => _tensors.Count + (_others?.Count ?? 0);

    /// <summary>Whether the scope owns <paramref name="disposable"/>.</summary>
    public bool Contains(IDisposable disposable) =>
        disposable is Tensor tensor ? tensor.OwningDisposeScope == this : _others?.Contains(disposable) == true;

    /// <summary>Disposes every member; the scope stays open.</summary>
    public void DisposeEverything()
    {
        foreach (var tensor in _tensors)
        {
            tensor.OwningDisposeScope = null;
            if (tensor.IsInvalid) continue;
            tensor.Dispose();
            _manager.StatisticsInstance.TensorStatistics.DisposedInScopeCount++;
            _manager.StatisticsInstance.TensorStatistics.DisposedOutsideScopeCount--;
        }
        _tensors.Clear();
        if (_others is not { } others) return;
        _others = null;
        foreach (var other in others) other.Dispose();
    }

    /// <summary>Disposes every member but <paramref name="inKeep"/>.</summary>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = inKeep.Where(Contains).ToList();
        foreach (var member in keep) Remove(member);
        DisposeEverything();
        foreach (var member in keep) Add(member);
    }

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut([first, second]);
        return (first, second);
    }

    /// <inheritdoc cref="DisposeEverythingBut(IEnumerable{IDisposable})"/>
    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut([first, second, third]);
        return (first, second, third);
    }

    /// <summary>Disposes every member and closes the scope.</summary>
    public void Dispose()
    {
        DisposeEverything();
        _manager.RemoveDisposeScope(this);
    }

    /// <summary>Notes that a member was disposed elsewhere.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        if (Contains(disposable)) Remove(disposable);
    }

    internal void Add(IDisposable disposable)
    {
        if (disposable is Tensor tensor)
        {
            tensor.OwningDisposeScope = this;
            tensor.IndexInScope = _tensors.Count;
            _tensors.Add(tensor);
        }
        else
        {
            (_others ??= []).Add(disposable);
        }
    }

    internal void Remove(IDisposable disposable)
    {
        if (disposable is not Tensor tensor)
        {
            _others?.Remove(disposable);
            return;
        }
        var last = _tensors[^1];
        _tensors[tensor.IndexInScope] = last;
        last.IndexInScope = tensor.IndexInScope;
        _tensors.RemoveAt(_tensors.Count - 1);
        tensor.OwningDisposeScope = null;
    }
}
