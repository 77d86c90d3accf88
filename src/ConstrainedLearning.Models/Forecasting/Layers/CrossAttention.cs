using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>Multi-head attention of tokens [B, N, width] to others [B, M, width], giving [B, N, width].</summary>
internal sealed class CrossAttention : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly Linear query;
    private readonly Linear keyAndValue;
    private readonly Linear output;
    private readonly Dropout dropout;
    private readonly Tensor? mask;
    private readonly int _heads;

    /// <param name="options">Width, heads, dropout.</param>
    /// <param name="visible">The additive mask [1, N, M], which this module owns from now on; null where all see all.</param>
    public CrossAttention(TransformerOptions options, Tensor? visible = null) : base(nameof(CrossAttention))
    {
        _heads = options.Heads;
        query = nn.Linear(options.Width, options.Width);
        keyAndValue = nn.Linear(options.Width, 2 * options.Width);
        output = nn.Linear(options.Width, options.Width);
        dropout = nn.Dropout(options.Dropout);
        if (visible is not null)
        {
            mask = visible.DetachFromDisposeScope();
            register_buffer(nameof(mask), mask, persistent: false);
        }
        RegisterComponents();
    }

    public override Tensor forward(Tensor input, Tensor memory)
    {
        var queries = Attention.SplitHeads(query.call(input), 1, _heads);
        var memories = Attention.SplitHeads(keyAndValue.call(memory), 2, _heads);
        return output.call(Attention.Attend(queries[0], memories[0], memories[1], mask, _heads, dropout));
    }
}
