using System.Text.Json;
using ConstrainedLearning.Models.Files;
using ConstrainedLearning.Models.Language.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language;

/// <summary>
/// A model in a folder as Hugging Face publishes them: <c>config.json</c>, <c>model.safetensors</c> (or several files and their index), and a tokenizer: <c>tokenizer.json</c>, or <c>vocab.json</c> and
/// <c>merges.txt</c>. The families are gpt2 and llama. It owns the model; the caller disposes it.
/// </summary>
public sealed class PretrainedLanguageModel : IDisposable
{
    private const string ConfigurationName = "config.json";
    private const string WeightsName = "model.safetensors";

    private PretrainedLanguageModel(LanguageModel model, ITokenizer? tokenizer) => (Model, Tokenizer) = (model, tokenizer);

    /// <summary>The model, in training mode as any new one, in host memory.</summary>
    public LanguageModel Model { get; }

    /// <summary>The folder's tokenizer, or null where it has none.</summary>
    public ITokenizer? Tokenizer { get; }

    /// <summary>Reads a folder. Every tensor is checked against the configuration before memory is taken for the model; none may be missing, none may be left over.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="type">What the weights are converted to. Default float32.</param>
    /// <param name="dropout">Share of activations dropped in training; that in the file says how the model was trained, not how it will be. Default 0.</param>
    /// <exception cref="PretrainedFileException">A file is absent or breaks its format's rules, describes another model than there is here, or tensors are missing, left over or of another shape.</exception>
    /// <exception cref="SafetensorsException">The files of the tensors cannot be used.</exception>
    public static PretrainedLanguageModel Open(string folder, ScalarType type = ScalarType.Float32, double dropout = 0)
    {
        if (type is not (ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16 or ScalarType.Float16)) throw new ArgumentOutOfRangeException(nameof(type), type, $"{nameof(type)} is {type}, expected a floating point type.");
        var (family, options) = ReadConfiguration(folder);
        using var files = ShardedSafetensors.Open(folder);
        var reader = new CheckpointReader(folder, files, family, options);
        var tokenizer = ReadTokenizer(folder, options);
        var model = family.Create(options with { Dropout = dropout });
        try
        {
            model.to(type);
            reader.CopyTo(model);
            return new PretrainedLanguageModel(model, tokenizer);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Writes the model to a folder, which is made where it is absent: <c>config.json</c> and <c>model.safetensors</c>. What else the folder has stays as it is.</summary>
    /// <exception cref="IOException">The folder has a checkpoint in several files, which would be read before this one, or a file cannot be written.</exception>
    public void Save(string folder) => Save(Model, folder);

    /// <inheritdoc cref="Save(string)"/>
    public static void Save(LanguageModel model, string folder)
    {
        var index = Path.Combine(folder, WeightsName + ".index.json");
        if (File.Exists(index)) throw new IOException($"'{index}' is there: the folder has a checkpoint in several files, which would be read before this one; save to another folder.");
        Directory.CreateDirectory(folder);
        var family = CheckpointFamily.All.Single(known => known.Has(model));
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var parameters = model.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter, StringComparer.Ordinal);
        var tensors = family.Tensors(model.Options).Select(tensor => KeyValuePair.Create(tensor.Name, tensor.Transposed ? parameters[tensor.Name].t() : parameters[tensor.Name]));
        SafetensorsFile.Write(Path.Combine(folder, WeightsName), tensors, new Dictionary<string, string> { ["format"] = "pt" });
        WriteConfiguration(Path.Combine(folder, ConfigurationName), family, model);
    }

    /// <summary>Frees the model.</summary>
    public void Dispose() => Model.Dispose();

    private static (CheckpointFamily, LanguageModelOptions) ReadConfiguration(string folder)
    {
        if (!Directory.Exists(folder)) throw new PretrainedFileException(folder, "there is no such folder");
        using var file = JsonFile.Open(Path.Combine(folder, ConfigurationName));
        var type = file.Text(file.Root, "model_type");
        var family = CheckpointFamily.All.FirstOrDefault(known => known.ModelType == type)
            ?? throw file.Problem($"model_type is '{Shown.Text(type)}', expected {string.Join(" or ", CheckpointFamily.All.Select(known => known.ModelType))}");
        return (family, family.Read(file));
    }

    private static BytePairTokenizer? ReadTokenizer(string folder, LanguageModelOptions options)
    {
        var (single, vocabulary, merges) = (Path.Combine(folder, "tokenizer.json"), Path.Combine(folder, "vocab.json"), Path.Combine(folder, "merges.txt"));
        var tokenizer = File.Exists(single) ? BytePairTokenizer.Read(single) : File.Exists(vocabulary) ? BytePairTokenizer.Read(vocabulary, merges) : null;
        return tokenizer is null || tokenizer.VocabularySize <= options.VocabularySize ? tokenizer
            : throw new PretrainedFileException(folder, $"its tokenizer has {tokenizer.VocabularySize} tokens and its model knows {options.VocabularySize}: they do not belong together");
    }

    private static void WriteConfiguration(string path, CheckpointFamily family, LanguageModel model)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true })) family.Write(json, model.Options, model.TypeName);
        var beside = path + ".writing";
        File.WriteAllBytes(beside, buffer.ToArray());
        File.Move(beside, path, overwrite: true);
    }
}
