namespace TorchSharp.Modules;

/// <summary>The options of a group of parameters; an option that is not set is the optimiser's.</summary>
public class OptimizerOptions
{
    /// <summary>The rate of the next step.</summary>
    public double? LearningRate { get; set; }

    /// <summary>The rate at the start, which schedules are relative to.</summary>
    public double InitialLearningRate { get; set; }

    /// <summary>Writes the options.</summary>
    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate!.Value);
        Visit(new FieldWriter(writer));
    }

    /// <summary>Reads the options.</summary>
    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
        Visit(new FieldReader(reader, torch.CPU));
    }

    /// <summary>Copies the options of another group.</summary>
    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
        Visit(new FieldSetter(FieldSnapshot.Of(source.Visit)));
    }

    /// <summary>Sets what is not set to the defaults.</summary>
    internal void Complete(OptimizerOptions defaults)
    {
        LearningRate ??= defaults.LearningRate;
        InitialLearningRate = LearningRate!.Value;
        var values = FieldSnapshot.Of(Visit).Zip(FieldSnapshot.Of(defaults.Visit), (own, usual) => own ?? usual);
        Visit(new FieldSetter([.. values]));
    }

    /// <summary>Names the fields to a visitor, in the order of TorchSharp's file format.</summary>
    private protected virtual void Visit(IFieldVisitor fields)
    {
    }
}
