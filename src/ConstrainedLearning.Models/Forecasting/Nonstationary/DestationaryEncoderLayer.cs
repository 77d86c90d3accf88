using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>An <see cref="EncoderLayer"/> whose attention knows scale and shift of the window: [B, N, width] to the same.</summary>
internal sealed class DestationaryEncoderLayer : nn.Module<Tensor, DestationaryFactors, Tensor>
{
    private readonly DestationarySelfAttention attention;
    private readonly LayerNorm attentionNorm;
    private readonly FeedForward feedForward;
    private readonly LayerNorm feedForwardNorm;
    private readonly Dropout dropout;

    public DestationaryEncoderLayer(TransformerOptions options) : base(nameof(DestationaryEncoderLayer))
    {
        attention = new DestationarySelfAttention(options);
        attentionNorm = nn.LayerNorm(options.Width);
        feedForward = new FeedForward(options);
        feedForwardNorm = nn.LayerNorm(options.Width);
        dropout = nn.Dropout(options.Dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input, DestationaryFactors factors)
    {
        var attended = attentionNorm.call(input + dropout.call(attention.call(input, factors)));
        return feedForwardNorm.call(attended + feedForward.call(attended));
    }
}
