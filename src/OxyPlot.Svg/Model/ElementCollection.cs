using System.Collections;

namespace OxyPlot;

/// <summary>The elements of one kind in a model, in drawing order.</summary>
/// <typeparam name="T">The kind of element.</typeparam>
public class ElementCollection<T> : IList<T>, IReadOnlyList<T>
    where T : PlotElement
{
    private readonly PlotModel _model;
    private readonly List<T> _items = [];

    internal ElementCollection(PlotModel model) => _model = model;

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc cref="IList{T}.this"/>
    public T this[int index]
    {
        get => _items[index];
        set
        {
            var former = _items[index];
            Adopt(value);
            former.PlotModel = null;
            _items[index] = value;
        }
    }

    /// <inheritdoc/>
    public void Add(T item) => Insert(Count, item);

    /// <inheritdoc/>
    public void Insert(int index, T item)
    {
        Adopt(item);
        _items.Insert(index, item);
    }

    /// <inheritdoc/>
    public bool Remove(T item)
    {
        var index = IndexOf(item);
        if (index < 0)
            return false;
        RemoveAt(index);
        return true;
    }

    /// <inheritdoc/>
    public void RemoveAt(int index)
    {
        _items[index].PlotModel = null;
        _items.RemoveAt(index);
    }

    /// <inheritdoc/>
    public void Clear()
    {
        _items.ForEach(item => item.PlotModel = null);
        _items.Clear();
    }

    /// <inheritdoc/>
    public bool Contains(T item) => _items.Contains(item);

    /// <inheritdoc/>
    public int IndexOf(T item) => _items.IndexOf(item);

    /// <inheritdoc/>
    public void CopyTo(T[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Adopt(T item)
    {
        if (item.PlotModel is not null)
            throw new InvalidOperationException($"this {item.GetType().Name} is already in a PlotModel; make one for each model");
        item.PlotModel = _model;
    }
}
