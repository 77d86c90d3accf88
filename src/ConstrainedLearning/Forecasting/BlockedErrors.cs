using static TorchSharp.torch;

namespace ConstrainedLearning.Forecasting;

/// <summary>
/// The per-step errors of contiguous blocks of windows: what a block bootstrap draws from, since windows that overlap are not independent and blocks much longer than a window nearly are.
/// Sums on the device; one wait at the end. The owner disposes.
/// </summary>
public sealed class BlockedErrors : IDisposable
{
    private readonly Tensor _squares;
    private readonly long _windows;
    private long _next;

    /// <summary>Blocks of as equal lengths as can be, in the order of time.</summary>
    /// <param name="horizon">T.</param>
    /// <param name="windows">How many will be added in all.</param>
    /// <param name="blocks">How many blocks; fewer when there are fewer windows.</param>
    /// <param name="device">Where the predictions are.</param>
    public BlockedErrors(int horizon, long windows, int blocks, Device device)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        _windows = windows;
        _squares = zeros([Math.Min(blocks, windows), horizon], dtype: ScalarType.Float64, device: device).DetachFromDisposeScope();
    }

    /// <summary>Adds the windows that come next in time.</summary>
    /// <param name="prediction">Shape [batch, T, channels].</param>
    /// <param name="target">The same shape.</param>
    public void Add(Tensor prediction, Tensor target)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var count = prediction.size(0);
        if (_next + count > _windows) throw new ArgumentException($"{_next + count} windows were added, expected {_windows} in all", nameof(prediction));
        var places = arange(_next, _next + count, dtype: ScalarType.Int64, device: _squares.device).mul(_squares.size(0)).div(_windows, RoundingMode.floor).to(ScalarType.Int64);
        _squares.index_add_(0, places, (prediction - target).square().mean([2]).to(ScalarType.Float64), 1);
        _next += count;
    }

    /// <summary>The mean squared error of each block at each step, [blocks][T]; waits for the device.</summary>
    public double[][] Finish()
    {
        if (_next != _windows) throw new InvalidOperationException($"{_next} windows were added, expected {_windows}");
        var (blocks, horizon) = (_squares.size(0), (int)_squares.size(1));
        var sums = _squares.ToDoubles();
        return [.. Enumerable.Range(0, (int)blocks).Select(block => sums.Skip(block * horizon).Take(horizon).Select(sum => sum / Length(block, blocks)).ToArray())];
    }

    /// <inheritdoc/>
    public void Dispose() => _squares.Dispose();

    /// <summary>The number of windows w with floor(w blocks / windows) = block.</summary>
    private long Length(long block, long blocks) => First(block + 1, blocks) - First(block, blocks);

    private long First(long block, long blocks) => (block * _windows + blocks - 1) / blocks;
}
