using System.Text.Json;
using System.Text.Json.Nodes;
using Adapters.Options;
using ConstrainedLearning.Models.Files;
using ConstrainedLearning.Models.Language;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;

namespace Adapters.Training;

/// <summary>A language model in a folder, with what turns text into its tokens.</summary>
internal static class BaseModel
{
    /// <summary>Where it lies in a run's folder.</summary>
    internal const string Folder = "model";

    private const string TokenizerFile = "tokenizer-name.json", Key = "tokenizer";

    /// <summary>Writes a model as it is published, and which of the program's tokenizers is its.</summary>
    internal static void Save(string folder, LanguageModel model, PretrainOptions options)
    {
        Directory.CreateDirectory(folder);
        SafetensorsFile.Write(Path.Combine(folder, "model.safetensors"), model.state_dict());
        File.WriteAllText(Path.Combine(folder, "options.json"), PretrainOptions.Table.ToJson(options));
        AtomicFile.WriteText(Path.Combine(folder, TokenizerFile), new JsonObject { [Key] = options.Tokenizer }.ToJsonString() + "\n");
    }

    /// <summary>Opens a folder that <see cref="Save"/> wrote, the run that it lies in, or a published model; the caller disposes the model.</summary>
    internal static (LanguageModel Model, ITokenizer Tokenizer) Open(string path)
    {
        var folder = Directory.Exists(Path.Combine(path, Folder)) ? Path.Combine(path, Folder) : path;
        if (!Directory.Exists(folder)) throw new UsageException($"--base {path}: there is no such folder; pretrain makes one");
        var options = PretrainOptions.Table.WithFile(new PretrainOptions(), Path.Combine(folder, "options.json"));
        var tokenizer = TokenizerOf(folder)!;
        var model = options.CreateModel(tokenizer.VocabularySize);
        using var file = SafetensorsFile.Open(Path.Combine(folder, "model.safetensors"));
        foreach (var (name, value) in model.state_dict()) file.ReadInto(name, value);
        return (model, tokenizer);
    }

    private static ITokenizer? TokenizerOf(string folder)
    {
        var file = Path.Combine(folder, TokenizerFile);
        if (!File.Exists(file)) return null;
        try
        {
            return (string?)JsonNode.Parse(File.ReadAllText(file))?[Key] switch
            {
                PretrainOptions.Characters => new CharacterTokenizer(),
                PretrainOptions.Bytes => new ByteTokenizer(),
                var other => throw new UsageException($"{file}: the tokenizer is \"{other}\", expected {PretrainOptions.Characters} or {PretrainOptions.Bytes}"),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UsageException($"{file}: not the JSON that pretrain writes ({e.Message})", e);
        }
    }
}
