using System.Collections.ObjectModel;

namespace OxyPlot;

/// <summary>The elements of one kind in a model, in drawing order.</summary>
/// <typeparam name="T">The kind of element.</typeparam>
public sealed class ElementCollection<T> : Collection<T>
    where T : PlotElement
{
    private readonly PlotModel _model;

    internal ElementCollection(PlotModel model) => _model = model;

    protected override void InsertItem(int index, T item)
    {
        Adopt(item);
        base.InsertItem(index, item);
    }

    protected override void SetItem(int index, T item)
    {
        this[index].PlotModel = null;
        Adopt(item);
        base.SetItem(index, item);
    }

    protected override void RemoveItem(int index)
    {
        this[index].PlotModel = null;
        base.RemoveItem(index);
    }

    protected override void ClearItems()
    {
        foreach (var item in this)
            item.PlotModel = null;
        base.ClearItems();
    }

    private void Adopt(T item)
    {
        if (item.PlotModel is not null)
            throw new InvalidOperationException($"this {item.GetType().Name} is already in a PlotModel; make one for each model");
        item.PlotModel = _model;
    }
}
