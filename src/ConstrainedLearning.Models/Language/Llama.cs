using ConstrainedLearning.Models.Language.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language;

/// <summary>
/// The language model of Touvron et al., "LLaMA: Open and Efficient Foundation Language Models", 2023, and its successors: rotary positions, root mean square normalisation before each part, grouped heads,
/// gated feed-forward, no offsets. Initial weights are from N(0, 0.02^2).
/// </summary>
public sealed class Llama : LanguageModel
{
    private const int HiddenMultiple = 256;
    private readonly LlamaTransformer model;
    private readonly Linear? lm_head;

    /// <summary>A model with new weights.</summary>
    /// <exception cref="ArgumentException">The options do not fit one another, or the width of a head is odd.</exception>
    public Llama(LanguageModelOptions options) : base(nameof(Llama), options.WithHiddenWidthOr(DefaultHiddenWidth(options.Width)))
    {
        if (Options.HeadWidth % 2 != 0) throw new ArgumentException($"a head has {Options.HeadWidth} numbers ({nameof(options.Width)} {options.Width} / {nameof(options.Heads)} {options.Heads}), expected an even number: rotary positions turn pairs.", nameof(options));
        _ = options.RotaryScaling?.Validated();
        model = new LlamaTransformer(Options);
        if (!options.TiesEmbeddings) lm_head = Drawn(nn.Linear(options.Width, options.VocabularySize, hasBias: false));
        RegisterComponents();
    }

    private protected override Tensor Table => model.Table;

    private protected override bool Rotates => true;

    private protected override Tensor Hidden(Tensor tokens, Sequence sequence) => model.call(tokens, sequence);

    private protected override Tensor Scores(Tensor hidden) => lm_head is null ? nn.functional.linear(hidden, Table) : lm_head.call(hidden);

    /// <summary>8/3 of the width: as many weights in three matrices as 4 widths take in two; rounded up.</summary>
    internal static int DefaultHiddenWidth(int width)
    {
        var multiple = Math.Min(HiddenMultiple, width);
        return (8 * width / 3 + multiple - 1) / multiple * multiple;
    }
}
