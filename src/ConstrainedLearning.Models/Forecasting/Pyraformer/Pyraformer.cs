using ConstrainedLearning.Models.Forecasting.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// A tree over the window, whose nodes attend to their neighbours, parents and children; one linear map of the last node of each scale gives all future rows.
/// Liu et al., "Pyraformer: Low-Complexity Pyramidal Attention for Long-Range Time Series Modeling and Forecasting", ICLR 2022: with its end token, a row of zeros
/// at the first future time, and its residual connections, both of which the code of some benchmarks leaves out.
/// </summary>
/// <remarks>Batch normalisation needs more than one value in training: where a scale has a single node, a batch of two windows at least.</remarks>
public sealed class Pyraformer : Forecaster
{
    private readonly TimeStepEmbedding embedding;
    private readonly CoarserScales? coarser;
    private readonly ModuleList<PyramidLayer> encoder;
    private readonly Linear projection;
    private readonly Tensor last;

    /// <summary>A Pyraformer with torch's usual initial weights, and He's in the value embedding.</summary>
    public Pyraformer(ForecastShape shape, PyraformerOptions? options = null) : base(nameof(Pyraformer), shape)
    {
        options ??= new();
        var sizes = options.Sizes.Validated();
        var rows = shape.Lookback + 1;
        var pyramid = new Pyramid(rows, options);
        var scales = pyramid.Scales.Count;
        embedding = new TimeStepEmbedding(shape.Channels, Check.Positive(shape.TimeFeatures, nameof(shape.TimeFeatures)), rows, sizes);
        coarser = scales > 1 ? new CoarserScales(options, scales - 1) : null;
        last = tensor(pyramid.LastNodes).DetachFromDisposeScope();
        register_buffer(nameof(last), last, persistent: false);
        // Only the last nodes are read, so the last layer makes no others.
        using var all = pyramid.Mask(options.Neighbours);
        var masks = Enumerable.Range(1, sizes.EncoderLayers).Select(layer => layer < sizes.EncoderLayers ? all.clone() : all.index_select(1, last));
        encoder = nn.ModuleList<PyramidLayer>([.. masks.Select(mask => new PyramidLayer(sizes, mask))]);
        projection = nn.Linear(scales * sizes.Width, shape.Horizon * shape.Channels);
        RegisterComponents();
    }

    /// <summary>How the registry knows it.</summary>
    public static ForecasterEntry Entry { get; } = new(
        "pyraformer", "attention along a tree of ever coarser scales (Liu et al. 2022)", PyraformerOptions.All,
        (shape, values) => new Pyraformer(shape, PyraformerOptions.From(values)));

    /// <inheritdoc/>
    public override Tensor forward(ForecastInput input)
    {
        using var scope = NewDisposeScope();
        var batch = input.Past.shape[0];
        var end = input.Past.new_zeros(batch, 1, Shape.Channels);
        var nodes = embedding.call(cat([input.Past, end], 1), cat([input.PastTime, input.FutureTime.narrow(1, 0, 1)], 1));
        if (coarser is not null) nodes = coarser.call(nodes);
        for (var layer = 0; layer < encoder.Count - 1; layer++)
            nodes = encoder[layer].call(nodes, nodes);
        var read = encoder[^1].call(nodes.index_select(1, last), nodes);
        return projection.call(read.flatten(1)).view(batch, Shape.Horizon, Shape.Channels).MoveToOuterDisposeScope();
    }
}
