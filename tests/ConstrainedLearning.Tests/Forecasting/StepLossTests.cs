using ConstrainedLearning.Forecasting;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Forecasting;

public sealed class StepLossTests
{
    private static readonly double[] _perStep = [0.5, 0.125, 2, 1];

    public static TheoryData<string, double, double[]> Losses => new()
    {
        { "mean", 3.625 / 4, [0.25, 0.25, 0.25, 0.25] },
        { "weighted", (0.5 + 3 * 2) / 4, [0.25, 0, 0.75, 0] },
        { "worst half", 1.5, [0, 0, 0.5, 0.5] },
        { "worst", 2, [0, 0, 1, 0] },
        { "normalised", 1, [0.5, 2, 0.125, 0.25] },
    };

    [Theory, MemberData(nameof(Losses))]
    public void Loss_and_weights_are_the_stated_ones(string name, double value, double[] weights)
    {
        using var scope = NewDisposeScope();
        var loss = name switch
        {
            "mean" => StepLoss.Mean,
            "weighted" => StepLoss.Weighted([2, 0, 6, 0]),
            "worst half" => StepLoss.Worst(0.5),
            "worst" => StepLoss.Worst(0.01),
            _ => StepLoss.Normalised,
        };
        // One window, one channel: the error at step i is (prediction_i)^2 against 0.
        var prediction = tensor(_perStep).sqrt().reshape(1, 4, 1).requires_grad_();

        var evaluation = LossShaping.None(4, loss).Evaluate(prediction, zeros_like(prediction));
        evaluation.Loss.backward();

        evaluation.Loss.ToDouble().Should().BeApproximately(value, 1e-12);
        // d loss / d prediction_i = w_i 2 prediction_i
        (prediction.grad! / (2 * prediction)).reshape(4).ToDoubles().ShouldBeCloseTo(weights, 1e-12);
    }

    [Fact]
    public void Filled_errors_are_level_at_the_bottom_and_have_the_asked_mean()
    {
        StepLevels.Filled([3, 1, 2], 1.0 / 6).ShouldBeCloseTo([3, 2, 2], 1e-12);
        StepLevels.Filled([3, 1, 2], 0.5).ShouldBeCloseTo([3, 3, 3], 1e-12);
        StepLevels.Filled([3, 1, 2], 1).ShouldBeCloseTo([4, 4, 4], 1e-12);
        StepLevels.Filled([3, 1, 2], 0).ShouldBeCloseTo([3, 1, 2], 1e-12);
        StepLevels.Filled([5], 0.1).ShouldBeCloseTo([5.5], 1e-12);
    }

    [Fact]
    public void Filled_errors_are_the_most_even_of_that_mean()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 200; trial++)
        {
            double[] errors = [.. Enumerable.Range(0, 6).Select(_ => random.NextDouble())];
            var rise = random.NextDouble() / 2;
            var filled = StepLevels.Filled(errors, rise);
            filled.Average().Should().BeApproximately(errors.Average() * (1 + rise), 1e-12);
            filled.Zip(errors).Should().OnlyContain(pair => pair.First >= pair.Second);

            // Any other errors that are nowhere lower and have this mean: the same water, poured at random.
            double[] shares = [.. Enumerable.Range(0, 6).Select(_ => random.NextDouble())];
            double[] other = [.. errors.Zip(shares, (error, share) => error + share / shares.Sum() * rise * errors.Sum())];
            ForecastMetrics.Of(filled, 0).WindowStd.Should().BeLessThanOrEqualTo(ForecastMetrics.Of(other, 0).WindowStd + 1e-12);
            filled.Max().Should().BeLessThanOrEqualTo(other.Max() + 1e-12);
        }
    }

    [Fact]
    public void Impossible_preferences_are_refused()
    {
        FluentActions.Invoking(() => StepLoss.Weighted([0, 0])).Should().Throw<ArgumentException>().WithMessage("*weights*");
        FluentActions.Invoking(() => StepLoss.Weighted([1, -1])).Should().Throw<ArgumentException>().WithMessage("*weights*");
        FluentActions.Invoking(() => StepLoss.Worst(0)).Should().Throw<ArgumentException>().WithMessage("*share*");
        FluentActions.Invoking(() => StepLevels.Filled([1, 2], -0.1)).Should().Throw<ArgumentException>().WithMessage("*rise*");
        FluentActions.Invoking(() => StepLevels.Filled([], 0.1)).Should().Throw<ArgumentException>().WithMessage("*per-step errors*");
        using var scope = NewDisposeScope();
        FluentActions.Invoking(() => LossShaping.None(3, StepLoss.Weighted([1, 1])).Evaluate(zeros(1, 3, 1), zeros(1, 3, 1))).Should().Throw<ArgumentException>().WithMessage("*2 numbers for 3 steps*");
    }
}
