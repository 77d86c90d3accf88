using ConstrainedLearning.Models.Forecasting.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// Encoder and decoder in which few queries attend, c ln N of N rows; the encoder halves its rows from layer to layer, and the decoder writes all future rows
/// at once. Zhou et al., "Informer: Beyond Efficient Transformer for Long Sequence Time-Series Forecasting", AAAI 2021.
/// </summary>
/// <remarks>The decoder attends fully to the encoder, as in the paper's table of components.</remarks>
public sealed class Informer : Forecaster
{
    private readonly TimeStepEmbedding encoderEmbedding;
    private readonly TimeStepEmbedding decoderEmbedding;
    private readonly ModuleList<EncoderLayer> encoder;
    private readonly ModuleList<Distilling> distilling;
    private readonly LayerNorm encoderNorm;
    private readonly ModuleList<DecoderLayer> decoder;
    private readonly LayerNorm decoderNorm;
    private readonly Linear projection;
    private readonly int _label;

    /// <summary>An Informer with torch's usual initial weights, and He's in the value embedding. In training it draws keys from torch's random numbers.</summary>
    public Informer(ForecastShape shape, InformerOptions? options = null) : this(shape, options ?? new(), KeySampling.Drawn) { }

    /// <summary>With a choice of the keys that training tries its queries on.</summary>
    internal Informer(ForecastShape shape, InformerOptions options, KeySampler sampler) : base(nameof(Informer), shape)
    {
        var sizes = options.Sizes.Validated();
        _label = Math.Min(sizes.LabelLength, shape.Lookback);
        var decoded = _label + shape.Horizon;
        encoderEmbedding = new TimeStepEmbedding(shape.Channels, Check.Positive(shape.TimeFeatures, nameof(shape.TimeFeatures)), shape.Lookback, sizes);
        decoderEmbedding = new TimeStepEmbedding(shape.Channels, shape.TimeFeatures, decoded, sizes);
        var lengths = Lengths(shape.Lookback, sizes.EncoderLayers);
        encoder = nn.ModuleList<EncoderLayer>([.. lengths.Select(length => new EncoderLayer(sizes, Sparse(length, causal: false)))]);
        // A single row has nothing to distil.
        distilling = nn.ModuleList<Distilling>([.. lengths.SkipLast(1).Where(length => length > 1).Select(_ => new Distilling(sizes.Width))]);
        encoderNorm = nn.LayerNorm(sizes.Width);
        decoder = nn.ModuleList<DecoderLayer>([.. Enumerable.Range(0, sizes.DecoderLayers).Select(_ => new DecoderLayer(sizes, Sparse(decoded, causal: true)))]);
        decoderNorm = nn.LayerNorm(sizes.Width);
        projection = nn.Linear(sizes.Width, shape.Channels);
        RegisterComponents();

        ProbSparseAttention Sparse(int length, bool causal) => new(sizes, length, options.Factor, causal, sampler);
    }

    /// <summary>How the registry knows it.</summary>
    public static ForecasterEntry Entry { get; } = new(
        "informer", "sparse attention over time, an encoder that halves its rows (Zhou et al. 2021)",
        [.. TransformerOptions.EncoderAndDecoder, TransformerOptions.Factor],
        (shape, values) => new Informer(shape, new InformerOptions { Sizes = TransformerOptions.From(values), Factor = (int)values["factor"] }));

    /// <inheritdoc/>
    public override Tensor forward(ForecastInput input)
    {
        using var scope = NewDisposeScope();
        var memory = encoderEmbedding.call(input.Past, input.PastTime);
        for (var layer = 0; layer < encoder.Count; layer++)
        {
            memory = encoder[layer].call(memory);
            if (layer < distilling.Count) memory = distilling[layer].call(memory);
        }
        memory = encoderNorm.call(memory);

        var decoded = decoderEmbedding.call(DecoderInput.Values(input.Past, _label, Shape.Horizon), DecoderInput.Calendar(input, _label));
        foreach (var layer in decoder)
            decoded = layer.call(decoded, memory);
        // Only the future's rows are read, so only they need the last two maps.
        return projection.call(decoderNorm.call(decoded.narrow(1, _label, Shape.Horizon))).MoveToOuterDisposeScope();
    }

    /// <summary>Rows that each encoder layer is given.</summary>
    private static int[] Lengths(int lookback, int layers)
    {
        var lengths = new int[layers];
        for (var layer = 0; layer < layers; layer++)
            lengths[layer] = layer == 0 ? lookback : (lengths[layer - 1] + 1) / 2;
        return lengths;
    }
}
