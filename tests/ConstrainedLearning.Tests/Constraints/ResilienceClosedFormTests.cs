using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Constraints;

public sealed class ResilienceClosedFormTests
{
    public static IEnumerable<object[]> BothSteps => ClosedForms.Ids("resilience.both_steps");

    public static IEnumerable<object[]> OneStep => ClosedForms.Ids("resilience.one_step");

    public static IEnumerable<object[]> LinearQuadratic => ClosedForms.Ids("resilience.linear_quadratic");

    public static IEnumerable<object[]> Contradictory => ClosedForms.Ids("resilience.contradictory");

    [Theory, MemberData(nameof(BothSteps))]
    public void Contradictory_bounds_settle_where_cost_and_price_agree(string id)
    {
        var known = ClosedForms.Case(id);
        using var theta = new Theta(0.3);
        var both = Constraint.AtMost("both", known.Input("eps"), 2).Relaxed(Relaxation.Quadratic(known.Input("alpha"), SlackUpdate.Explicit(0.2)));
        using var learner = Toy.Learner(theta, [both], DualUpdate.Ascent(0.05));

        learner.Run(12000, () =>
        {
            var (loss, first, second) = Toy.Losses(theta);
            return Evaluation.Of(loss).With(both, stack([first, second]));
        });

        theta.Number.Should().BeApproximately(known.Expected("theta"), known.Tolerance());
        AllClose(learner.Multipliers[both].Slack!, known.ExpectedAll("z"), known.Tolerance());
        AllClose(learner.Multipliers[both].Multiplier, known.ExpectedAll("lambda"), known.Tolerance());
    }

    [Theory, MemberData(nameof(OneStep))]
    public void One_relaxed_bound_gives_the_known_solution_and_equals_the_penalty_form(string id)
    {
        var known = ClosedForms.Case(id);
        double eps = known.Input("eps"), alpha = known.Input("alpha");
        using var theta = new Theta(1);
        var bound = Constraint.AtMost("second", eps).Relaxed(Relaxation.Quadratic(alpha, SlackUpdate.Explicit(0.2)));
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(0.05));

        learner.Run(12000, () =>
        {
            var (loss, _, second) = Toy.Losses(theta);
            return Evaluation.Of(loss).With(bound, second);
        });

