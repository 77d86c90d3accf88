using ConstrainedLearning.Models.Language;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Language;

/// <summary>The models and tokens of golden/language.py.</summary>
internal static class LanguageSample
{
    public const int Batch = 2;
    public const int Length = 7;

    public static LanguageModelOptions Options { get; } = new() { VocabularySize = 11, ContextLength = 9, Width = 12, Layers = 2, Heads = 3, HiddenWidth = 20 };

    /// <summary>Models by the name of their golden numbers.</summary>
    public static LanguageModel Model(string name) => name switch
    {
        "gpt2" => new Gpt2(Options),
        "llama" => new Llama(Options with { Heads = 6, KeyValueHeads = 2, TiesEmbeddings = false }),
        "llamaTied" => new Llama(Options with { RotaryBase = 50 }),
        "llamaScaled" => new Llama(Options with { Heads = 2, KeyValueHeads = 1, RotaryBase = 50, RotaryScaling = new() { OriginalContextLength = 8 } }),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such sample"),
    };

    public static TheoryData<string> Names => ["gpt2", "llama", "llamaTied", "llamaScaled"];

    /// <summary>[2, 7]: token t of row b is (7 t + 3 b + t^2) mod 11.</summary>
    public static Tensor Tokens()
    {
        var tokens = new long[Batch, Length];
        for (var row = 0; row < Batch; row++)
            for (var t = 0; t < Length; t++)
                tokens[row, t] = (7 * t + 3 * row + t * t) % Options.VocabularySize;
        return tensor(tokens);
    }
}
