using ConstrainedLearning.Models.Forecasting.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>Attention to what hashes alike, then feed-forward, each added to its input and normalised after: [B, N, width] to its last rows, [B, rows, width].</summary>
internal sealed class ReformerLayer : nn.Module<Tensor, Tensor>
{
    private readonly HashedAttention attention;
    private readonly LayerNorm attentionNorm;
    private readonly FeedForward feedForward;
    private readonly LayerNorm feedForwardNorm;
    private readonly Dropout dropout;
    private readonly long _rows;

    public ReformerLayer(ReformerOptions options, long rows, HashDirections directions) : base(nameof(ReformerLayer))
    {
        _rows = rows;
        attention = new HashedAttention(options, rows, directions);
        attentionNorm = nn.LayerNorm(options.Sizes.Width);
        feedForward = new FeedForward(options.Sizes);
        feedForwardNorm = nn.LayerNorm(options.Sizes.Width);
        dropout = nn.Dropout(options.Sizes.Dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var asking = input.narrow(1, input.shape[1] - _rows, _rows);
        var attended = attentionNorm.call(asking + dropout.call(attention.call(input)));
        return feedForwardNorm.call(attended + feedForward.call(attended));
    }
}