        theta.Number.Should().BeApproximately(known.Expected("theta"), known.Tolerance());
        learner.Multipliers[bound].Slack.Only().Should().BeApproximately(known.Expected("z"), known.Tolerance());
        learner.Multipliers[bound].Multiplier.Only().Should().BeApproximately(known.Expected("lambda"), known.Tolerance());
        theta.Number.Should().BeApproximately(ArgMin(x => (x * x + (x - 2) * (x - 2)) / 2 + alpha / 2 * Math.Pow(Math.Max(0, (x - 2) * (x - 2) - eps), 2)), 1e-6);
    }

    [Theory, MemberData(nameof(LinearQuadratic))]
    public void Linear_constraint_gives_the_known_equilibrium(string id)
    {
        var known = ClosedForms.Case(id);
        var (theta, slack, multiplier) = SolveLinear(known.Input("A"), known.Input("eps"), known.Input("a"));

        theta.Should().BeApproximately(known.Expected("theta"), known.Tolerance());
        slack.Should().BeApproximately(known.Expected("u"), known.Tolerance());
        multiplier.Should().BeApproximately(known.Expected("lambda"), known.Tolerance());
    }

    [Fact]
    public void Inactive_bound_exerts_no_force_at_any_step()
    {
        var known = ClosedForms.Case("resilience.inactive");
        using var theta = new Theta(0);
        var bound = Constraint.AtMost("theta", known.Input("eps")).Relaxed(Relaxation.Quadratic(known.Input("a")));
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(0.05));
        using var free = new Theta(0);
        using var plain = Toy.Learner(free, [], DualUpdate.Ascent(0.05));

        for (var i = 0; i < 500; i++)
        {
            learner.Step(() => Evaluation.Of((theta.Value - known.Input("A")).square() / 2).With(bound, theta.Value));
            plain.Step(() => Evaluation.Of((free.Value - known.Input("A")).square() / 2));
            learner.Multipliers[bound].Multiplier.Only().Should().Be(0);
            learner.Multipliers[bound].Slack.Only().Should().Be(0);
            theta.Number.Should().Be(free.Number);
        }

        theta.Number.Should().BeApproximately(known.Expected("theta"), known.Tolerance());
    }

    [Theory, MemberData(nameof(Contradictory))]
    public void Two_contradictory_bounds_share_the_relaxation_by_their_costs(string id)
    {
        var known = ClosedForms.Case(id);
        using var theta = new Theta(0);
        var upper = Constraint.AtMost("upper", -1).Relaxed(Relaxation.Quadratic(known.Input("a1")));
        var lower = Constraint.AtMost("lower", -1).Relaxed(Relaxation.Quadratic(known.Input("a2")));
        using var learner = Toy.Learner(theta, [upper, lower], DualUpdate.Ascent(0.05));

        learner.Run(8000, () => Evaluation.Of(theta.Value.square() / 2).With(lower, -theta.Value).With(upper, theta.Value));

        theta.Number.Should().BeApproximately(known.Expected("theta"), known.Tolerance());
        AllClose([.. learner.Multipliers[upper].Slack!.ToDoubles(), .. learner.Multipliers[lower].Slack!.ToDoubles()], known.ExpectedAll("u"), known.Tolerance());
        AllClose([.. learner.Multipliers[upper].Multiplier.ToDoubles(), .. learner.Multipliers[lower].Multiplier.ToDoubles()], known.ExpectedAll("lambda"), known.Tolerance());
    }

    [Fact]
    public void Slack_recursion_is_the_geometric_series()
    {
        var known = ClosedForms.Case("resilience.slack_recursion.0.1.2.0");
        var relaxation = Relaxation.Quadratic(known.Input("a"), SlackUpdate.Explicit(known.Input("eta")));
        using var slack = zeros(1, dtype: ScalarType.Float64);
        using var strength = full([1], known.Input("eta"), dtype: ScalarType.Float64);
        using var multiplier = full([1], known.Input("lambda"), dtype: ScalarType.Float64);

        foreach (var expected in known.ExpectedAll("u"))
        {
            relaxation.Advance(slack, multiplier, strength, signed: false);
            slack.Only().Should().BeApproximately(expected, known.Tolerance());
        }
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 2.5)]
    [InlineData(1, 0)]
    [InlineData(0, 0.1)]
    [InlineData(double.NaN, 0.1)]
    public void Steps_that_never_settle_are_refused(double alpha, double rate)
    {
        var build = () => Relaxation.Quadratic(alpha, SlackUpdate.Explicit(rate));

        build.Should().Throw<ArgumentException>().WithMessage("*got*");
    }

    private static (double Theta, double Slack, double Multiplier) SolveLinear(double target, double eps, double a)
    {
        using var theta = new Theta(0);
        var bound = Constraint.AtMost("theta", eps).Relaxed(Relaxation.Quadratic(a));
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(0.05));
        learner.Run(8000, () => Evaluation.Of((theta.Value - target).square() / 2).With(bound, theta.Value));
        return (theta.Number, learner.Multipliers[bound].Slack.Only(), learner.Multipliers[bound].Multiplier.Only());
    }

    private static double ArgMin(Func<double, double> function)
    {
        double low = 0, high = 2, ratio = (Math.Sqrt(5) - 1) / 2;
        for (var i = 0; i < 200; i++)
        {
            double left = high - ratio * (high - low), right = low + ratio * (high - low);
            if (function(left) < function(right)) high = right;
            else low = left;
        }
        return (low + high) / 2;
    }

    private static void AllClose(Tensor values, double[] expected, double tolerance) => AllClose(values.ToDoubles(), expected, tolerance);

    private static void AllClose(double[] values, double[] expected, double tolerance)
    {
        values.Should().HaveSameCount(expected);
        for (var i = 0; i < values.Length; i++) values[i].Should().BeApproximately(expected[i], tolerance);
    }
}
