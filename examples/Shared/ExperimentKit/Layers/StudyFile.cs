using System.Text.Json.Serialization;
using ConstrainedLearning.Quantization.Rankings;
using ExperimentKit.Runs;

namespace ExperimentKit.Layers;

/// <summary>A study of a model's layers as a file.</summary>
public static class StudyFile
{
    /// <summary>How it is called in a run's folder.</summary>
    public const string Name = "study.json";

    /// <summary>Writes it.</summary>
    public static void Write(RunFolder folder, LayerStudy study) => JsonFile.Write(folder.At(Name), study, StudyJson.Default.LayerStudy);

    /// <summary>Reads it; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is no study.</exception>
    public static LayerStudy? Read(RunFolder folder) => File.Exists(folder.At(Name)) ? JsonFile.Read(folder.At(Name), StudyJson.Default.LayerStudy) : null;
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, Converters = [typeof(NonFiniteAsNull)])]
[JsonSerializable(typeof(LayerStudy))]
internal sealed partial class StudyJson : JsonSerializerContext;
