using ConstrainedLearning.Models.Forecasting.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// An encoder over the past and, as zeros, the future, one token for each row, which attends to the rows that hash alike; the future's rows are read off it.
/// Kitaev, Kaiser and Levskaya, "Reformer: The Efficient Transformer", ICLR 2020, as the forecasting benchmarks use it: with the embedding of Zhou et al. (2021)
/// and without reversible layers. Every call draws the hash's directions from torch's generator, in evaluation too.
/// </summary>
public sealed class Reformer : Forecaster
{
    private readonly TimeStepEmbedding embedding;
    private readonly ModuleList<ReformerLayer> encoder;
    private readonly LayerNorm norm;
    private readonly Linear projection;

    /// <summary>A Reformer with torch's usual initial weights, and He's in the value embedding.</summary>
    public Reformer(ForecastShape shape, ReformerOptions? options = null) : this(shape, options ?? new(), NormalDirections.Draw)
    {
    }

    internal Reformer(ForecastShape shape, ReformerOptions options, HashDirections directions) : base(nameof(Reformer), shape)
    {
        var sizes = options.Sizes.Validated();
        var tokens = shape.Lookback + shape.Horizon;
        embedding = new TimeStepEmbedding(shape.Channels, Check.Positive(shape.TimeFeatures, nameof(shape.TimeFeatures)), tokens, sizes);
        // Only the future's rows are read, so the last layer makes no others.
        var rows = Enumerable.Repeat(tokens, sizes.EncoderLayers - 1).Append(shape.Horizon);
        encoder = nn.ModuleList<ReformerLayer>([.. rows.Select(count => new ReformerLayer(options, count, directions))]);
        norm = nn.LayerNorm(sizes.Width);
        projection = nn.Linear(sizes.Width, shape.Channels);
        RegisterComponents();
    }

    /// <summary>How the registry knows it.</summary>
    public static ForecasterEntry Entry { get; } = new(
        "reformer", "an encoder whose rows attend to those that hash alike (Kitaev et al. 2020)", ReformerOptions.All,
        (shape, values) => new Reformer(shape, ReformerOptions.From(values)));

    /// <inheritdoc/>
    public override Tensor forward(ForecastInput input)
    {
        using var scope = NewDisposeScope();
        var unknown = input.Past.new_zeros(input.Past.shape[0], Shape.Horizon, Shape.Channels);
        var tokens = embedding.call(cat([input.Past, unknown], 1), cat([input.PastTime, input.FutureTime], 1));
        foreach (var layer in encoder)
            tokens = layer.call(tokens);
        return projection.call(norm.call(tokens)).MoveToOuterDisposeScope();
    }
}
