using ConstrainedLearning.Models.Forecasting;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Data;

/// <summary>B windows: what the model sees and what it should have said. All tensors are views of one block, which the batch owns.</summary>
public sealed class ForecastBatch : IDisposable
{
    private readonly Tensor _block;

    /// <summary>Cuts a block of windows [B, lookback + horizon, channels + time features], and owns it from now on.</summary>
    internal ForecastBatch(Tensor block, int lookback, int horizon, int channels)
    {
        _block = block;
        using var values = block.narrow(2, 0, channels);
        using var time = block.narrow(2, channels, block.shape[2] - channels);
        Input = new(values.narrow(1, 0, lookback), time.narrow(1, 0, lookback), time.narrow(1, lookback, horizon));
        Target = values.narrow(1, lookback, horizon);
    }

    /// <summary>What the model sees.</summary>
    public ForecastInput Input { get; }

    /// <summary>The true future, [B, horizon, channels], standardised.</summary>
    public Tensor Target { get; }

    /// <summary>Number of windows.</summary>
    public int Count => (int)_block.shape[0];

    /// <summary>Frees the tensors; autograd keeps what it saved.</summary>
    public void Dispose()
    {
        Input.Past.Dispose();
        Input.PastTime.Dispose();
        Input.FutureTime.Dispose();
        Target.Dispose();
        _block.Dispose();
    }
}
