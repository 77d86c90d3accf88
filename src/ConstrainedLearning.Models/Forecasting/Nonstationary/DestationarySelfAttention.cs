using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>Multi-head self-attention with scale and shift of the window, or, where no token may see a later one, with its scale alone: [B, N, width] to the same.</summary>
internal sealed class DestationarySelfAttention : nn.Module<Tensor, DestationaryFactors, Tensor>
{
    private readonly Linear project;
    private readonly Linear output;
    private readonly Dropout dropout;
    private readonly Tensor? mask;
    private readonly int _heads;

    /// <param name="options">Width, heads, dropout.</param>
    /// <param name="causalLength">Number of tokens where no token may see a later one; null where all see all.</param>
    public DestationarySelfAttention(TransformerOptions options, int? causalLength = null) : base(nameof(DestationarySelfAttention))
    {
        _heads = options.Heads;
        project = nn.Linear(options.Width, 3 * options.Width);
        output = nn.Linear(options.Width, options.Width);
        dropout = nn.Dropout(options.Dropout);
        if (causalLength is { } length)
        {
            mask = Attention.CausalMask(length).DetachFromDisposeScope();
            register_buffer(nameof(mask), mask, persistent: false);
        }
        RegisterComponents();
    }

    public override Tensor forward(Tensor input, DestationaryFactors factors)
    {
        var parts = Attention.SplitHeads(project.call(input), 3, _heads);
        return output.call(Attention.Attend(factors.Scaled(parts[0]), parts[1], parts[2], mask ?? factors.Shift, _heads, dropout));
    }
}
