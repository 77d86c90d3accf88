using ConstrainedLearning.Models.Forecasting.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language.Layers;

/// <summary>Causal self-attention with one joint projection to queries, keys and values: [B, N, width] to the same.</summary>
internal sealed class Gpt2SelfAttention : nn.Module<Tensor, Sequence, Tensor>
{
    private readonly Linear c_attn;
    private readonly Linear c_proj;
    private readonly Dropout attn_dropout;
    private readonly Dropout resid_dropout;
    private readonly int _heads;
    private readonly int _layer;

    public Gpt2SelfAttention(LanguageModelOptions options, int layer) : base(nameof(Gpt2SelfAttention))
    {
        (_heads, _layer) = (options.Heads, layer);
        c_attn = LanguageModel.Drawn(nn.Linear(options.Width, 3 * options.Width));
        c_proj = LanguageModel.Drawn(nn.Linear(options.Width, options.Width), Gpt2Block.ResidualDeviation(options));
        attn_dropout = nn.Dropout(options.Dropout);
        resid_dropout = nn.Dropout(options.Dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input, Sequence sequence)
    {
        var parts = Attention.SplitHeads(c_attn.call(input), 3, _heads);
        var (keys, values) = sequence.Remember(_layer, parts[1], parts[2]);
        return resid_dropout.call(c_proj.call(CausalAttention.Attend(parts[0], keys, values, sequence.Mask, _heads, attn_dropout)));
    }
}
