using System.Text.Json;
using System.Text.Json.Nodes;
using Adapters.Options;
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
        PretrainedLanguageModel.Save(model, folder);
        AtomicFile.WriteText(Path.Combine(folder, TokenizerFile), new JsonObject { [Key] = options.Tokenizer }.ToJsonString() + "\n");
    }

    /// <summary>Opens a folder that <see cref="Save"/> wrote, the run that it lies in, or a published model; the caller disposes the model.</summary>
    internal static (LanguageModel Model, ITokenizer Tokenizer) Open(string path)
    {
        var folder = FolderOf(path);
        if (!Directory.Exists(folder)) throw new UsageException($"--base {path}: there is no such folder; pretrain makes one");
        var opened = PretrainedLanguageModel.Open(folder);
        return (opened.Model, TokenizerOf(folder) ?? opened.Tokenizer ?? throw new UsageException($"--base {path}: there is no tokenizer in it (tokenizer.json, or vocab.json and merges.txt)"));
    }

    /// <summary>Puts what turns text into tokens beside a model that was made of another.</summary>
    internal static void CopyTokenizer(string from, string to)
    {
        var folder = FolderOf(from);
        foreach (var name in new[] { TokenizerFile, "tokenizer.json", "vocab.json", "merges.txt" })
            if (File.Exists(Path.Combine(folder, name))) File.Copy(Path.Combine(folder, name), Path.Combine(to, name), overwrite: true);
    }

    private static string FolderOf(string path) => Directory.Exists(Path.Combine(path, Folder)) ? Path.Combine(path, Folder) : path;

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
