using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>
/// One token for each row: a circular convolution over three rows of all channels, plus a linear map of the calendar, plus (unless told otherwise) sines and cosines of the
/// position. [B, N, C] and [B, N, F] to [B, N, width]. Zhou et al., "Informer", AAAI 2021.
/// </summary>
internal sealed class TimeStepEmbedding : nn.Module<Tensor, Tensor, Tensor>
{
    private const int Kernel = 3;
    private readonly Linear value;
    private readonly Linear calendar;
    private readonly Dropout dropout;
    private readonly Tensor? position;

    /// <param name="channels">C.</param>
    /// <param name="timeFeatures">F.</param>
    /// <param name="length">N, for the positions; null where tokens are not told their position.</param>
    /// <param name="options">Width and dropout.</param>
    public TimeStepEmbedding(int channels, int timeFeatures, int? length, TransformerOptions options) : base(nameof(TimeStepEmbedding))
    {
        // The convolution is a linear map of each row with its neighbours: as one product it is several times faster on the CPU.
        value = nn.Linear(Kernel * channels, options.Width, hasBias: false);
        using (no_grad())
            value.weight!.normal_(0, Math.Sqrt(2.0 / (Kernel * channels))).Dispose();
        calendar = nn.Linear(timeFeatures, options.Width, hasBias: false);
        dropout = nn.Dropout(options.Dropout);
        if (length is { } rows)
        {
            position = tensor(Waves(rows, options.Width)).DetachFromDisposeScope();
            register_buffer(nameof(position), position, persistent: false);
        }
        RegisterComponents();
    }

    public override Tensor forward(Tensor values, Tensor time)
    {
        var rows = values.shape[1];
        var ring = cat([values.narrow(1, rows - 1, 1), values, values.narrow(1, 0, 1)], 1);
        var neighbours = ring.unfold(1, Kernel, 1).flatten(2);
        var tokens = value.call(neighbours).add_(calendar.call(time));
        return dropout.call(position is null ? tokens : tokens.add_(position));
    }

    /// <summary>[length, width]: sin(t w_j) and cos(t w_j) in turn, w_j = 10000^(-2j / width).</summary>
    private static float[,] Waves(int length, int width)
    {
        var table = new float[length, width];
        for (var row = 0; row < length; row++)
            for (var column = 0; column < width; column++)
            {
                var angle = row * Math.Exp(-(column - column % 2) * Math.Log(10000) / width);
                table[row, column] = (float)(column % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
        return table;
    }
}
