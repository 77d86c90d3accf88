using System.Collections;
using System.Globalization;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Parameters in a list, named after their positions.</summary>
public class ParameterList : Module, IList<Parameter>
{
    private readonly List<Parameter> _list;
    private bool _registered;

    public ParameterList(params Parameter[] parameters)
        : base(nameof(ParameterList)) => _list = [.. parameters];

    public int Count => _list.Count;

    public bool IsReadOnly => false;

    public Parameter this[int index]
    {
        get => _list[index];
        set => _list[index] = value;
    }

    /// <summary>Adds parameters at the end.</summary>
    public void append(params Parameter[] parameters) => _list.AddRange(parameters);

    /// <summary>Adds parameters at the end.</summary>
    public void extend(IEnumerable<Parameter> parameters) => _list.AddRange(parameters);

    public void Add(Parameter item) => _list.Add(item);
    public void Insert(int index, Parameter item) => _list.Insert(index, item);
    public bool Remove(Parameter item) => RemoveReference(item);
    public void RemoveAt(int index) => _list.RemoveAt(index);
    public void Clear() => _list.Clear();
    public bool Contains(Parameter item) => IndexOf(item) >= 0;
    public int IndexOf(Parameter item) => _list.FindIndex(parameter => ReferenceEquals(parameter, item));
    public void CopyTo(Parameter[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);
    public IEnumerator<Parameter> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _list.GetEnumerator();

    public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
        _list.Select((parameter, i) => (Name(i), parameter));

    public override bool has_parameter(string target) => get_parameter(target) is not null;

    public override Parameter? get_parameter(string target) =>
        int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < Count ? _list[i] : null;

    protected override void RegisterComponents()
    {
        if (_registered) return;
        for (var i = 0; i < _list.Count; i++) register_parameter(Name(i), _list[i]);
        _registered = true;
    }

    protected override void _toEpilog(torch.ScalarType? dtype, torch.Device? device, bool non_blocking)
    {
        RegisterComponents();
        base._toEpilog(dtype, device, non_blocking);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var parameter in _list) parameter.Dispose();
        }
        base.Dispose(disposing);
    }

    private bool RemoveReference(Parameter item)
    {
        var index = IndexOf(item);
        if (index < 0) return false;
        _list.RemoveAt(index);
        return true;
    }

    private static string Name(int index) => index.ToString(CultureInfo.InvariantCulture);
}
