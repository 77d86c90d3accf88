using ConstrainedLearning.Forecasting;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Forecasting;

public sealed class StepSharesTests
{
    // l1 = theta^2 + b, l2 = (theta - 2)^2. Equal errors are at theta = 1 - b/4; there the weights of the steps are 1 - theta/2 and theta/2, and lambda_1 - lambda_2 is their
    // difference: the two requirements are one and its opposite, so that only this is determined.
    [Theory]
    [InlineData(1, 0.75, 0.25)]
    [InlineData(2, 0.5, 0.5)]
    [InlineData(0, 1, 0)]
    public void Even_shares_settle_where_the_errors_are_equal(double b, double theta, double price)
    {
        using var parameter = new Theta(0);
        var shaping = LossShaping.Shares([1, 1], new ShapingOptions { InitialMultiplier = 0, DualRate = 0.02 });

        var (found, multipliers, perStep) = Solve(parameter, shaping, b);

        found.Should().BeApproximately(theta, 1e-6);
        (multipliers[0] - multipliers[1]).Should().BeApproximately(price, 1e-6);
        perStep[0].Should().BeApproximately(perStep[1], 1e-5);
    }

    [Fact]
    public void Shares_that_hold_by_themselves_cost_nothing()
    {
        using var parameter = new Theta(0);
        var shaping = LossShaping.Shares([1.9, 1.9], new ShapingOptions { InitialMultiplier = 0, DualRate = 0.02 });

        var (found, multipliers, _) = Solve(parameter, shaping, 1);

        found.Should().BeApproximately(1, 1e-9);
        multipliers.Should().Equal(0, 0);
    }

    [Fact]
    public void Multipliers_of_shares_sum_to_at_most_one_and_leave_the_other_steps_without_weight()
    {
        using var scope = NewDisposeScope();
        using var parameter = new Theta(0);
        var shaping = LossShaping.Shares([1, 1], new ShapingOptions { InitialMultiplier = 0, DualRate = 0.5 });
        using var learner = Toy.Learner(parameter, shaping.Constraints, DualUpdate.Ascent(1));

        // The second step is out of reach: whatever theta, it stays above its share.
        learner.Run(2000, () =>
        {
            var perStep = stack([parameter.Value.square(), (parameter.Value - 2).square() + 100]);
            return Evaluation.Of(perStep.mean()).With(shaping.Constraint!, shaping.Quantity(perStep));
        });

        learner.Multipliers[shaping.Constraint!].Multiplier.ToDoubles().ShouldBeCloseTo([0, 1], 1e-12);
        parameter.Number.Should().BeApproximately(2, 1e-6, "all weight is on the second step");
    }

    [Fact]
    public void Measured_quantity_is_that_of_tensors()
    {
        using var scope = NewDisposeScope();
        double[] perStep = [0.3, 0.1, 0.7, 0.5];
        foreach (var shaping in new[] { LossShaping.Shares([0.5, 1, 1.25, 1.25]), LossShaping.Monotonic(4), LossShaping.PerStep([0.1, 0.2, 0.3, 0.4]) })
            shaping.Measured(perStep).ShouldBeCloseTo(shaping.Quantity(tensor(perStep)).ToDoubles(), 1e-15);
        LossShaping.Shares([0.5, 1, 1.25, 1.25]).Measured(perStep).ShouldBeCloseTo([0.1, -0.3, 0.2, 0], 1e-15);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Share_that_is_not_above_zero_is_refused(double share) =>
        FluentActions.Invoking(() => LossShaping.Shares([1, share])).Should().Throw<ArgumentException>().WithMessage("*shares*> 0*");

    private static (double Theta, double[] Multipliers, double[] PerStep) Solve(Theta theta, LossShaping shaping, double b)
    {
        using var scope = NewDisposeScope();
        using var learner = Toy.Learner(theta, shaping.Constraints, DualUpdate.Ascent(0.02));
        Tensor PerStep() => stack([theta.Value.square() + b, (theta.Value - 2).square()]);
        learner.Run(6000, () =>
        {
            var perStep = PerStep();
            return Evaluation.Of(perStep.mean()).With(shaping.Constraint!, shaping.Quantity(perStep));
        });
        return (theta.Number, learner.Multipliers[shaping.Constraint!].Multiplier.ToDoubles(), PerStep().ToDoubles());
    }
}
