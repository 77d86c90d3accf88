using static TorchSharp.torch;

namespace ConstrainedLearning.Forecasting;

/// <summary>Sums errors over the batches of an evaluation pass on the device; one wait at the end. The owner disposes.</summary>
/// <param name="horizon">T.</param>
/// <param name="device">Where the predictions are.</param>
public sealed class ForecastErrors(int horizon, Device device) : IDisposable
{
    private readonly Tensor _squares = zeros([horizon], dtype: ScalarType.Float64, device: device).DetachFromDisposeScope();
    private readonly Tensor _absolutes = zeros([], dtype: ScalarType.Float64, device: device).DetachFromDisposeScope();
    private long _windows;

    /// <summary>Adds a batch, each window with the same weight whatever the batch's size.</summary>
    /// <param name="prediction">Shape [batch, T, channels].</param>
    /// <param name="target">The same shape.</param>
    public void Add(Tensor prediction, Tensor target)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var error = prediction - target;
        var windows = error.size(0);
        _squares.add_(error.square().mean([0, 2]), windows);
        _absolutes.add_(error.abs().mean(), windows);
        _windows += windows;
    }

    /// <summary>The metrics over everything added; waits for the device.</summary>
    public ForecastMetrics Finish(LossShaping? shaping = null)
    {
        if (_windows == 0) throw new InvalidOperationException("no batch was added: the part of the data has no window");
        return ForecastMetrics.Of([.. _squares.ToDoubles().Select(sum => sum / _windows)], _absolutes.ToDouble() / _windows, shaping);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _squares.Dispose();
        _absolutes.Dispose();
    }
}
