using ConstrainedLearning.Models.Forecasting.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// Each series by itself, all through the same network: it is cut into overlapping patches, one token each, which an encoder lets attend to one another;
/// one linear map reads the future off all of them. Every window is normalised by its own mean and deviation, and the prediction scaled back.
/// Nie et al., "A Time Series is Worth 64 Words: Long-term Forecasting with Transformers", ICLR 2023. The calendar is not looked at.
/// </summary>
public sealed class PatchTST : Forecaster
{
    private const double VarianceFloor = 1e-5, PositionRange = 0.02;
    private readonly Linear embedding;
    private readonly Parameter position;
    private readonly Dropout dropout;
    private readonly ModuleList<PatchEncoderLayer> encoder;
    private readonly Linear projection;
    private readonly int _patch, _stride;

    /// <summary>A PatchTST with torch's usual initial weights, and positions uniform on [-0.02, 0.02].</summary>
    /// <exception cref="ArgumentException">Patches so far from one another that rows between them are not looked at, or heads that do not divide the width.</exception>
    public PatchTST(ForecastShape shape, PatchTSTOptions? options = null) : base(nameof(PatchTST), shape)
    {
        options ??= new();
        var sizes = options.Sizes.Validated();
        if (options.PatchStride > options.PatchLength)
            throw new ArgumentException($"{nameof(options.PatchStride)} is {options.PatchStride} and {nameof(options.PatchLength)} is {options.PatchLength}, expected a stride of at most the length: rows between patches would be lost.");
        (_patch, _stride) = (Math.Min(options.PatchLength, shape.Lookback), Math.Min(options.PatchStride, shape.Lookback));
        // The last row is repeated for one stride more, so that the window's end is in as many patches as its middle.
        var patches = (shape.Lookback - _patch) / _stride + 2;
        embedding = nn.Linear(_patch, sizes.Width);
        using (no_grad())
            position = new Parameter(empty(patches, sizes.Width).uniform_(-PositionRange, PositionRange).DetachFromDisposeScope());
        dropout = nn.Dropout(sizes.Dropout);
        encoder = nn.ModuleList<PatchEncoderLayer>([.. Enumerable.Range(0, sizes.EncoderLayers).Select(_ => new PatchEncoderLayer(sizes))]);
        projection = nn.Linear(patches * sizes.Width, shape.Horizon);
        RegisterComponents();
    }

    /// <summary>How the registry knows it.</summary>
    public static ForecasterEntry Entry { get; } = new(
        "patchtst", "attention between patches of each series by itself (Nie et al. 2023)", PatchTSTOptions.All,
        (shape, values) => new PatchTST(shape, new PatchTSTOptions
        {
            Sizes = TransformerOptions.From(values), PatchLength = (int)values["patchLength"], PatchStride = (int)values["patchStride"],
        }));

    /// <inheritdoc/>
    public override Tensor forward(ForecastInput input)
    {
        using var scope = NewDisposeScope();
        var series = input.Past.transpose(1, 2);
        var mean = series.mean([2], keepdim: true);
        var centred = series - mean;
        var deviation = centred.square().mean([2], keepdim: true).add_(VarianceFloor).sqrt_();
        var rows = (centred / deviation).reshape(-1, Shape.Lookback);

        var padded = cat([rows, rows.narrow(1, Shape.Lookback - 1, 1).expand(-1, _stride)], 1);
        var tokens = dropout.call(embedding.call(padded.unfold(1, _patch, _stride)).add_(position));
        foreach (var layer in encoder)
            tokens = layer.call(tokens);
        var future = projection.call(tokens.flatten(1)).view(-1, Shape.Channels, Shape.Horizon);
        return (future * deviation).add_(mean).transpose(1, 2).MoveToOuterDisposeScope();
    }
}
