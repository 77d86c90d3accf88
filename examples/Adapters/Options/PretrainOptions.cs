using ConstrainedLearning.Models.Language;
using ExperimentKit.CommandLine;
using ExperimentKit.Settings;

namespace Adapters.Options;

/// <summary>Everything that decides the numbers of <c>pretrain</c>.</summary>
internal sealed record PretrainOptions
{
    internal const string Llama = "llama", Gpt2 = "gpt2", Characters = "characters", Bytes = "bytes";

    private static readonly SettingGroup<PretrainOptions> _text = new("Text"), _model = new("Model");

    /// <summary>Files, patterns, or markov:SEED.</summary>
    public string Text { get; init; } = "markov:1";

    /// <summary>The most tokens that are read.</summary>
    public int Tokens { get; init; } = 2_000_000;

    /// <summary>characters or bytes.</summary>
    public string Tokenizer { get; init; } = Characters;

    /// <summary>llama or gpt2.</summary>
    public string Model { get; init; } = Llama;

    /// <summary>Features.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Blocks.</summary>
    public int Layers { get; init; } = 4;

    /// <summary>Heads of the queries.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Heads of keys and values; null: as many.</summary>
    public int? KeyValueHeads { get; init; }

    /// <summary>Tokens of a window.</summary>
    public int Context { get; init; } = 64;

    /// <summary>Length, rates.</summary>
    public TrainingOptions Training { get; init; } = new() { Steps = 1000 };

    /// <summary>Small enough to end in seconds.</summary>
    internal static PretrainOptions Smoke { get; } = new() { Width = 16, Layers = 2, Heads = 2, Context = 16, Tokens = 20_000, Training = new() { Steps = 40, Batch = 8, Windows = 20, LogEvery = 10 } };

    internal static SettingTable<PretrainOptions> Table { get; } = new(new PretrainOptions(),
    [
        _text.Text("text", "LIST", "what to learn: files or patterns with commas between (folder/**/*.py: all below), or markov:SEED, a random language of known entropy", o => o.Text, (o, v) => o with { Text = v }),
        _text.Whole("tokens", "the most tokens that are read of it", o => o.Tokens, (o, v) => o with { Tokens = (int)v }, least: 1000),
        _text.Choice("tokenizer", [Characters, Bytes], "characters: line feed and printable ASCII, 96 symbols; bytes: 256, any text", o => o.Tokenizer, (o, v) => o with { Tokenizer = v }),
        _model.Choice("model", [Llama, Gpt2], "the kind of blocks: rotary positions, root-mean-square normalisation and gates, or learned positions and layer normalisation", o => o.Model, (o, v) => o with { Model = v }),
        _model.Whole("width", "features of a token", o => o.Width, (o, v) => o with { Width = (int)v }, least: 2),
        _model.Whole("layers", "blocks", o => o.Layers, (o, v) => o with { Layers = (int)v }),
        _model.Whole("heads", "attention heads", o => o.Heads, (o, v) => o with { Heads = (int)v }),
        _model.Whole("key-value-heads", "heads of keys and values, shared by groups of heads; llama only", o => o.KeyValueHeads, (o, v) => o with { KeyValueHeads = (int)v }, ifNone: "as many as heads"),
        _model.Whole("context", "tokens of a window", o => o.Context, (o, v) => o with { Context = (int)v }, least: 2),
        .. TrainingOptions.Settings<PretrainOptions>(o => o.Training, (o, v) => o with { Training = v }),
    ]);

    /// <summary>What turns the text into tokens.</summary>
    internal ITokenizer CreateTokenizer() => Tokenizer == Bytes ? new ByteTokenizer() : new CharacterTokenizer();

    /// <summary>A new model, from torch's random numbers.</summary>
    /// <exception cref="UsageException">The sizes do not go together.</exception>
    internal LanguageModel CreateModel(int vocabulary)
    {
        try
        {
            var sizes = new LanguageModelOptions { VocabularySize = vocabulary, Width = Width, Layers = Layers, Heads = Heads, ContextLength = Context };
            if (KeyValueHeads is { } shared) sizes = sizes with { KeyValueHeads = shared };
            return Model == Gpt2 ? new Gpt2(sizes) : new Llama(sizes);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message, e);
        }
    }
}
