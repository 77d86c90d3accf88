using ConstrainedLearning.Tests.Duals;
using ConstrainedLearning.Tests.Reference;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Solutions;

public sealed class KktResidualsTests
{
    public static TheoryData<string> Ids => [.. GoldenProblem.Ids];

    [Theory, MemberData(nameof(Ids))]
    public void Residuals_are_nothing_at_the_known_solutions_and_something_beside_them(string id)
    {
        var problem = GoldenProblem.Of(id);
        foreach (var setting in new[] { ProblemSetting.Plain(0.1, 0.1, Scheme.Simultaneous), ProblemSetting.Augmented(1, 0.1) })
        {
            using var solved = new ProblemRun(problem, setting, offset: 0);
            solved.Residual.Should().BeLessThan(1e-7);
            using var beside = new ProblemRun(problem, setting, offset: 0.01);
            beside.Residual.Should().BeGreaterThan(1e-4);
        }
    }

    [Fact]
    public void Each_residual_is_its_definition()
    {
        // f = x^2 + 3 y at (2, 1), whose gradient is (4, 3); x <= 1.5 at 0.3, y >= 2 at 0.2, x y = 2.5 at -0.4.
        using var point = new Point([2, 1]);
        Constraint most = Constraint.AtMost("most", 1.5).StartingAt(0.3), least = Constraint.AtLeast("least", 0.25).StartingAt(0.2), equal = Constraint.Equal("equal", 2.5).StartingAt(-0.4);
        using var learner = new PrimalDual(point, optim.SGD(point.parameters(), 0.1), [most, least, equal], DualUpdate.Ascent(1));
        Evaluation Evaluate()
        {
            var (x, y) = (point.Value[0], point.Value[1]);
            return Evaluation.Of(x.square() + 3 * y).With(most, x).With(least, y).With(equal, x * y);
        }

        var residuals = learner.Kkt(Evaluate);

        // (4 + 0.3 - 0.4 * 1, 3 - 0.2 - 0.4 * 2); violations 0.5, -0.75, -0.5.
        RuleTraceTests.Near([residuals.Stationarity, residuals.Violation, residuals.Complementarity, residuals.DualInfeasibility, residuals.ScaledError], [3.9, 0.5, 0.15, 0, 3.9]);
        point.Coordinates.Should().Equal(2, 1);
        learner.Multipliers[most].Multiplier.Only().Should().Be(0.3);
        learner.StepCount.Should().Be(0);
    }

    [Fact]
    public void Large_multipliers_scale_the_error_as_in_Ipopt()
    {
        using var theta = new Theta(1);
        Constraint first = Constraint.AtMost("first", 0.5).StartingAt(900), second = Constraint.Equal("second", 1).StartingAt(-100);
        using var learner = Toy.Learner(theta, [first, second], DualUpdate.Ascent(1));

        var residuals = learner.Kkt(() => Evaluation.Of(theta.Value).With(first, theta.Value).With(second, theta.Value));

        // s_d = max(100, (900 + 100) / 2) / 100 = 5, s_c = max(100, 900) / 100 = 9.
        residuals.Stationarity.Should().Be(801);
        residuals.Complementarity.Should().Be(450);
        residuals.ScaledError.Should().BeApproximately(801 / 5.0, 1e-12);
    }

    [Fact]
    public void At_the_resilient_equilibrium_the_price_is_the_marginal_cost()
    {
        // min (x - 3)^2 + u^2 with x <= 1 + u: u = 1, x = 2, lambda = 2.
        using var theta = new Theta(0);
        var bound = Constraint.AtMost("x", 1).Relaxed(Relaxation.Quadratic(2));
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(0.2), 0.2);
        Evaluation Evaluate() => Evaluation.Of((theta.Value - 3).square()).With(bound, theta.Value);
        learner.Run(400, Evaluate);

        learner.Kkt(Evaluate).Largest.Should().BeLessThan(1e-9);
        using (no_grad()) learner.Multipliers[bound].Slack!.fill_(0.75);
        learner.Kkt(Evaluate).DualInfeasibility.Should().BeApproximately(2 - 2 * 0.75, 1e-9);
    }

    [Fact]
    public void Residuals_of_batches_are_those_of_the_whole()
    {
        using var theta = new Theta(2);
        var bound = Constraint.AtMost("x", 1).StartingAt(0.5);
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(1));
        Evaluation Part(double shift, double count) => Evaluation.Of((theta.Value - shift).square(), count).With(bound, theta.Value * shift, counts: tensor(count));

        var parts = learner.Kkt(() => Part(1, 1), () => Part(3, 3));

        // The mean shift is 2.5: gradient 2 (2 - 2.5) + 0.5 * 2.5, violation 2 * 2.5 - 1.
        RuleTraceTests.Near([parts.Stationarity, parts.Violation, parts.Complementarity], [0.25, 4, 2], 1e-12);
    }
}
