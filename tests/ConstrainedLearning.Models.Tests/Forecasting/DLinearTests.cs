using ConstrainedLearning.Models.Forecasting;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Forecasting;

public sealed class DLinearTests
{
    [Theory]
    [InlineData(24, 25)]
    [InlineData(24, 5)]
    [InlineData(3, 25)] // a window shorter than the average
    [InlineData(7, 1)]
    public void Call_equals_the_moving_average_and_two_linear_maps_by_hand(int lookback, int width)
    {
        using var scope = NewDisposeScope();
        using var model = new DLinear(new ForecastShape(lookback, 3, 2, 0), new DLinearOptions { MovingAverage = width });
        Waves.Fill(model);
        var past = Waves.Of([1, lookback, 2], 0.5, 0.2, 1.5);
        var (x, weights) = (past.data<float>().ToArray(), model.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.data<float>().ToArray()));

        var future = model.call(new ForecastInput(past, zeros(1, lookback, 0), zeros(1, 3, 0))).contiguous().data<float>().ToArray();

        for (var step = 0; step < 3; step++)
            for (var channel = 0; channel < 2; channel++)
            {
                double expected = weights["seasonal.bias"][step] + weights["trend.bias"][step];
                for (var row = 0; row < lookback; row++)
                {
                    var trend = 0.0;
                    for (var near = row - width / 2; near <= row + width / 2; near++)
                        trend += x[2 * Math.Clamp(near, 0, lookback - 1) + channel] / (double)width;
                    expected += weights["seasonal.weight"][step * lookback + row] * (x[2 * row + channel] - trend) + weights["trend.weight"][step * lookback + row] * trend;
                }
                ((double)future[2 * step + channel]).Should().BeApproximately(expected, 1e-5);
            }
    }

    [Fact]
    public void New_model_has_both_maps_at_one_over_the_lookback()
    {
        using var scope = NewDisposeScope();
        using var model = new DLinear(new ForecastShape(20, 4, 1, 0));

        var weights = model.state_dict();

        weights.Keys.Should().BeEquivalentTo("seasonal.weight", "seasonal.bias", "trend.weight", "trend.bias");
        weights["seasonal.weight"].data<float>().ToArray().Should().OnlyContain(weight => weight == 1f / 20);
        weights["trend.weight"].data<float>().ToArray().Should().OnlyContain(weight => weight == 1f / 20);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(24)]
    public void Options_even_average_is_refused(int width)
    {
        var create = () => new DLinearOptions { MovingAverage = width };

        create.Should().Throw<ArgumentOutOfRangeException>().WithMessage($"MovingAverage is {width}, expected an odd number*");
    }
}
