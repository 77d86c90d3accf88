using ConstrainedLearning.Models.Forecasting.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// Attention of nodes to those that they see, then feed-forward, each added to its input and normalised after: [B, n, width] and all nodes [B, N, width] to [B, n, width].
/// Liu et al., "Pyraformer", ICLR 2022, equation (2), as one product with a mask: for windows of hundreds of rows that is faster than gathering.
/// </summary>
internal sealed class PyramidLayer : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly CrossAttention attention;
    private readonly LayerNorm attentionNorm;
    private readonly FeedForward feedForward;
    private readonly LayerNorm feedForwardNorm;
    private readonly Dropout dropout;

    /// <param name="options">The sizes.</param>
    /// <param name="visible">The additive mask [1, n, N], which this module owns from now on.</param>
    public PyramidLayer(TransformerOptions options, Tensor visible) : base(nameof(PyramidLayer))
    {
        attention = new CrossAttention(options, visible);
        attentionNorm = nn.LayerNorm(options.Width);
        feedForward = new FeedForward(options);
        feedForwardNorm = nn.LayerNorm(options.Width);
        dropout = nn.Dropout(options.Dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor asking, Tensor nodes)
    {
        var attended = attentionNorm.call(asking + dropout.call(attention.call(asking, nodes)));
        return feedForwardNorm.call(attended + feedForward.call(attended));
    }
}
