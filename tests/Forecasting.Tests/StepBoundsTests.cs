using ConstrainedLearning.Forecasting;
using Forecasting.Study;

namespace Forecasting.Tests;

public sealed class StepBoundsTests
{
    private static readonly Dictionary<long, double[]> _erm = new() { [0] = [1, 2, 3, 4, 5], [1] = [1, 2, 3, 4, 5] };

    [Fact]
    public void Floor_is_the_specialists_and_linear_between_them()
    {
        var bounds = StepBounds.Of(_erm, [(1, 0, 1.2), (1, 1, 1.0), (3, 0, 2.7), (5, 0, 3.5), (5, 1, 4.5), (5, 7, 0.1)]);

        // Ratios 1.1 (no floor), 0.9 and 0.8; the seed 7 has no plain training beside it.
        bounds.Floor.Should().SatisfyRespectively(
            step => step.Should().BeApproximately(1, 1e-12), step => step.Should().BeApproximately(2, 1e-12), step => step.Should().BeApproximately(2.7, 1e-12),
            step => step.Should().BeApproximately(4 * 0.85, 1e-12), step => step.Should().BeApproximately(4, 1e-12));
    }

    [Fact]
    public void Without_specialists_only_spoiling_is_left()
    {
        var bounds = StepBounds.Of(_erm, []);

        bounds.MostEvenWithNoStepWorse.Should().BeApproximately(0, 1e-12);
        bounds.MostEven(0.02).Should().BeApproximately(bounds.MostEvenBySpoiling(0.02), 1e-12);
        // A mean of 3.2 by raising the first step from 1 to 2.
        bounds.MostEvenBySpoiling(1.0 / 15).Should().BeApproximately(ForecastMetrics.Of([2, 2, 3, 4, 5], 0).WindowStd / ForecastMetrics.Of([1, 2, 3, 4, 5], 0).WindowStd - 1, 1e-12);
        bounds.Spoiling[0].Should().Be((0, 0));
    }

    [Fact]
    public void No_random_errors_above_the_floor_pass_the_limits()
    {
        var random = new Random(3);
        var bounds = StepBounds.Of(_erm, [(1, 0, 0.9), (5, 0, 3.5)]);
        var deviation = ForecastMetrics.Of(bounds.Erm, 0).WindowStd;
        for (var trial = 0; trial < 2000; trial++)
        {
            double[] any = [.. bounds.Floor.Select(floor => floor * (1 + 0.4 * random.NextDouble()))];
            var change = ForecastMetrics.Of(any, 0).WindowStd / deviation - 1;
            change.Should().BeGreaterThanOrEqualTo(bounds.MostEven(any.Average() / 3 - 1) - 1e-9);
            double[] noneWorse = [.. bounds.Floor.Zip(bounds.Erm, (floor, erm) => floor + random.NextDouble() * (erm - floor))];
            (ForecastMetrics.Of(noneWorse, 0).WindowStd / deviation - 1).Should().BeGreaterThanOrEqualTo(bounds.MostEvenWithNoStepWorse - 1e-9);
        }
    }
}
