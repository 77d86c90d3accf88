using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>Two linear maps with a GELU between, on each token alone: [B, N, width] to the same.</summary>
internal sealed class FeedForward : nn.Module<Tensor, Tensor>
{
    private readonly Linear expand;
    private readonly Linear contract;
    private readonly Dropout dropout;

    public FeedForward(TransformerOptions options, bool hasBias = true) : base(nameof(FeedForward))
    {
        expand = nn.Linear(options.Width, options.FeedForward, hasBias);
        contract = nn.Linear(options.FeedForward, options.Width, hasBias);
        dropout = nn.Dropout(options.Dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) =>
        dropout.call(contract.call(dropout.call(nn.functional.gelu(expand.call(input)))));
}
