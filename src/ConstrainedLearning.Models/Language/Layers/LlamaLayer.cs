using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language.Layers;

/// <summary>Self-attention, then feed-forward, each of a normalised input and added to it: [B, N, width] to the same.</summary>
internal sealed class LlamaLayer : nn.Module<Tensor, Sequence, Tensor>
{
    private readonly RootMeanSquareNorm input_layernorm;
    private readonly LlamaSelfAttention self_attn;
    private readonly RootMeanSquareNorm post_attention_layernorm;
    private readonly LlamaFeedForward mlp;

    public LlamaLayer(LanguageModelOptions options, int layer) : base(nameof(LlamaLayer))
    {
        input_layernorm = new RootMeanSquareNorm(options.Width, options.NormEpsilon);
        self_attn = new LlamaSelfAttention(options, layer);
        post_attention_layernorm = new RootMeanSquareNorm(options.Width, options.NormEpsilon);
        mlp = new LlamaFeedForward(options);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input, Sequence sequence)
    {
        using var scope = NewDisposeScope();
        var attended = input + self_attn.call(input_layernorm.call(input), sequence);
        return (attended + mlp.call(post_attention_layernorm.call(attended))).MoveToOuterDisposeScope();
    }
}
