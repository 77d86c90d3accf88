using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimiser remembers of one parameter.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    /// <summary>Sets the state to that before the first step.</summary>
    public abstract void Initialize(OptimizerOptions options);

    /// <summary>Writes the state.</summary>
    public virtual void SaveStateDict(BinaryWriter writer) => Visit(new FieldWriter(writer));

    /// <summary>Reads a state; its tensors go to the parameter's device.</summary>
    public virtual void LoadStateDict(BinaryReader reader) => Visit(new FieldReader(reader, _parameter.device));

    /// <summary>Copies the state of another optimiser's parameter; tensors go to the parameter's device.</summary>
    public virtual void LoadStateDict(OptimizerState source)
    {
        var values = FieldSnapshot.Of(source.Visit).Select(value => value is Tensor tensor ? Detached(tensor, _parameter.device) : value);
        Visit(new FieldSetter([.. values]));
    }

    /// <summary>Moves the tensors to a device.</summary>
    public virtual void to(Device device)
    {
        var values = FieldSnapshot.Of(Visit).Select(value => value is Tensor tensor ? Detached(tensor, device) : value);
        Visit(new FieldSetter([.. values]));
    }

    /// <summary>Whether another state's numbers are nearly these.</summary>
    public virtual bool ApproximatelyEquals(OptimizerState other) =>
        other.GetType() == GetType() && FieldSnapshot.Of(Visit).Zip(FieldSnapshot.Of(other.Visit)).All(pair => pair switch
        {
            (Tensor a, Tensor b) => FieldSnapshot.Close(a, b),
            (double a, double b) => Math.Abs(a - b) <= 1e-8 + 1e-5 * Math.Abs(b),
            var (a, b) => Equals(a, b),
        });

    /// <summary>Names the fields to a visitor, in the order of TorchSharp's file format; a state that saves, loads and moves itself names none.</summary>
    private protected virtual void Visit(IFieldVisitor fields)
    {
    }

    /// <summary>Disposes the tensors.</summary>
    internal void Release()
    {
        foreach (var value in FieldSnapshot.Of(Visit)) (value as Tensor)?.Dispose();
    }

    /// <summary>A tensor like the parameter, filled with a number, in no dispose scope.</summary>
    private protected Tensor Filled(double value = 0)
    {
        using var like = _parameter.detach();
        var made = Interop.Aten.EmptyLike.Call(like).DetachFromDisposeScope();
        Interop.Aten.FillInPlace.Run(made, value);
        return made;
    }

    /// <summary>Puts a tensor in a field that may hold one.</summary>
    private protected static void Replace(ref Tensor? field, Tensor? value)
    {
        field?.Dispose();
        field = value;
    }

    private static Tensor Detached(Tensor source, Device device) => Interop.Aten.ToDevice.Call(source, device, source.dtype, false, true).DetachFromDisposeScope();
}
