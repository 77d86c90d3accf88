using ConstrainedLearning.Models.Forecasting;
using ConstrainedLearning.Models.Forecasting.Layers;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Forecasting;

public sealed class AutoformerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Mix_equals_the_sum_of_rolled_values_by_hand(bool training)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        const int Rows = 9, Width = 4, Windows = 3, Lags = 4; // 2 ln 9 = 4.39
        var (query, key, value) = (randn(Windows, Rows, Width), randn(Windows, Rows, Width), randn(Windows, Rows, Width));

        var mixed = AutoCorrelation.Mix(fft.rfft(query, dim: 1), fft.rfft(key, dim: 1), fft.rfft(value, dim: 1), Rows, 2, training).contiguous().data<float>().ToArray();

        var (q, k, v) = (query.data<float>().ToArray(), key.data<float>().ToArray(), value.data<float>().ToArray());
        var likeness = new double[Windows, Rows];
        for (var b = 0; b < Windows; b++)
            for (var lag = 0; lag < Rows; lag++)
                for (var t = 0; t < Rows; t++)
                    for (var d = 0; d < Width; d++)
                        likeness[b, lag] += q[(b * Rows + (t + lag) % Rows) * Width + d] * k[(b * Rows + t) * Width + d] / (double)Width;
        for (var b = 0; b < Windows; b++)
        {
            var lags = Enumerable.Range(0, Rows).OrderByDescending(lag => training ? Enumerable.Range(0, Windows).Sum(w => likeness[w, lag]) : likeness[b, lag]).Take(Lags).ToArray();
            var total = lags.Sum(lag => Math.Exp(likeness[b, lag]));
            for (var t = 0; t < Rows; t++)
                for (var d = 0; d < Width; d++)
                {
                    var expected = lags.Sum(lag => Math.Exp(likeness[b, lag]) / total * v[(b * Rows + (t + lag) % Rows) * Width + d]);
                    ((double)mixed[(b * Rows + t) * Width + d]).Should().BeApproximately(expected, 1e-4);
                }
        }
    }

    [Theory]
    [InlineData(3, 96, 13)]
    [InlineData(3, 144, 14)]
    [InlineData(1, 2, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(100, 5, 5)]
    public void Lags_are_c_ln_N_rounded_down_within_one_and_N(int factor, int length, int expected) => AutoCorrelation.Lags(factor, length).Should().Be(expected);

    [Fact]
    public void Trend_and_seasonal_part_add_up_and_a_line_is_all_trend_within_the_window()
    {
        using var scope = NewDisposeScope();
        using var decomposition = new SeriesDecomposition(21, 5);
        var line = arange(21, dtype: float32).view(1, 21, 1);

        var (trend, seasonal) = (decomposition.Trend(line), decomposition.call(line));

        (trend + seasonal).allclose(line, atol: 1e-5).Should().BeTrue();
        seasonal.narrow(1, 2, 17).abs().max().item<float>().Should().BeLessThan(1e-5f);
        ((double)trend[0, 0, 0].item<float>()).Should().BeApproximately((0 + 0 + 0 + 1 + 2) / 5.0, 1e-6);
    }

    [Fact]
    public void New_window_on_a_ring_moves_the_mixed_values_with_it()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var correlation = new SelfCorrelation(new AutoformerOptions { Sizes = new() { Width = 8 }, Factor = 2 });
        var tokens = randn(2, 10, 8);

        correlation.call(tokens.roll(3, 1)).allclose(correlation.call(tokens).roll(3, 1), rtol: 1e-4, atol: 1e-5).Should().BeTrue();
    }
}
