using ConstrainedLearning.Models.Forecasting;

namespace ConstrainedLearning.Models.Tests.Forecasting;

/// <summary>The inputs of golden/waves.py: two windows, 3 channels, 4 calendar features.</summary>
internal static class Inputs
{
    public static ForecastInput Of(int lookback, int horizon) =>
        new(Waves.Of([2, lookback, 3], 0.5, 0.2, 1.5) + 0.25, Waves.Cosine([2, lookback, 4], 0.9, 0.5), Waves.Cosine([2, horizon, 4], 1.1, 0.5));
}
