using ConstrainedLearning.Forecasting;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Forecasting;

public sealed class ShapingClosedFormTests
{
    public static IEnumerable<object[]> OneStepBounds => ClosedForms.Ids("shaping.one_step_bound");

    public static IEnumerable<object[]> Clips => ClosedForms.Ids("shaping.multiplier_clip");

    public static IEnumerable<object[]> Orders => ClosedForms.Ids("shaping.update_order");

    public static IEnumerable<object[]> MonotoneToys => ClosedForms.Ids("shaping.monotone_toy");

    public static IEnumerable<object[]> Levels => ClosedForms.Ids("shaping.levels");

    [Theory, MemberData(nameof(OneStepBounds))]
    public void One_bound_gives_the_known_solution_and_price(string id)
    {
        var known = ClosedForms.Case(id);
        var (theta, price, _) = SolveOneBound(known.Input("eps"));

        theta.Should().BeApproximately(known.Expected("theta"), known.Tolerance());
        price.Should().BeApproximately(known.Expected("lambda"), known.Tolerance());
    }

    [Fact]
    public void Price_is_the_slope_of_the_optimum_in_the_bound()
    {
        const double eps = 0.25, h = 1e-3;
        var slope = (SolveOneBound(eps + h).Optimum - SolveOneBound(eps - h).Optimum) / (2 * h);

        SolveOneBound(eps).Price.Should().BeApproximately(-slope, 1e-5);
    }

    [Fact]
    public void Contradictory_bounds_make_multipliers_grow_at_the_known_rate_until_their_cap()
    {
        var known = ClosedForms.Case("shaping.infeasible_growth.0.25");
        double eps = known.Input("eps"), eta = known.Input("dual_step"), cap = known.Input("clip");
        using var theta = new Theta(1);
        var both = Constraint.AtMost("both", eps, 2);
        using var learner = Toy.Learner(theta, [both], DualUpdate.Ascent(eta, cap));
        Evaluation Evaluate()
        {
            var (loss, first, second) = Toy.Losses(theta);
            return Evaluation.Of(loss).With(both, stack([first, second]));
        }

        learner.Run((int)known.Input("iterations"), Evaluate);
        theta.Number.Should().BeApproximately(known.Expected("theta"), known.Tolerance());
        learner.Multipliers[both].Multiplier.ToDoubles().Should().AllSatisfy(m => m.Should().BeApproximately(known.Expected("lambda_each"), known.Tolerance()));

        while (learner.Multipliers[both].Multiplier.ToDoubles()[0] < cap) learner.Step(Evaluate);
        learner.StepCount.Should().Be((long)known.Expected("first_iteration_at_clip"));
        learner.Sensitivity().Prices.Should().OnlyContain(price => price.IsCapped);
    }

    [Theory, MemberData(nameof(Clips))]
    public void A_cap_is_an_exact_penalty(string id)
    {
        var known = ClosedForms.Case(id);
        double a = known.Input("a"), eps = known.Input("eps");
        using var theta = new Theta(0);
        var bound = Constraint.AtMost("theta", eps);
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(0.05, known.Input("c")));

        learner.Run(6000, () => Evaluation.Of((theta.Value - a).square() / 2).With(bound, theta.Value));

