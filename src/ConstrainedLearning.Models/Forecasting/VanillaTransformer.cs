using ConstrainedLearning.Models.Forecasting.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// Encoder and decoder with full attention over time, one token for each row, all future rows predicted at once: the decoder is given the last known
/// rows, then zeros. Vaswani et al. 2017 with the embedding and the one-step decoding of Zhou et al., "Informer", AAAI 2021.
/// </summary>
public sealed class VanillaTransformer : Forecaster
{
    private readonly TimeStepEmbedding encoderEmbedding;
    private readonly TimeStepEmbedding decoderEmbedding;
    private readonly ModuleList<EncoderLayer> encoder;
    private readonly LayerNorm encoderNorm;
    private readonly ModuleList<DecoderLayer> decoder;
    private readonly LayerNorm decoderNorm;
    private readonly Linear projection;
    private readonly int _label;

    /// <summary>A transformer with torch's usual initial weights, and He's in the value embedding.</summary>
    public VanillaTransformer(ForecastShape shape, TransformerOptions? options = null) : base(nameof(VanillaTransformer), shape)
    {
        var sizes = (options ?? new()).Validated();
        _label = Math.Min(sizes.LabelLength, shape.Lookback);
        var decoded = _label + shape.Horizon;
        encoderEmbedding = new TimeStepEmbedding(shape.Channels, Check.Positive(shape.TimeFeatures, nameof(shape.TimeFeatures)), shape.Lookback, sizes);
        decoderEmbedding = new TimeStepEmbedding(shape.Channels, shape.TimeFeatures, decoded, sizes);
        encoder = nn.ModuleList<EncoderLayer>([.. Enumerable.Range(0, sizes.EncoderLayers).Select(_ => new EncoderLayer(sizes))]);
        encoderNorm = nn.LayerNorm(sizes.Width);
        decoder = nn.ModuleList<DecoderLayer>([.. Enumerable.Range(0, sizes.DecoderLayers).Select(_ => new DecoderLayer(sizes, new SelfAttention(sizes, decoded)))]);
        decoderNorm = nn.LayerNorm(sizes.Width);
        projection = nn.Linear(sizes.Width, shape.Channels);
        RegisterComponents();
    }

    /// <summary>How the registry knows it.</summary>
    public static ForecasterEntry Entry { get; } = new(
        "transformer", "encoder and decoder with full attention over time (Vaswani et al. 2017, Zhou et al. 2021)", TransformerOptions.EncoderAndDecoder,
        (shape, values) => new VanillaTransformer(shape, TransformerOptions.From(values)));

    /// <inheritdoc/>
    public override Tensor forward(ForecastInput input)
    {
        using var scope = NewDisposeScope();
        var memory = encoderEmbedding.call(input.Past, input.PastTime);
        foreach (var layer in encoder)
            memory = layer.call(memory);
        memory = encoderNorm.call(memory);

        var decoded = decoderEmbedding.call(DecoderInput.Values(input.Past, _label, Shape.Horizon), DecoderInput.Calendar(input, _label));
        foreach (var layer in decoder)
            decoded = layer.call(decoded, memory);
        // Only the future's rows are read, so only they need the last two maps.
        return projection.call(decoderNorm.call(decoded.narrow(1, _label, Shape.Horizon))).MoveToOuterDisposeScope();
    }
}
