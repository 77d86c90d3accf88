using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// What a forecaster may look at: B windows of the past and the calendar of past and future. All on one device, standardised, single precision.
/// The tensors belong to whoever made them (a <see cref="Data.ForecastBatch"/>, usually).
/// </summary>
/// <param name="Past">[B, lookback, channels], oldest first.</param>
/// <param name="PastTime">[B, lookback, time features].</param>
/// <param name="FutureTime">[B, horizon, time features].</param>
public sealed record ForecastInput(Tensor Past, Tensor PastTime, Tensor FutureTime);
