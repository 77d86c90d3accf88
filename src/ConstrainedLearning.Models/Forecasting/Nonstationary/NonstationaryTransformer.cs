using ConstrainedLearning.Models.Forecasting.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// A transformer on windows that are normalised by their own mean and deviation, whose attention is given back what the normalisation took: small networks
/// learn a scale, log tau = f(x, deviation), and a shift, delta = g(x, mean), of its products. The prediction is scaled back.
/// Liu et al., "Non-stationary Transformers: Exploring the Stationarity in Time Series Forecasting", NeurIPS 2022.
/// </summary>
public sealed class NonstationaryTransformer : Forecaster
{
    private const double VarianceFloor = 1e-5;
    private readonly StatisticsProjector scale;
    private readonly StatisticsProjector shift;
    private readonly TimeStepEmbedding encoderEmbedding;
    private readonly TimeStepEmbedding decoderEmbedding;
    private readonly ModuleList<DestationaryEncoderLayer> encoder;
    private readonly LayerNorm encoderNorm;
    private readonly ModuleList<DestationaryDecoderLayer> decoder;
    private readonly LayerNorm decoderNorm;
    private readonly Linear projection;
    private readonly int _label, _heads, _width;

    /// <summary>A non-stationary transformer with torch's usual initial weights, and He's in the value embedding.</summary>
    public NonstationaryTransformer(ForecastShape shape, NonstationaryOptions? options = null) : base(nameof(NonstationaryTransformer), shape)
    {
        options ??= new();
        var sizes = options.Sizes.Validated();
        (_label, _heads, _width) = (Math.Min(sizes.LabelLength, shape.Lookback), sizes.Heads, sizes.Width);
        var decoded = _label + shape.Horizon;
        scale = new StatisticsProjector(shape, options, 1);
        shift = new StatisticsProjector(shape, options, shape.Lookback);
        encoderEmbedding = new TimeStepEmbedding(shape.Channels, Check.Positive(shape.TimeFeatures, nameof(shape.TimeFeatures)), shape.Lookback, sizes);
        decoderEmbedding = new TimeStepEmbedding(shape.Channels, shape.TimeFeatures, decoded, sizes);
        encoder = nn.ModuleList<DestationaryEncoderLayer>([.. Enumerable.Range(0, sizes.EncoderLayers).Select(_ => new DestationaryEncoderLayer(sizes))]);
        encoderNorm = nn.LayerNorm(sizes.Width);
        decoder = nn.ModuleList<DestationaryDecoderLayer>([.. Enumerable.Range(0, sizes.DecoderLayers).Select(_ => new DestationaryDecoderLayer(sizes, decoded))]);
        decoderNorm = nn.LayerNorm(sizes.Width);
        projection = nn.Linear(sizes.Width, shape.Channels);
        RegisterComponents();
    }

    /// <summary>How the registry knows it.</summary>
    public static ForecasterEntry Entry { get; } = new(
        "nonstationary", "normalised windows, attention that is told their scale and level (Liu et al. 2022)", NonstationaryOptions.All,
        (shape, values) => new NonstationaryTransformer(shape, new NonstationaryOptions
        {
            Sizes = TransformerOptions.From(values), ProjectorWidth = (int)values["projectorWidth"], ProjectorLayers = (int)values["projectorLayers"],
        }));

    /// <inheritdoc/>
    public override Tensor forward(ForecastInput input)
    {
        using var scope = NewDisposeScope();
        var mean = input.Past.mean([1], keepdim: true);
        var centred = input.Past - mean;
        var deviation = centred.square().mean([1], keepdim: true).add_(VarianceFloor).sqrt_();
        var past = centred / deviation;
        var factors = DestationaryFactors.Of(scale.call(input.Past, deviation).exp(), shift.call(input.Past, mean), _heads, _width);

        var memory = encoderEmbedding.call(past, input.PastTime);
        foreach (var layer in encoder)
            memory = layer.call(memory, factors);
        memory = encoderNorm.call(memory);

        var decoded = decoderEmbedding.call(DecoderInput.Values(past, _label, Shape.Horizon), DecoderInput.Calendar(input, _label));
        foreach (var layer in decoder)
            decoded = layer.call(decoded, memory, factors);
        // Only the future's rows are read, so only they need the last two maps.
        var future = projection.call(decoderNorm.call(decoded.narrow(1, _label, Shape.Horizon)));
        return (future * deviation).add_(mean).MoveToOuterDisposeScope();
    }
}
