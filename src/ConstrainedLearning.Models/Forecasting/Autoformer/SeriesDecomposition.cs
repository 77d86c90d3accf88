using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>
/// Splits rows [B, N, C] into a trend A x, their centred moving average, and what is left, (I - A) x, the seasonal part. Wu et al., "Autoformer",
/// NeurIPS 2021, equation 1. Both are products with a matrix, and each is made only where it is asked for.
/// </summary>
internal sealed class SeriesDecomposition : nn.Module<Tensor, Tensor>
{
    private readonly Tensor average;
    private readonly Tensor remainder;

    /// <param name="length">Rows, N.</param>
    /// <param name="width">Rows of the average; odd.</param>
    public SeriesDecomposition(int length, int width) : base(nameof(SeriesDecomposition))
    {
        average = tensor(Averaging.Matrix(length, width)).DetachFromDisposeScope();
        using var identity = eye(length);
        remainder = (identity - average).DetachFromDisposeScope();
        register_buffer(nameof(average), average, persistent: false);
        register_buffer(nameof(remainder), remainder, persistent: false);
        RegisterComponents();
    }

    /// <summary>The trend.</summary>
    public Tensor Trend(Tensor rows) => Times(average, rows);

    /// <summary>The seasonal part.</summary>
    public override Tensor forward(Tensor rows) => Times(remainder, rows);

    private static Tensor Times(Tensor map, Tensor rows) => map.expand(rows.shape[0], -1, -1).bmm(rows);
}
