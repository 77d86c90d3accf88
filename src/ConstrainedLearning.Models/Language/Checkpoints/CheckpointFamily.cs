using System.Text.Json;

namespace ConstrainedLearning.Models.Language.Checkpoints;

/// <summary>How a family of models is published: the names in its <c>config.json</c> and of its tensors.</summary>
internal abstract class CheckpointFamily
{
    protected const string Head = "lm_head.weight";

    /// <summary>All that are known.</summary>
    public static IReadOnlyList<CheckpointFamily> All { get; } = [new Gpt2Checkpoint(), new LlamaCheckpoint()];

    /// <summary>Its <c>model_type</c>.</summary>
    public abstract string ModelType { get; }

    /// <summary>The class that reads it elsewhere.</summary>
    protected abstract string Architecture { get; }

    /// <summary>What most names begin with; some files leave it out.</summary>
    protected abstract string Prefix { get; }

    /// <summary>Ends of names of tensors that old files have and nothing needs.</summary>
    protected abstract IReadOnlyList<string> Needless { get; }

    /// <summary>A model with new weights.</summary>
    public abstract LanguageModel Create(LanguageModelOptions options);

    /// <summary>Whether a model is one of these.</summary>
    public abstract bool Has(LanguageModel model);

    /// <summary>The tensors of a model, without end where the options say so: take no more than needed.</summary>
    public abstract IEnumerable<CheckpointTensor> Tensors(LanguageModelOptions options);

    /// <summary>Reads the sizes.</summary>
    /// <exception cref="PretrainedFileException">One is absent or none, or something else than this model is described.</exception>
    public abstract LanguageModelOptions Read(JsonFile file);

    /// <summary>A tensor's name as the model has it, whether or not the file leaves the prefix out.</summary>
    public string FullName(string name) => name == Head || name.StartsWith(Prefix, StringComparison.Ordinal) ? name : Prefix + name;

    /// <summary>Whether a tensor may be there though the model has no such parameter.</summary>
    public bool IsNeedless(string fullName, LanguageModelOptions options) => (fullName == Head && options.TiesEmbeddings) || Needless.Any(end => fullName.EndsWith(end, StringComparison.Ordinal));

    /// <summary>Writes a <c>config.json</c>.</summary>
    public void Write(Utf8JsonWriter json, LanguageModelOptions options, string type)
    {
        json.WriteStartObject();
        json.WriteString("model_type", ModelType);
        json.WriteStartArray("architectures");
        json.WriteStringValue(Architecture);
        json.WriteEndArray();
        json.WriteNumber("vocab_size", options.VocabularySize);
        json.WriteBoolean("tie_word_embeddings", options.TiesEmbeddings);
        json.WriteString("torch_dtype", type);
        WriteSizes(json, options);
        json.WriteEndObject();
    }

    protected abstract void WriteSizes(Utf8JsonWriter json, LanguageModelOptions options);

    /// <summary>Refuses a setting that would make another model.</summary>
    protected static void Expect(JsonFile file, string key, bool expected)
    {
        if (file.Flag(file.Root, key, expected) != expected) throw file.Problem($"{key} is {(expected ? "false" : "true")}, expected {(expected ? "true" : "false")}: no such model is here");
    }

    /// <summary>Refuses another activation.</summary>
    protected static void Expect(JsonFile file, string key, params IReadOnlyList<string> known)
    {
        var found = file.Text(file.Root, key, known[0]);
        if (!known.Contains(found)) throw file.Problem($"{key} is '{Files.Shown.Text(found)}', expected {string.Join(" or ", known.Select(name => $"'{name}'"))}");
    }

    /// <summary>The options, or what the file is blamed for.</summary>
    protected static LanguageModelOptions Checked(JsonFile file, Func<LanguageModelOptions> make)
    {
        try
        {
            return make().Validated();
        }
        catch (ArgumentException e)
        {
            throw new PretrainedFileException(file.Path, e.Message, e);
        }
    }
}