        theta.Number.Should().BeApproximately(known.Expected("theta"), known.Tolerance());
        learner.Multipliers[bound].Multiplier.Only().Should().BeApproximately(known.Expected("lambda"), known.Tolerance());
        Math.Max(0, theta.Number - eps).Should().BeApproximately(known.Expected("violation"), known.Tolerance());
    }

    [Theory, MemberData(nameof(Orders))]
    public void One_step_keeps_the_published_order_of_updates(string id)
    {
        var known = ClosedForms.Case(id);
        double measured = known.Input("l"), horizon = known.Input("T");
        using var theta = new Theta(measured);
        var bound = Constraint.AtMost("step", known.Input("eps")).StartingAt(known.Input("lambda")).Relaxed(Relaxation.Quadratic(known.Input("alpha"), SlackUpdate.Explicit(known.Input("eta_z"))));
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(known.Input("eta_d")), rate: 1);
        using (no_grad()) learner.Multipliers[bound].Slack!.fill_(known.Input("z"));

        learner.Step(() => Evaluation.Of(theta.Value / horizon).With(bound, theta.Value));

        (measured - theta.Number).Should().BeApproximately(known.Expected("primal_weight"), known.Tolerance(), "the primal gradient sees the old multiplier");
        learner.Multipliers[bound].Multiplier.Only().Should().BeApproximately(known.Expected("lambda_new"), known.Tolerance());
        learner.Multipliers[bound].Slack.Only().Should().BeApproximately(known.Expected("z_new"), known.Tolerance());
    }

    [Fact]
    public void Monotone_weights_are_the_known_ones_and_sum_to_one()
    {
        var known = ClosedForms.Case("shaping.monotone_weights.4");
        var weights = MonotoneWeights(known.Inputs("lambda"));

        weights.Should().BeEquivalentTo(known.ExpectedAll("weights"), options => options.WithStrictOrdering().Using<double>(c => c.Subject.Should().BeApproximately(c.Expectation, known.Tolerance())).WhenTypeIs<double>());
        MonotoneWeights([3.7, 0, 12.25, 0.5, 1.125]).Sum().Should().BeApproximately(1, 1e-12);
    }

    [Theory, MemberData(nameof(MonotoneToys))]
    public void Monotone_toy_has_the_known_price(string id)
    {
        var known = ClosedForms.Case(id);
        using var theta = new Theta(0);
        var shaping = LossShaping.Monotonic(2, new ShapingOptions { InitialMultiplier = 0, DualRate = 0.02 });
        using var learner = Toy.Learner(theta, shaping.Constraints, DualUpdate.Ascent(0.02));

        learner.Run(20000, () =>
        {
            var (_, first, second) = Toy.Losses(theta);
            var perStep = stack([first + known.Input("b"), second]);
            return Evaluation.Of(perStep.mean()).With(shaping.Constraint!, shaping.Quantity(perStep));
        });

        theta.Number.Should().BeApproximately(known.Expected("theta"), known.Tolerance());
        learner.Multipliers[shaping.Constraint!].Multiplier.Only().Should().BeApproximately(known.Expected("lambda"), known.Tolerance());
    }

    [Theory, MemberData(nameof(Levels))]
    public void Levels_are_interpolated_quantiles_and_the_window_deviation_divides_by_n_minus_1(string id)
    {
        var known = ClosedForms.Case(id);
        var perStep = known.Inputs("v");
        var quantiles = new[] { 0.25, 0.5, 0.75 }.Select(q => StepLevels.Quantile(perStep, q)).ToArray();

        for (var i = 0; i < 3; i++) quantiles[i].Should().BeApproximately(known.ExpectedAll("quantiles")[i], known.Tolerance());
        ForecastMetrics.Of(perStep, 0).WindowStd.Should().BeApproximately(known.Expected("window_std"), known.Tolerance());
    }

    [Fact]
    public void Learning_rate_stays_for_two_epochs_and_then_halves()
    {
        var known = ClosedForms.Case("shaping.lr_schedule.type1");
        var rates = known.Inputs("epochs").Select(epoch => HalvingSchedule.Rate(known.Input("base"), (int)epoch)).ToArray();

        for (var i = 0; i < rates.Length; i++) rates[i].Should().BeApproximately(known.ExpectedAll("lr")[i], known.Tolerance());
    }

    [Fact]
    public void Mean_violation_counts_only_what_is_above_the_level()
    {
        var known = ClosedForms.Case("shaping.mean_constraint_violation.4");
        var values = known.Inputs("v");
        var bounds = StepLevels.Constant(values.Length, known.Input("eps"));

        ForecastMetrics.MeanViolation(values, bounds).Should().BeApproximately(known.Expected("mcv"), known.Tolerance());
        ForecastMetrics.InfeasibleShare(values, bounds).Should().BeApproximately(known.Expected("infeasible_fraction"), known.Tolerance());
    }

    private static (double Theta, double Price, double Optimum) SolveOneBound(double eps)
    {
        using var theta = new Theta(1);
        var bound = Constraint.AtMost("second", eps);
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(0.05));
        learner.Run(8000, () =>
        {
            var (loss, _, second) = Toy.Losses(theta);
            return Evaluation.Of(loss).With(bound, second);
        });
        var x = theta.Number;
        return (x, learner.Multipliers[bound].Multiplier.Only(), (x * x + (x - 2) * (x - 2)) / 2);
    }

    /// <summary>The weights of the per-step losses in the Lagrangian, as autograd sees them.</summary>
    private static double[] MonotoneWeights(double[] multipliers)
    {
        using var scope = NewDisposeScope();
        var shaping = LossShaping.Monotonic(multipliers.Length + 1);
        var perStep = ones(multipliers.Length + 1, dtype: ScalarType.Float64, requires_grad: true);
        (perStep.mean() + shaping.Quantity(perStep).dot(tensor(multipliers, dtype: ScalarType.Float64))).backward();
        return perStep.grad!.ToDoubles();
    }
}
