using ConstrainedLearning.Models.Forecasting.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>What can be chosen for <see cref="DLinear"/>.</summary>
public sealed record DLinearOptions
{
    /// <summary>Rows of the moving average that makes the trend; odd. Default 25.</summary>
    public int MovingAverage
    {
        get;
        init => field = Averaging.Checked(value);
    } = Averaging.DefaultWidth;
}

/// <summary>
/// Trend and remainder, each by its own linear map over time, shared by all channels: y = W_s (x - A x) + b_s + W_t A x + b_t,
/// where A is the centred moving average with the ends repeated. Zeng et al., "Are Transformers Effective for Time Series Forecasting?", AAAI 2023.
/// </summary>
public sealed class DLinear : Forecaster
{
    private readonly Linear seasonal;
    private readonly Linear trend;
    private readonly Tensor average;

    /// <summary>A DLinear with both maps at 1/L, as published: at first it predicts twice the mean of the window's parts.</summary>
    public DLinear(ForecastShape shape, DLinearOptions? options = null) : base(nameof(DLinear), shape)
    {
        seasonal = nn.Linear(shape.Lookback, shape.Horizon);
        trend = nn.Linear(shape.Lookback, shape.Horizon);
        using (no_grad())
        {
            foreach (var map in new[] { seasonal, trend })
                map.weight!.fill_(1.0 / shape.Lookback).Dispose();
        }
        average = tensor(Averaging.Matrix(shape.Lookback, (options ?? new()).MovingAverage)).DetachFromDisposeScope();
        register_buffer(nameof(average), average, persistent: false);
        RegisterComponents();
    }

    /// <summary>How the registry knows it.</summary>
    public static ForecasterEntry Entry { get; } = new(
        "dlinear",
        "linear maps of trend and remainder (Zeng et al. 2023)",
        [Averaging.Option],
        (shape, values) => new DLinear(shape, new DLinearOptions { MovingAverage = (int)values["movingAverage"] }));

    /// <inheritdoc/>
    public override Tensor forward(ForecastInput input)
    {
        using var scope = NewDisposeScope();
        // The whole model is one linear map, W_s + (W_t - W_s) A. Folding A into the weights makes the work on the batch one product instead of
        // three, forward and backward; gradients reach W_s and W_t all the same.
        var map = seasonal.weight!.addmm(trend.weight! - seasonal.weight!, average);
        var future = nn.functional.linear(input.Past.transpose(1, 2), map, seasonal.bias! + trend.bias!);
        return future.transpose(1, 2).MoveToOuterDisposeScope();
    }
}
