using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Sees every field of an optimiser's options or state, so that saving, copying and moving are written once.</summary>
internal interface IFieldVisitor
{
    void Visit(ref long field);
    void Visit(ref double field);
    void Visit(ref double? field);
    void Visit(ref bool? field);

    /// <summary>A tensor that is always there.</summary>
    void Visit(ref Tensor field);

    /// <summary>A tensor that may be null.</summary>
    void VisitOptional(ref Tensor? field);
}

/// <summary>Takes the values of all fields.</summary>
internal sealed class FieldSnapshot : IFieldVisitor
{
    private readonly List<object?> _values = [];

    internal static IReadOnlyList<object?> Of(Action<IFieldVisitor> visit)
    {
        var snapshot = new FieldSnapshot();
        visit(snapshot);
        return snapshot._values;
    }

    internal static bool Close(Tensor a, Tensor b) => Interop.Aten.Allclose.CallBool(a, b);

    public void Visit(ref long field) => _values.Add(field);
    public void Visit(ref double field) => _values.Add(field);
    public void Visit(ref double? field) => _values.Add(field);
    public void Visit(ref bool? field) => _values.Add(field);
    public void Visit(ref Tensor field) => _values.Add(field);
    public void VisitOptional(ref Tensor? field) => _values.Add(field);
}

/// <summary>Sets all fields, disposing the tensors that they held.</summary>
internal sealed class FieldSetter(IReadOnlyList<object?> values) : IFieldVisitor
{
    private int _next;

    public void Visit(ref long field) => field = (long)values[_next++]!;
    public void Visit(ref double field) => field = (double)values[_next++]!;
    public void Visit(ref double? field) => field = (double?)values[_next++];
    public void Visit(ref bool? field) => field = (bool?)values[_next++];

    public void Visit(ref Tensor field)
    {
        field?.Dispose();
        field = (Tensor)values[_next++]!;
    }

    public void VisitOptional(ref Tensor? field)
    {
        field?.Dispose();
        field = (Tensor?)values[_next++];
    }
}

/// <summary>Writes all fields.</summary>
internal sealed class FieldWriter(BinaryWriter writer) : IFieldVisitor
{
    public void Visit(ref long field) => writer.Write(field);
    public void Visit(ref double field) => writer.Write(field);
    public void Visit(ref double? field) => writer.Write(field!.Value);
    public void Visit(ref bool? field) => writer.Write(field!.Value);
    public void Visit(ref Tensor field) => StateFile.WriteTensor(writer, field);

    public void VisitOptional(ref Tensor? field)
    {
        writer.Write(field is not null);
        if (field is not null) StateFile.WriteTensor(writer, field);
    }
}

/// <summary>Reads all fields; tensors go to a device and belong to no dispose scope.</summary>
internal sealed class FieldReader(BinaryReader reader, Device device) : IFieldVisitor
{
    public void Visit(ref long field) => field = reader.ReadInt64();
    public void Visit(ref double field) => field = reader.ReadDouble();
    public void Visit(ref double? field) => field = reader.ReadDouble();
    public void Visit(ref bool? field) => field = reader.ReadBoolean();
    public void Visit(ref Tensor field)
    {
        var read = Read();
        if (field is not null && !field.Sizes.SequenceEqual(read.Sizes))
            throw new InvalidDataException($"a saved state has shape [{string.Join(", ", read.shape)}], its parameter needs [{string.Join(", ", field.shape)}]");
        field?.Dispose();
        field = read;
    }

    public void VisitOptional(ref Tensor? field)
    {
        field?.Dispose();
        field = reader.ReadBoolean() ? Read() : null;
    }

    private Tensor Read()
    {
        using var host = StateFile.ReadTensor(reader, "optimiser state");
        return Interop.Aten.ToDevice.Call(host, device, host.dtype, false, true).DetachFromDisposeScope();
    }
}
