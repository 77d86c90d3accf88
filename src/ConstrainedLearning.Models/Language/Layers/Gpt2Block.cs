using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language.Layers;

/// <summary>Self-attention, then feed-forward, each of a normalised input and added to it: [B, N, width] to the same.</summary>
internal sealed class Gpt2Block : nn.Module<Tensor, Sequence, Tensor>
{
    private readonly LayerNorm ln_1;
    private readonly Gpt2SelfAttention attn;
    private readonly LayerNorm ln_2;
    private readonly Gpt2FeedForward mlp;

    public Gpt2Block(LanguageModelOptions options, int layer) : base(nameof(Gpt2Block))
    {
        ln_1 = nn.LayerNorm(options.Width, options.NormEpsilon);
        attn = new Gpt2SelfAttention(options, layer);
        ln_2 = nn.LayerNorm(options.Width, options.NormEpsilon);
        mlp = new Gpt2FeedForward(options);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input, Sequence sequence)
    {
        using var scope = NewDisposeScope();
        var attended = input + attn.call(ln_1.call(input), sequence);
        return (attended + mlp.call(ln_2.call(attended))).MoveToOuterDisposeScope();
    }

    /// <summary>Two maps a layer add to the same sum: smaller initial weights keep its variance from growing with the depth. Radford et al. 2019, section 2.3.</summary>
    internal static double ResidualDeviation(LanguageModelOptions options) => LanguageModel.InitialDeviation / Math.Sqrt(2 * options.Layers);
}
