using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>
/// Self-attention, attention to the encoder's output, feed-forward, each added to its input and normalised after:
/// [B, N, width] and [B, M, width] to [B, N, width].
/// </summary>
internal sealed class DecoderLayer : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> selfAttention;
    private readonly LayerNorm selfNorm;
    private readonly CrossAttention crossAttention;
    private readonly LayerNorm crossNorm;
    private readonly FeedForward feedForward;
    private readonly LayerNorm feedForwardNorm;
    private readonly Dropout dropout;

    /// <param name="options">Sizes.</param>
    /// <param name="selfAttention">How rows attend to one another, none to a later one; the layer's from then on.</param>
    public DecoderLayer(TransformerOptions options, nn.Module<Tensor, Tensor> selfAttention) : base(nameof(DecoderLayer))
    {
        this.selfAttention = selfAttention;
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
