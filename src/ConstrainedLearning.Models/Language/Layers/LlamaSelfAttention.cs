using ConstrainedLearning.Models.Forecasting.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language.Layers;

/// <summary>Causal self-attention with rotary positions, whose query heads share keys and values in groups: [B, N, width] to the same. Ainslie et al., "GQA", EMNLP 2023.</summary>
internal sealed class LlamaSelfAttention : nn.Module<Tensor, Sequence, Tensor>
{
    private readonly Linear q_proj;
    private readonly Linear k_proj;
    private readonly Linear v_proj;
    private readonly Linear o_proj;
    private readonly Dropout dropout;
    private readonly int _heads;
    private readonly int _keyHeads;
    private readonly int _layer;

    public LlamaSelfAttention(LanguageModelOptions options, int layer) : base(nameof(LlamaSelfAttention))
    {
        (_heads, _keyHeads, _layer) = (options.Heads, options.KeyValueHeads, layer);
        var keyWidth = options.KeyValueHeads * options.HeadWidth;
        q_proj = LanguageModel.Drawn(nn.Linear(options.Width, options.Width, hasBias: false));
        k_proj = LanguageModel.Drawn(nn.Linear(options.Width, keyWidth, hasBias: false));
        v_proj = LanguageModel.Drawn(nn.Linear(options.Width, keyWidth, hasBias: false));
        o_proj = LanguageModel.Drawn(nn.Linear(options.Width, options.Width, hasBias: false));
        dropout = nn.Dropout(options.Dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input, Sequence sequence)
    {
        var rotation = sequence.Rotation!;
        var query = rotation.Turn(Attention.SplitHeads(q_proj.call(input), 1, _heads)[0]);
        var key = rotation.Turn(Attention.SplitHeads(k_proj.call(input), 1, _keyHeads)[0]);
        var value = Attention.SplitHeads(v_proj.call(input), 1, _keyHeads)[0];
        var (keys, values) = sequence.Remember(_layer, key, value);
        return o_proj.call(CausalAttention.Attend(query, keys, values, sequence.Mask, _heads, dropout));
    }
}
