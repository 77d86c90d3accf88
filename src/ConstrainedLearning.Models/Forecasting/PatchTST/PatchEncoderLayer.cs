using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>An <see cref="EncoderLayer"/> that normalises each of the width's numbers over all patches of the batch, instead of each patch by itself: [B, N, width] to the same.</summary>
internal sealed class PatchEncoderLayer : nn.Module<Tensor, Tensor>
{
    private readonly SelfAttention attention;
    private readonly BatchNorm1d attentionNorm;
    private readonly FeedForward feedForward;
    private readonly BatchNorm1d feedForwardNorm;
    private readonly Dropout dropout;

    public PatchEncoderLayer(TransformerOptions options) : base(nameof(PatchEncoderLayer))
    {
        attention = new SelfAttention(options);
        attentionNorm = nn.BatchNorm1d(options.Width);
        feedForward = new FeedForward(options);
        feedForwardNorm = nn.BatchNorm1d(options.Width);
        dropout = nn.Dropout(options.Dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var attended = Normalised(attentionNorm, input + dropout.call(attention.call(input)));
        return Normalised(feedForwardNorm, attended + feedForward.call(attended));
    }

    private static Tensor Normalised(BatchNorm1d norm, Tensor tokens) => norm.call(tokens.flatten(0, 1)).view_as(tokens);
}
