using System.Text.Json;
using ConstrainedLearning.Tests.Reference;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Duals;

public sealed class DualAscentClosedFormTests
{
    public static IEnumerable<object[]> Balls => ClosedForms.Ids("dual.ball_least_squares");

    public static IEnumerable<object[]> HalfSpaces => ClosedForms.Ids("dual.halfspace_projection");

    [Theory, MemberData(nameof(Balls))]
    public void Least_squares_in_a_ball_has_the_known_solution_price_and_value(string id)
    {
        var known = ClosedForms.Case(id);
        var (theta, price, value) = SolveBall(known.Inputs("b"), known.Input("r"));

        theta.ShouldBeCloseTo(known.ExpectedAll("theta"), known.Tolerance());
        price.Should().BeApproximately(known.Expected("lambda"), known.Tolerance());
        value.Should().BeApproximately(known.Expected("optimal_value"), known.Tolerance());
    }

    [Theory, MemberData(nameof(Balls))]
    public void The_price_of_the_ball_is_the_slope_of_the_optimum_in_its_bound(string id)
    {
        const double h = 1e-3;
        var known = ClosedForms.Case(id);
        double[] b = known.Inputs("b");
        var r = known.Input("r");

        var slope = (SolveBall(b, r + h).Value - SolveBall(b, r - h).Value) / (2 * h);

        slope.Should().BeApproximately(known.Expected("dP_dr"), 1e-5);
        SolveBall(b, r).Price.Should().BeApproximately(-slope, 1e-5);
    }

    [Theory]
    [InlineData(0.95, true)]
    [InlineData(1.05, false)]
    public void Exact_dual_ascent_settles_up_to_the_step_that_the_dual_functions_curvature_allows(double share, bool settles)
    {
        const double h = 1e-4;
        var known = ClosedForms.Case("dual.ball_least_squares.1.0.5.0");
        double[] b = known.Inputs("b");
        var (solution, r) = (known.Expected("lambda"), known.Input("r"));
        double SquaredNorm(double price) => b.Sum(x => x * x) / Math.Pow(1 + 2 * price, 2);
        ((SquaredNorm(solution + h) - SquaredNorm(solution - h)) / (2 * h)).Should().BeApproximately(known.Expected("dual_curvature"), 1e-6);
        using var ascent = new ExactDualAscent(r, share * known.Expected("largest_stable_dual_step"), start: solution + h, price => (0, SquaredNorm(price)));

        for (var i = 0; i < 40; i++) ascent.Step();

        Math.Abs(ascent.Price - solution).Should().Match(error => settles ? error < h / 10 : error > 10 * h);
    }

    [Theory, MemberData(nameof(HalfSpaces))]
    public void Projection_onto_a_half_space_is_known(string id)
    {
        var known = ClosedForms.Case(id);
        using Tensor b = tensor(known.Inputs("b")), v = tensor(known.Inputs("v"));
        using var point = new Point([0, 0]);
        var half = Constraint.AtMost("half space", known.Input("c"));
        using var learner = new PrimalDual(point, optim.SGD(point.parameters(), 0.2), [half], DualUpdate.Ascent(0.2));

        learner.Run(500, () => Evaluation.Of((point.Value - b).square().sum() / 2).With(half, point.Value.dot(v)));

        point.Coordinates.ShouldBeCloseTo(known.ExpectedAll("theta"), known.Tolerance());
        learner.Multipliers[half].Multiplier.Only().Should().BeApproximately(known.Expected("lambda"), known.Tolerance());
    }

