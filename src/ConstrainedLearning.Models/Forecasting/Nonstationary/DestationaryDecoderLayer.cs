using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>A <see cref="DecoderLayer"/> whose attentions know scale and (that to the window) shift: [B, N, width] and [B, L, width] to [B, N, width].</summary>
internal sealed class DestationaryDecoderLayer : nn.Module<Tensor, Tensor, DestationaryFactors, Tensor>
{
    private readonly DestationarySelfAttention selfAttention;
    private readonly LayerNorm selfNorm;
    private readonly DestationaryCrossAttention crossAttention;
    private readonly LayerNorm crossNorm;
    private readonly FeedForward feedForward;
    private readonly LayerNorm feedForwardNorm;
    private readonly Dropout dropout;

    public DestationaryDecoderLayer(TransformerOptions options, int length) : base(nameof(DestationaryDecoderLayer))
    {
        selfAttention = new DestationarySelfAttention(options, length);
        selfNorm = nn.LayerNorm(options.Width);
        crossAttention = new DestationaryCrossAttention(options);
        crossNorm = nn.LayerNorm(options.Width);
        feedForward = new FeedForward(options);
        feedForwardNorm = nn.LayerNorm(options.Width);
        dropout = nn.Dropout(options.Dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input, Tensor memory, DestationaryFactors factors)
    {
        var own = selfNorm.call(input + dropout.call(selfAttention.call(input, factors)));
        var informed = crossNorm.call(own + dropout.call(crossAttention.call(own, memory, factors)));
        return feedForwardNorm.call(informed + feedForward.call(informed));
    }
}
