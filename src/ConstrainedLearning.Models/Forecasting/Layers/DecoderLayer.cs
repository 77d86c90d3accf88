using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>
/// Causal self-attention, attention to the encoder's output, feed-forward, each added to its input and normalised after:
/// [B, N, width] and [B, M, width] to [B, N, width].
/// </summary>
internal sealed class DecoderLayer : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly SelfAttention selfAttention;
    private readonly LayerNorm selfNorm;
    private readonly CrossAttention crossAttention;
    private readonly LayerNorm crossNorm;
    private readonly FeedForward feedForward;
    private readonly LayerNorm feedForwardNorm;
    private readonly Dropout dropout;

    public DecoderLayer(TransformerOptions options, int length) : base(nameof(DecoderLayer))
    {
        selfAttention = new SelfAttention(options, length);
        selfNorm = nn.LayerNorm(options.Width);
        crossAttention = new CrossAttention(options);
        crossNorm = nn.LayerNorm(options.Width);
        feedForward = new FeedForward(options);
        feedForwardNorm = nn.LayerNorm(options.Width);
        dropout = nn.Dropout(options.Dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input, Tensor memory)
    {
        var own = selfNorm.call(input + dropout.call(selfAttention.call(input)));
        var informed = crossNorm.call(own + dropout.call(crossAttention.call(own, memory)));
        return feedForwardNorm.call(informed + feedForward.call(informed));
    }
}
