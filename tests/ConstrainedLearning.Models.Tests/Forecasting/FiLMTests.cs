using ConstrainedLearning.Models.Forecasting;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Forecasting;

public sealed class FiLMTests
{
    private static readonly FiLMOptions _small = new() { Order = 6, Modes = 3 };

    // golden/film.py goes row by row, transforms and transforms back.
    [Theory]
    [InlineData("longer window", 13, 5)]
    [InlineData("longer horizon", 7, 11)]
    [InlineData("equal", 8, 8)]
    public void Call_equals_pytorch_forward_and_backward(string name, int lookback, int horizon)
    {
        using var scope = NewDisposeScope();
        using var model = new FiLM(new(lookback, horizon, 3, 4), _small);

        GoldenModel.Compare(Golden.Read("film.json")[name]!, model, () => model.call(Inputs.Of(lookback, horizon)));
    }

    [Fact]
    public void Memory_remembers_the_window()
    {
        using var scope = NewDisposeScope();
        const int rows = 400;
        var time = arange(2 * rows, dtype: ScalarType.Float64) / rows;
        var series = (3 * time).sin() + time.square();

        var memory = LegendreMemory.Response(2 * rows, order: 12, 1.0 / rows).flip(0).t().mv(series);
        var remembered = LegendreMemory.Polynomials(12, rows, 1.0 / rows).t().mv(memory);

        // The memory slides: what came before the last 400 rows has left it.
        var window = series.narrow(0, rows, rows);
        (remembered - window).abs().narrow(0, 20, 360).max().item<double>().Should().BeLessThan(0.02 * window.abs().max().item<double>());
    }

    [Fact]
    public void Spectrum_of_all_modes_and_the_identity_is_the_memory_itself()
    {
        using var scope = NewDisposeScope();
        const int rows = 9, order = 5, time = 6;

        // An odd number of rows has no frequency of half of them, so that the lowest five are all there are.
        var spectrum = LegendreMemory.Spectrum(rows, modes: 5, order, 1.0 / rows, time);
        var response = LegendreMemory.Response(rows, order, 1.0 / rows);

        // Row k has left h_{time-k} at that time, and rows after it nothing.
        var expected = cat([response.narrow(0, 0, time + 1).flip(0), zeros(rows - time - 1, order, dtype: ScalarType.Float64)], 0);
        spectrum.select(2, 0).sum([1]).allclose(expected, rtol: 1e-10, atol: 1e-10).Should().BeTrue();
    }

    [Fact]
    public void Polynomials_are_those_of_Legendre()
    {
        using var scope = NewDisposeScope();

        var values = LegendreMemory.Polynomials(order: 4, count: 2, step: 0.25);

        // v = 1/2 and 3/4, x = 0 and -1/2: 1, x, (3x^2 - 1)/2, (5x^3 - 3x)/2.
        values.allclose(tensor(new[,] { { 1.0, 1 }, { 0, -0.5 }, { -0.5, -0.125 }, { 0, 0.4375 } })).Should().BeTrue();
    }

    [Fact]
    public void Prediction_follows_scale_and_level_of_the_window()
    {
        using var scope = NewDisposeScope();
        using var model = new FiLM(new(24, 6, 3, 2), _small);
        var input = new ForecastInput(randn(2, 24, 3), randn(2, 24, 2), randn(2, 6, 2));

        var moved = model.call(input with { Past = input.Past * 3 + 50 });

        moved.allclose(model.call(input) * 3 + 50, rtol: 1e-3, atol: 1e-3).Should().BeTrue();
    }

    [Theory]
    [InlineData("order", 0, "Order is 0, expected at least 1.*")]
    [InlineData("modes", 0, "Modes is 0, expected at least 1.*")]
    [InlineData("scales", 0, "Scales is 0, expected at least 1.*")]
    [InlineData("scales", 40, "Scales is 40, expected at most 16*")]
    public void Create_wrong_option_says_which_and_what_was_expected(string option, double value, string message)
    {
        var create = () => ForecasterRegistry.Create("film", new(8, 2, 1, 1), new Dictionary<string, double> { [option] = value });

        create.Should().Throw<ArgumentException>().WithMessage(message);
    }
}
