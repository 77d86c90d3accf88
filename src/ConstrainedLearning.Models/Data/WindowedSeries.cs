using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Data;

/// <summary>
/// A series, standardised with its training part and kept on the device, seen as all its windows of lookback + horizon rows (stride 1).
/// Each row of the one resident tensor holds the channels, then the time features; the windows are a view of it, so a batch is
/// one index operation and nothing is stored twice.
/// </summary>
public sealed class WindowedSeries : IDisposable
{
    private readonly Tensor _rows;
    private readonly Tensor _windows;

    /// <summary>Standardises <paramref name="series"/> and moves it to the device.</summary>
    /// <param name="series">The data, in its own units.</param>
    /// <param name="split">Which rows train, validate and test.</param>
    /// <param name="lookback">Rows that the model sees, L.</param>
    /// <param name="horizon">Rows that it predicts, T.</param>
    /// <param name="device">Where the data lives; default the CPU.</param>
    /// <param name="frequency">Time features; default <see cref="TimeFeatures.DefaultFor"/> the series' step.</param>
    /// <exception cref="DataException">A part has fewer rows than one window.</exception>
    public WindowedSeries(Series series, SplitPlan split, int lookback, int horizon, Device? device = null, TimeFrequency? frequency = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lookback);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        (Series, Split, Lookback, Horizon) = (series, split, lookback, horizon);
        foreach (var part in Enum.GetValues<Part>())
            split.Rows(part, lookback, horizon);

        Frequency = frequency ?? TimeFeatures.DefaultFor(series.Step);
        Scaler = StandardScaler.Fit(series.Values, split.Train);
        using var values = tensor(Scaler.Transform(series.Values));
        using var time = tensor(TimeFeatures.Encode(series.Times, Frequency));
        using var joined = cat([values, time], 1);
        _rows = joined.to(device ?? CPU).DetachFromDisposeScope();
        using var unfolded = _rows.unfold(0, lookback + horizon, 1);
        _windows = unfolded.transpose(1, 2).DetachFromDisposeScope();
    }

    /// <summary>The data, in its own units.</summary>
    public Series Series { get; }

    /// <summary>Which rows train, validate and test.</summary>
    public SplitPlan Split { get; }

    /// <summary>The standardisation, fitted on the training rows alone.</summary>
    public StandardScaler Scaler { get; }

    /// <summary>Rows that the model sees.</summary>
    public int Lookback { get; }

    /// <summary>Rows that it predicts.</summary>
    public int Horizon { get; }

    /// <summary>Number of channels.</summary>
    public int Channels => Series.Channels;

    /// <summary>Which time features there are.</summary>
    public TimeFrequency Frequency { get; }

    /// <summary>Number of windows of a part.</summary>
    public int Count(Part part) => Split.Rows(part, Lookback, Horizon).Count - Lookback - Horizon + 1;

    /// <summary>Series row at which the part's first window starts.</summary>
    public int FirstStart(Part part) => Split.Rows(part, Lookback, Horizon).Start;

    /// <summary>The windows that start at the given series rows; the caller disposes the batch.</summary>
    /// <param name="starts">[B], int64, on the device.</param>
    public ForecastBatch Batch(Tensor starts) => new(_windows.index_select(0, starts), Lookback, Horizon, Channels);

    /// <summary>Frees the data.</summary>
    public void Dispose()
    {
        _windows.Dispose();
        _rows.Dispose();
    }

    /// <summary>The device that the data is on.</summary>
    internal Device Device => _rows.device;
}