    [Fact]
    public void Ridge_regression_in_a_ball_has_the_known_solution_and_price()
    {
        var known = ClosedForms.Case("dual.ridge_ball.1.0");
        var rows = known.GetProperty("inputs").GetProperty("X").EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetDouble()).ToArray()).ToArray();
        using Tensor x = stack([.. rows.Select(row => tensor(row))]), y = tensor(known.Inputs("y"));
        using var point = new Point([0, 0]);
        var ball = Constraint.AtMost("ball", known.Input("r"));
        using var learner = new PrimalDual(point, optim.SGD(point.parameters(), 0.1), [ball], DualUpdate.Ascent(0.1));
        Tensor Loss() => (x.mv(point.Value) - y).square().mean() / 2;

        learner.Run(2000, () => Evaluation.Of(Loss()).With(ball, point.Value.square().sum()));

        point.Coordinates.ShouldBeCloseTo(known.ExpectedAll("theta"), known.Tolerance());
        learner.Multipliers[ball].Multiplier.Only().Should().BeApproximately(known.Expected("lambda"), known.Tolerance());
        using var loss = Loss();
        loss.ToDouble().Should().BeApproximately(known.Expected("optimal_value"), known.Tolerance());
    }

    /// <summary>Summed over the samples, a multiplier is its sample's price; averaged, it is the price times the number of samples.</summary>
    [Theory]
    [InlineData(Aggregation.Sum)]
    [InlineData(Aggregation.Mean)]
    public void A_bound_on_every_sample_is_paid_by_the_worst(Aggregation aggregation)
    {
        var known = ClosedForms.Case("dual.average_or_per_sample.4.0");
        var expected = known.GetProperty("expected").GetProperty("per_sample");
        var prices = expected.GetProperty("lambda").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        var samples = known.Inputs("y").Length;
        var each = Constraint.AtMost("each", known.Input("c_sample")).PerSample(samples, aggregation);
        // Averaged over four samples, multipliers are four times as large; so is their rate.
        var (theta, multipliers) = Solve(known, aggregation == Aggregation.Mean ? 0.2 : 0.05, each, (evaluation, losses) => evaluation.WithSamples(each, losses, arange(samples)));

        theta.Should().BeApproximately(expected.GetProperty("theta").GetDouble(), known.Tolerance());
        multipliers.ShouldBeCloseTo(aggregation == Aggregation.Sum ? prices : [.. prices.Select(price => samples * price)], known.Tolerance());
        if (aggregation == Aggregation.Mean) multipliers.Max().Should().BeApproximately(expected.GetProperty("scaled_multiplier").GetDouble(), known.Tolerance());
    }

    [Fact]
    public void A_bound_on_the_average_is_cheaper_and_has_the_known_price()
    {
        var known = ClosedForms.Case("dual.average_or_per_sample.4.0");
        var expected = known.GetProperty("expected").GetProperty("average");
        var average = Constraint.AtMost("average", known.Input("c_average"));
        var (theta, multipliers) = Solve(known, 0.05, average, (evaluation, losses) => evaluation.With(average, losses.mean()));

        theta.Should().BeApproximately(expected.GetProperty("theta").GetDouble(), known.Tolerance());
        multipliers.Single().Should().BeApproximately(expected.GetProperty("lambda").GetDouble(), known.Tolerance());
    }

    /// <summary>theta in {0, 1}, f = theta, l = 1 - theta: the price settles at 1 while theta goes back and forth, and only the averages have the dual optimum's value.</summary>
    [Fact]
    public void Where_there_is_a_duality_gap_the_averages_of_dual_ascent_have_the_dual_value()
    {
        var known = ClosedForms.Case("dual.gap_two_points.0.5");
        var c = known.Input("c");
        List<(double Loss, double Value)> visited = [];
        using var ascent = new ExactDualAscent(c, rate: 0.01, start: 0, price =>
        {
            // The Lagrangian theta + price (1 - theta - c) is least at 0 while the price is below 1.
            var theta = price < 1 ? 0 : 1;
            visited.Add((theta, 1 - theta));
            return visited[^1];
        });
        while (ascent.Price < 1) ascent.Step();
        visited.Clear();

        for (var i = 0; i < 2000; i++) ascent.Step();

        var (loss, value) = (visited.Average(item => item.Loss), visited.Average(item => item.Value));
        loss.Should().BeApproximately(known.Expected("average_f"), known.Tolerance());
        value.Should().BeApproximately(known.Expected("average_l"), known.Tolerance());
        ascent.Price.Should().BeApproximately(known.Expected("lambda"), known.Tolerance());
        (loss + ascent.Price * (value - c)).Should().BeApproximately(known.Expected("D"), known.Tolerance());
        visited.Where(item => item.Value <= c).Min(item => item.Loss).Should().Be(known.Expected("P"), "the best point that holds the bound is dearer");
    }

    [Fact]
    public void Contradictory_bounds_have_multipliers_that_grow_and_a_run_that_says_infeasible()
    {
        var known = ClosedForms.Case("dual.infeasible_growth");
        using var theta = new Theta(0);
        var both = Constraint.AtMost("both", -1, 2);
        using var learner = Toy.Learner(theta, [both], DualUpdate.Ascent(known.Input("dual_step")));
        learner.Record();

        learner.Run((int)known.Input("iterations"), () => Evaluation.Of(theta.Value.square() / 2).With(both, stack([theta.Value, -theta.Value])));

        theta.Number.Should().BeApproximately(known.Expected("theta"), known.Tolerance());
        learner.Multipliers[both].Multiplier.ToDoubles().ShouldBeCloseTo(known.ExpectedAll("lambda"), known.Tolerance());
        learner.Diagnose().Status.Should().Be(SolutionStatus.Infeasible);
    }

    [Fact]
    public void A_bound_that_does_not_bind_has_the_price_0_and_leaves_every_step_as_it_is()
    {
        var known = ClosedForms.Case("dual.complementary_slackness");
        using Theta theta = new(0), other = new(0);
        Constraint binding = Constraint.AtMost("binding", 1), idle = Constraint.AtMost("idle", 10);
        using PrimalDual with = Toy.Learner(theta, [binding, idle], DualUpdate.Ascent(0.05)), without = Toy.Learner(other, [binding], DualUpdate.Ascent(0.05));

        for (var i = 0; i < 2000; i++)
        {
            with.Step(() => Evaluation.Of((theta.Value - 3).square() / 2).With(binding, theta.Value).With(idle, theta.Value));
            without.Step(() => Evaluation.Of((other.Value - 3).square() / 2).With(binding, other.Value));
            theta.Number.Should().Be(other.Number);
        }

        theta.Number.Should().BeApproximately(known.Expected("theta"), known.Tolerance());
        with.Multipliers[binding].Multiplier.Only().Should().BeApproximately(known.ExpectedAll("lambda")[0], known.Tolerance());
        with.Multipliers[idle].Multiplier.Only().Should().Be(known.ExpectedAll("lambda")[1]);
    }

    /// <summary>In units of k, the run of theta is the one with k = 1; a number added to value and bound changes nothing.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_requirement_times_k_has_its_price_divided_by_k(double added)
    {
        var known = ClosedForms.Case("dual.scaling.10.0");
        var k = known.Input("k");
        using var theta = new Theta(0);
        var bound = Constraint.AtMost("bound", k + added).Scaled(Scale.Fixed(k));
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(0.1));

        learner.Run(2000, () => Evaluation.Of((theta.Value - 3).square() / 2).With(bound, theta.Value * k + added));

        theta.Number.Should().BeApproximately(known.Expected("theta"), known.Tolerance());
        learner.Multipliers[bound].Multiplier.Only().Should().BeApproximately(known.Expected("lambda"), known.Tolerance());
    }

    private static (double[] Theta, double Price, double Value) SolveBall(double[] target, double r)
    {
        using var b = tensor(target);
        using var point = new Point([0, 0]);
        var ball = Constraint.AtMost("ball", r);
        using var learner = new PrimalDual(point, optim.SGD(point.parameters(), 0.05), [ball], DualUpdate.Ascent(0.2));
        learner.Run(2000, () => Evaluation.Of((point.Value - b).square().sum() / 2).With(ball, point.Value.square().sum()));
        return (point.Coordinates, learner.Multipliers[ball].Multiplier.Only(), point.Coordinates.Zip(target, (x, y) => (x - y) * (x - y)).Sum() / 2);
    }

    /// <summary>min theta^2 / 2 under a requirement on the losses (theta - y_n)^2.</summary>
    private static (double Theta, double[] Multipliers) Solve(JsonElement known, double dualRate, Constraint constraint, Func<Evaluation, Tensor, Evaluation> measure)
    {
        using var y = tensor(known.Inputs("y"));
        using var theta = new Theta(0);
        using var learner = Toy.Learner(theta, [constraint], DualUpdate.Ascent(dualRate), rate: 0.02);
        learner.Run(3000, () => measure(Evaluation.Of(theta.Value.square() / 2), (theta.Value - y).square()));
        return (theta.Number, learner.Multipliers[constraint].Multiplier.ToDoubles());
    }
}
