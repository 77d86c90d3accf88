using ConstrainedLearning.Tests.Reference;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Sensitivity;

/// <summary>A price is how much the optimum falls when the bound is relaxed, shown by solving again.</summary>
public sealed class PriceCheckTests
{
    [Fact]
    public void Prices_of_the_two_variable_problem_are_its_derivatives()
    {
        // min (x - 1)^2 + (y - 2.5)^2 with -x + 2 y <= 2 and four bounds more: df*/deps = -0.8.
        var problem = GoldenProblem.Of("nw16_4");
        var check = Check(problem, "g", (point, g) => Evaluation.Of(problem.Program.ObjectiveAt(point)).With(g, problem.Program.InequalitiesAt(point)), Constraint.AtMost("g", 0, problem.LambdaStar.Length), 1, 0.1, 0.02);

        check.Components.Should().HaveCount(5);
        check.Components[0].Should().Match<CheckedPrice>(item => item.Name == "g[0]" && Math.Abs(item.Price - 0.8) < 1e-6 && Math.Abs(item.Difference - 0.8) < 1e-5);
        check.Components.Skip(1).Should().OnlyContain(item => item.Price == 0 && Math.Abs(item.Difference) < 1e-6);
        check.MedianRatio.Should().BeApproximately(1, 1e-5);
        check.ToString().Should().Contain("g[0]").And.Contain("median ratio");
    }

    [Theory]
    [InlineData("hs65", 0.1, 0.05, 0.05)]
    [InlineData("hs76", 1, 0.1, 0.001)]
    [InlineData("hs22", 1, 0.1, 0.01)]
    public void Prices_of_inequalities_are_confirmed(string id, double penalty, double rate, double delta)
    {
        var problem = GoldenProblem.Of(id);
        var check = Check(problem, "g", (point, g) => Evaluation.Of(problem.Program.ObjectiveAt(point)).With(g, problem.Program.InequalitiesAt(point)), Constraint.AtMost("g", 0, problem.LambdaStar.Length), penalty, rate, delta, largest: 2);

        check.Components[0].Price.Should().BeApproximately(problem.LambdaStar.Max(), 1e-5);
        foreach (var item in check.Components.Where(item => item.Price > 0)) item.Ratio.Should().BeApproximately(1, 2e-3);
    }

    [Fact]
    public void Prices_of_equalities_have_the_sign_of_raising_their_bound()
    {
        var problem = GoldenProblem.Of("hs42");
        var check = Check(problem, "h", (point, h) => Evaluation.Of(problem.Program.ObjectiveAt(point)).With(h, problem.Program.EqualitiesAt(point)), Constraint.Equal("h", 0, 2), 1, 0.1, 0.01);

        check.Components.Select(item => Math.Sign(item.Price)).Should().BeEquivalentTo([1, -1]);
        check.RankCorrelation.Should().BeApproximately(1, 1e-12);
        foreach (var item in check.Components) item.Difference.Should().BeApproximately(item.Price, 1e-2 * Math.Abs(item.Price));
    }

    [Fact]
    public void Of_a_lower_bound_relaxing_is_lowering()
    {
        var check = PriceCheck.Of(new SensitivityReport([new Price("least", 0, 2, 1, 1, 0, false) { Name = "least", Sense = Sense.AtLeast }]), [Constraint.AtLeast("least", 1)], 0.1,
            constraints => constraints.Single().Bounds[0] * 2);

        check.Components.Single().Difference.Should().BeApproximately(2, 1e-12);
    }

    [Fact]
    public void A_check_needs_a_step_and_the_reports_constraints()
    {
        var report = new SensitivityReport([new Price("a", 0, 1, 1, 1, 0, false) { Name = "a" }]);

        FluentActions.Invoking(() => PriceCheck.Of(report, [Constraint.AtMost("b", 1)], 0.1, _ => 0)).Should().Throw<ArgumentException>().WithMessage("*'a'*");
        FluentActions.Invoking(() => PriceCheck.Of(report, [Constraint.AtMost("a", 1)], 0, _ => 0)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static PriceCheck Check(GoldenProblem problem, string name, Func<Tensor, Constraint, Evaluation> evaluate, Constraint constraint, double penalty, double rate, double delta, int largest = int.MaxValue)
    {
        return PriceCheck.Of(Solve([constraint]).Prices, [constraint], delta, constraints => Solve(constraints).Optimum, largest);

        Solution Solve(IReadOnlyList<Constraint> constraints)
        {
            using var point = new Point(problem.X0);
            using var learner = new PrimalDual(point, optim.SGD(point.parameters(), rate), constraints, DualUpdate.Ascent(penalty), Formulation.AugmentedLagrangian(penalty), Scheme.AlternatingPrimalDual);
            var solution = learner.Solve(() => evaluate(point.Value, constraints.Single(item => item.Name == name)), new SolveOptions { Tolerance = 1e-8, MaxSteps = 20_000 });
            solution.Status.Should().Be(SolutionStatus.Converged, solution.Sentence);
            return solution;
        }
    }
}
