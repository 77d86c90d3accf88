using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>Self-attention, then feed-forward, each added to its input and normalised after: [B, N, width] to the same.</summary>
internal sealed class EncoderLayer : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> attention;
    private readonly LayerNorm attentionNorm;
    private readonly FeedForward feedForward;
    private readonly LayerNorm feedForwardNorm;
    private readonly Dropout dropout;

    /// <param name="options">Sizes.</param>
    /// <param name="attention">How tokens attend to one another; the layer's from then on. Null: fully.</param>
    public EncoderLayer(TransformerOptions options, nn.Module<Tensor, Tensor>? attention = null) : base(nameof(EncoderLayer))
    {
        this.attention = attention ?? new SelfAttention(options);
        attentionNorm = nn.LayerNorm(options.Width);
        feedForward = new FeedForward(options);
        feedForwardNorm = nn.LayerNorm(options.Width);
        dropout = nn.Dropout(options.Dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var attended = attentionNorm.call(input + dropout.call(attention.call(input)));
        return feedForwardNorm.call(attended + feedForward.call(attended));
    }
}
