using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language.Layers;

/// <summary>Tokens [B, N] to hidden states [B, N, width].</summary>
internal sealed class Gpt2Transformer : nn.Module<Tensor, Sequence, Tensor>
{
    private readonly Embedding wte;
    private readonly Embedding wpe;
    private readonly Dropout drop;
    private readonly ModuleList<Gpt2Block> h;
    private readonly LayerNorm ln_f;

    public Gpt2Transformer(LanguageModelOptions options) : base(nameof(Gpt2Transformer))
    {
        wte = LanguageModel.DrawnTable(options.VocabularySize, options.Width);
        wpe = LanguageModel.DrawnTable(options.ContextLength, options.Width);
        drop = nn.Dropout(options.Dropout);
        h = nn.ModuleList<Gpt2Block>([.. Enumerable.Range(0, options.Layers).Select(layer => new Gpt2Block(options, layer))]);
        ln_f = nn.LayerNorm(options.Width, options.NormEpsilon);
        RegisterComponents();
    }

    /// <summary>The tokens' vectors.</summary>
    public Tensor Table => wte.weight!;

    public override Tensor forward(Tensor tokens, Sequence sequence)
    {
        var positions = arange(sequence.Past, sequence.Past + sequence.Length, dtype: ScalarType.Int64, device: tokens.device);
        var hidden = drop.call(wte.call(tokens) + wpe.call(positions));
        foreach (var block in h)
            hidden = block.call(hidden, sequence);
        return ln_f.call(hidden);
    }
}
