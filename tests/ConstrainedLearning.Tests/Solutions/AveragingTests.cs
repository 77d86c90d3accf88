using ConstrainedLearning.Tests.Duals;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Solutions;

public sealed class AveragingTests
{
    // With the gradient -1 and the rate 1, theta is 1, 2, 3, ...
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void An_exponential_average_is_corrected_for_its_start(int before)
    {
        using var theta = new Theta(-before);
        using var learner = Counting(theta, before);
        var average = learner.AverageIterates(Averaging.Exponential(0.75));
        double sum = 0, weights = 0;

        for (var k = 1; k <= 20; k++)
        {
            learner.Step(() => Evaluation.Of(-theta.Value));
            (sum, weights) = (0.75 * sum + 0.25 * k, 0.75 * weights + 0.25);
            Read(average, theta).Should().BeApproximately(sum / weights, 1e-13);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(0, 7)]
    [InlineData(3, 7)]
    public void A_uniform_average_is_the_mean_of_the_iterates_that_count(int after, int before)
    {
        using var theta = new Theta(-before);
        using var learner = Counting(theta, before);
        var average = learner.AverageIterates(Averaging.Uniform(after));

        for (var k = 1; k <= 12; k++)
        {
            learner.Step(() => Evaluation.Of(-theta.Value));
            Read(average, theta).Should().BeApproximately(k <= after ? 0 : (after + 1 + k) / 2.0, 1e-13);
        }
    }

    [Fact]
    public void The_mean_of_a_game_that_circles_converges_to_its_solution()
    {
        using var theta = new Theta(1);
        var zero = Constraint.Equal("x", 0).StartingAt(1);
        using var learner = new PrimalDual(theta, optim.SGD(theta.parameters(), 0.1), [zero], DualUpdate.Ascent(0.1), scheme: Scheme.AlternatingPrimalDual);
        var average = learner.AverageIterates(Averaging.Uniform());
        var largest = 0.0;

        for (var i = 0; i < 5000; i++)
        {
            learner.Step(() => Evaluation.Of(theta.Value * 0).With(zero, theta.Value));
            if (i >= 4900) largest = Math.Max(largest, Math.Abs(theta.Number));
        }

        largest.Should().BeGreaterThan(0.9);
        Math.Abs(Read(average, theta)).Should().BeLessThan(0.01);
    }

    [Fact]
    public void Buffers_are_averaged_with_the_parameters_and_whole_numbers_are_left()
    {
        manual_seed(1);
        using var model = nn.BatchNorm1d(2);
        using var learner = new PrimalDual(model, optim.SGD(model.parameters(), 0.1), [], DualUpdate.Ascent(1));
        using var x = randn(8, 2) * 3 + 5;
        var average = learner.AverageIterates(Averaging.Uniform());
        List<double[]> means = [];
        for (var i = 0; i < 4; i++)
        {
            learner.Step(() => Evaluation.Of(model.call(x).square().mean()));
            means.Add(model.running_mean!.ToDoubles());
        }

        using (average.Use())
        {
            model.running_mean!.ToDoubles()[0].Should().BeApproximately(means.Average(mean => mean[0]), 1e-5);
            model.state_dict()["num_batches_tracked"].ToInt64().Should().Be(4);
        }

        model.running_mean!.ToDoubles().Should().Equal(means[^1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Decays_that_average_nothing_are_refused(double decay) => FluentActions.Invoking(() => Averaging.Exponential(decay)).Should().Throw<ArgumentOutOfRangeException>();

    private static PrimalDual Counting(Theta theta, int before)
    {
        var learner = Toy.Learner(theta, [], DualUpdate.Ascent(1), 1);
        learner.Run(before, () => Evaluation.Of(-theta.Value));
        return learner;
    }

    private static double Read(AveragedIterate average, Theta theta)
    {
        var iterate = theta.Number;
        double mean;
        using (average.Use()) mean = theta.Number;
        theta.Number.Should().Be(iterate);
        return mean;
    }
}
