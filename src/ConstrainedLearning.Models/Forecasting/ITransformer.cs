using ConstrainedLearning.Models.Forecasting.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// One token for each variable (its whole window) and for each calendar feature; an encoder lets them attend to one another; one linear map reads
/// each variable's future off its token. Every window is normalised by its own mean and deviation, and the prediction scaled back.
/// Liu et al., "iTransformer: Inverted Transformers Are Effective for Time Series Forecasting", ICLR 2024.
/// </summary>
public sealed class ITransformer : Forecaster
{
    private const double VarianceFloor = 1e-5;
    private readonly Linear embedding;
    private readonly Dropout dropout;
    private readonly ModuleList<EncoderLayer> encoder;
    private readonly LayerNorm norm;
    private readonly Linear projection;

    /// <summary>An iTransformer with torch's usual initial weights.</summary>
    public ITransformer(ForecastShape shape, TransformerOptions? options = null) : base(nameof(ITransformer), shape)
    {
        var sizes = (options ?? new()).Validated();
        embedding = nn.Linear(shape.Lookback, sizes.Width);
        dropout = nn.Dropout(sizes.Dropout);
        encoder = nn.ModuleList<EncoderLayer>([.. Enumerable.Range(0, sizes.EncoderLayers).Select(_ => new EncoderLayer(sizes))]);
        norm = nn.LayerNorm(sizes.Width);
        projection = nn.Linear(sizes.Width, shape.Horizon);
        RegisterComponents();
    }

    /// <summary>How the registry knows it.</summary>
    public static ForecasterEntry Entry { get; } = new(
        "itransformer", "attention between variables (Liu et al. 2024)", TransformerOptions.Encoder,
        (shape, values) => new ITransformer(shape, TransformerOptions.From(values)));

    /// <inheritdoc/>
    public override Tensor forward(ForecastInput input)
    {
        using var scope = NewDisposeScope();
        var mean = input.Past.mean([1], keepdim: true);
        var centred = input.Past - mean;
        var deviation = centred.square().mean([1], keepdim: true).add_(VarianceFloor).sqrt_();

        var tokens = dropout.call(embedding.call(cat([centred.div_(deviation), input.PastTime], 2).transpose(1, 2)));
        foreach (var layer in encoder)
            tokens = layer.call(tokens);
        // The calendar's tokens have done their part: only the variables' are read.
        var future = projection.call(norm.call(tokens).narrow(1, 0, Shape.Channels)).transpose(1, 2);
        return (future * deviation).add_(mean).MoveToOuterDisposeScope();
    }
}
