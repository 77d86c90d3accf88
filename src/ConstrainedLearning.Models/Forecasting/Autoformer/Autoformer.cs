using ConstrainedLearning.Models.Forecasting.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// Encoder and decoder that take trends out at every step and mix rows by auto-correlation instead of attention; the forecast is the decoder's seasonal part
/// and the sum of all trends, beginning with the window's mean. Wu et al., "Autoformer: Decomposition Transformers with Auto-Correlation for Long-Term
/// Series Forecasting", NeurIPS 2021. Rows are not told their position: lags know it.
/// </summary>
public sealed class Autoformer : Forecaster
{
    private readonly SeriesDecomposition decomposition;
    private readonly TimeStepEmbedding encoderEmbedding;
    private readonly TimeStepEmbedding decoderEmbedding;
    private readonly ModuleList<CorrelationEncoderLayer> encoder;
    private readonly SeasonalNorm encoderNorm;
    private readonly ModuleList<CorrelationDecoderLayer> decoder;
    private readonly SeasonalNorm decoderNorm;
    private readonly Linear projection;
    private readonly int _label;

    /// <summary>An Autoformer with torch's usual initial weights, and He's in the value embedding.</summary>
    public Autoformer(ForecastShape shape, AutoformerOptions? options = null) : base(nameof(Autoformer), shape)
    {
        options ??= new();
        var sizes = options.Sizes;
        _label = Math.Min(sizes.LabelLength, shape.Lookback);
        var decoded = _label + shape.Horizon;
        decomposition = new SeriesDecomposition(shape.Lookback, options.MovingAverage);
        encoderEmbedding = new TimeStepEmbedding(shape.Channels, Check.Positive(shape.TimeFeatures, nameof(shape.TimeFeatures)), null, sizes);
        decoderEmbedding = new TimeStepEmbedding(shape.Channels, shape.TimeFeatures, null, sizes);
        encoder = nn.ModuleList<CorrelationEncoderLayer>([.. Enumerable.Range(0, sizes.EncoderLayers).Select(_ => new CorrelationEncoderLayer(options, shape.Lookback))]);
        encoderNorm = new SeasonalNorm(sizes.Width);
        decoder = nn.ModuleList<CorrelationDecoderLayer>([.. Enumerable.Range(0, sizes.DecoderLayers).Select(_ => new CorrelationDecoderLayer(options, decoded, shape.Channels))]);
        decoderNorm = new SeasonalNorm(sizes.Width);
        projection = nn.Linear(sizes.Width, shape.Channels);
        RegisterComponents();
    }

    /// <summary>How the registry knows it.</summary>
    public static ForecasterEntry Entry { get; } = new(
        "autoformer", "auto-correlation over time, trends taken out at every step (Wu et al. 2021)",
        [.. TransformerOptions.EncoderAndDecoder.Where(option => option.Name != "heads"), TransformerOptions.Factor, Averaging.Option],
        (shape, values) => new Autoformer(shape, new AutoformerOptions
        {
            Sizes = TransformerOptions.From(values), Factor = (int)values["factor"], MovingAverage = (int)values["movingAverage"],
        }));

    /// <inheritdoc/>
    public override Tensor forward(ForecastInput input)
    {
        using var scope = NewDisposeScope();
        var memory = encoderEmbedding.call(input.Past, input.PastTime);
        foreach (var layer in encoder)
            memory = layer.call(memory);
        memory = encoderNorm.call(memory);

        // The seasonal part goes on as zeros, the trend as the window's mean; of the trend only the future's rows are read.
        var seasonal = decoderEmbedding.call(DecoderInput.Values(decomposition.call(input.Past), _label, Shape.Horizon), DecoderInput.Calendar(input, _label));
        var trend = input.Past.mean([1], keepdim: true);
        foreach (var layer in decoder)
        {
            (seasonal, var added) = layer.call(seasonal, memory);
            trend = trend + added.narrow(1, _label, Shape.Horizon);
        }
        return projection.call(decoderNorm.call(seasonal).narrow(1, _label, Shape.Horizon)).add_(trend).MoveToOuterDisposeScope();
    }
}
