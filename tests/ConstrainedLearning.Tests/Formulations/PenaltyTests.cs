using ConstrainedLearning.Tests.Duals;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Formulations;

public sealed class PenaltyTests
{
    public static TheoryData<string, Sense, double[], double[]> Schedules => new()
    {
        { "constant", Sense.AtMost, [1, -1, 1], [3, 3, 3] },
        { "geometric", Sense.AtMost, [1, -1, 0, 1], [2, 4, 5, 5] },
        { "while violated", Sense.AtMost, [0.5, 0.05, 0.1, 0.5, 0, 0.5, -1], [3, 3, 3, 9, 1, 3, 1] },
        { "while violated", Sense.Equal, [0.5, 0.05, -0.5, 0], [3, 3, 9, 9] },
        { "kept", Sense.AtMost, [0.5, 0.5, 0, -1, 0.5], [3, 9, 9, 9, 10] },
        { "added", Sense.AtMost, [0.5, 0.05, 0.5, 0, 0.5], [1.5, 1.5, 2, 1, 1.5] },
        // |v| 1, 0.6 > 1/2, 0.25 <= 0.6/2, 0.2 > 0.25/2, 0.1 <= 0.2/2, at most 20.
        { "progress", Sense.Equal, [1, -0.6, 0.25, -0.2, 0.1], [1, 4, 4, 16, 16] },
        { "progress", Sense.Equal, [1, 1, 1, 1], [1, 4, 16, 20] },
        // lambda 0, 1, 1.5, 0.5, 0.5 before each move, c 1, 1, 1, 4, 4: max(v, -lambda / c) = 1, 0.5, -1, 0, -1/8.
        { "progress", Sense.AtMost, [1, 0.5, -1, 0, -5], [1, 1, 4, 4, 16] },
    };

    [Theory, MemberData(nameof(Schedules))]
    public void Coefficient_grows_as_worked_out_by_hand(string schedule, Sense sense, double[] violations, double[] expected)
    {
        var penalty = schedule switch
        {
            "constant" => Penalty.Constant(3),
            "geometric" => Penalty.Geometric(1, 2, most: 5),
            "while violated" => Penalty.WhileViolated(1, 3, tolerance: 0.1),
            "kept" => Penalty.WhileViolated(1, 3, tolerance: 0.1, restart: false, most: 10),
            "added" => Penalty.AddedWhileViolated(1, 0.5, tolerance: 0.1),
            _ => Penalty.Progress(1, factor: 4, ratio: 0.5, most: 20),
        };
        using var dial = new Dial(sense == Sense.Equal ? Constraint.Equal("v", 0) : Constraint.AtMost("v", 0), DualUpdate.Ascent(1), formulation: Formulation.AugmentedLagrangian(penalty));

        RuleTraceTests.Near(violations.Select(v =>
        {
            dial.Next([v]);
            return dial.Penalties.Single();
        }), expected);
    }

    [Fact]
    public void Each_component_has_a_coefficient_of_its_own_and_rests_when_it_is_not_observed()
    {
        using var dial = new Dial(Constraint.AtMost("v", 0, 3).Penalized(Penalty.WhileViolated(1, 2)), DualUpdate.Ascent(1), formulation: Formulation.QuadraticPenalty(7));

        dial.Next([1, 0, 1]);
        RuleTraceTests.Near(dial.Penalties, [2, 1, 2]);
        dial.Next([1, 1, double.NaN], [1, 1, 0]);
        RuleTraceTests.Near(dial.Penalties, [4, 2, 2]);
        // The multipliers show the force, with the coefficient that the model saw.
        RuleTraceTests.Near(dial.Multipliers, [2, 1, 1]);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(null)]
    public void The_method_of_multipliers_solves_an_equality_with_a_bounded_coefficient(double? tolerance)
    {
        // min x + y on the circle x^2 + y^2 = 2: (-1, -1) with the multiplier 1/2.
        using var point = new Reference.Point([-2, -0.2]);
        var circle = Constraint.Equal("circle", 2);
        using var learner = new PrimalDual(
            point, optim.SGD(point.parameters(), 0.01), [circle], DualUpdate.Ascent(99), Formulation.AugmentedLagrangian(Penalty.Progress(1, most: 4)), Scheme.MethodOfMultipliers(200, tolerance));

        learner.Run(3000, () => Evaluation.Of(point.Value.sum()).With(circle, point.Value.square().sum()));

        RuleTraceTests.Near(point.Coordinates, [-1, -1], 1e-7);
        learner.Multipliers[circle].Multiplier.Only().Should().BeApproximately(0.5, 1e-7);
        learner.Multipliers[circle].Penalty!.Only().Should().BeLessThanOrEqualTo(4);
    }

    [Fact]
    public void The_method_of_multipliers_moves_to_the_force_whatever_the_rule_and_its_timing()
    {
        using var theta = new Theta(3);
        var bound = Constraint.AtMost("x", 1);
        using var learner = new PrimalDual(
            theta, optim.SGD(theta.parameters(), 0), [bound], DualUpdate.Adam(0.3).WarmedUp(5).Every(4).Scheduled(_ => 9).Capped(7), Formulation.AugmentedLagrangian(1.5), Scheme.MethodOfMultipliers(2));
        List<double> trace = [];
        for (var i = 0; i < 6; i++)
        {
            learner.Step(() => Evaluation.Of(theta.Value.square()).With(bound, theta.Value));
            trace.Add(learner.Multipliers[bound].Multiplier.Only());
        }

        trace.Should().Equal(0, 3, 3, 6, 6, 7);
    }

    [Fact]
    public void The_method_of_multipliers_ends_its_inner_loop_where_the_gradient_is_small()
    {
        using var theta = new Theta(3);
        var bound = Constraint.AtMost("x", 1);
        // From (x - 3)^2 at 3 with no price: solved in the first step; then x = (6 + 1 - lambda) / 3 with c = 1.
        using var learner = new PrimalDual(
            theta, optim.SGD(theta.parameters(), 1.0 / 3), [bound], DualUpdate.Ascent(1), Formulation.AugmentedLagrangian(1), Scheme.MethodOfMultipliers(1000, gradientTolerance: 1e-9));

        learner.Run(150, () => Evaluation.Of((theta.Value - 3).square()).With(bound, theta.Value));

        theta.Number.Should().BeApproximately(1, 1e-8);
        learner.Multipliers[bound].Multiplier.Only().Should().BeApproximately(4, 1e-8);
    }

    [Fact]
    public void The_method_of_multipliers_needs_an_augmented_Lagrangian()
    {
        using var theta = new Theta(0);

        FluentActions.Invoking(() => new PrimalDual(theta, optim.SGD(theta.parameters(), 0.1), [], DualUpdate.Ascent(1), scheme: Scheme.MethodOfMultipliers())).Should().Throw<ArgumentException>().WithMessage("*AugmentedLagrangian*");
    }

    public static TheoryData<Func<Penalty>> Nonsense => new(
        () => Penalty.Constant(-1), () => Penalty.Constant(double.NaN), () => Penalty.Geometric(0, 2), () => Penalty.Geometric(1, 1), () => Penalty.Geometric(2, 2, most: 1), () => Penalty.WhileViolated(1, 2, tolerance: -1),
        () => Penalty.AddedWhileViolated(1, 0), () => Penalty.Progress(1, ratio: 1), () => Penalty.Progress(1, factor: double.PositiveInfinity));

    [Theory, MemberData(nameof(Nonsense))]
    public void Coefficients_that_make_no_sense_are_refused(Func<Penalty> build) => build.Should().Throw<ArgumentException>();
}
