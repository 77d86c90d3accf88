using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language.Layers;

/// <summary>Tokens [B, N] to hidden states [B, N, width].</summary>
internal sealed class LlamaTransformer : nn.Module<Tensor, Sequence, Tensor>
{
    private readonly Embedding embed_tokens;
    private readonly ModuleList<LlamaLayer> layers;
    private readonly RootMeanSquareNorm norm;

    public LlamaTransformer(LanguageModelOptions options) : base(nameof(LlamaTransformer))
    {
        embed_tokens = LanguageModel.DrawnTable(options.VocabularySize, options.Width);
        layers = nn.ModuleList<LlamaLayer>([.. Enumerable.Range(0, options.Layers).Select(layer => new LlamaLayer(options, layer))]);
        norm = new RootMeanSquareNorm(options.Width, options.NormEpsilon);
        RegisterComponents();
    }

    /// <summary>The tokens' vectors.</summary>
    public Tensor Table => embed_tokens.weight!;

    public override Tensor forward(Tensor tokens, Sequence sequence)
    {
        var hidden = embed_tokens.call(tokens);
        foreach (var layer in layers)
            hidden = layer.call(hidden, sequence);
        return norm.call(hidden);
    }
}
