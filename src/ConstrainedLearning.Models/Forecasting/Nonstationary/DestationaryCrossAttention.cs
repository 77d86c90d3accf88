using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>Multi-head attention of tokens [B, N, width] to the window's [B, L, width], with its scale and shift, giving [B, N, width].</summary>
internal sealed class DestationaryCrossAttention : nn.Module<Tensor, Tensor, DestationaryFactors, Tensor>
{
    private readonly Linear query;
    private readonly Linear keyAndValue;
    private readonly Linear output;
    private readonly Dropout dropout;
    private readonly int _heads;

    public DestationaryCrossAttention(TransformerOptions options) : base(nameof(DestationaryCrossAttention))
    {
        _heads = options.Heads;
        query = nn.Linear(options.Width, options.Width);
        keyAndValue = nn.Linear(options.Width, 2 * options.Width);
        output = nn.Linear(options.Width, options.Width);
        dropout = nn.Dropout(options.Dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input, Tensor memory, DestationaryFactors factors)
    {
        var queries = factors.Scaled(Attention.SplitHeads(query.call(input), 1, _heads)[0]);
        var memories = Attention.SplitHeads(keyAndValue.call(memory), 2, _heads);
        return output.call(Attention.Attend(queries, memories[0], memories[1], factors.Shift, _heads, dropout));
    }
}
