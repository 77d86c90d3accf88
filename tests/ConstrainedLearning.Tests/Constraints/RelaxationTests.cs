using ConstrainedLearning.Tests.Duals;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Constraints;

/// <summary>Costs of giving way: their steps against scalar root finding, their equilibria against pencil and paper.</summary>
public sealed class RelaxationTests
{
    private const double Target = 3, Bound = 1;

    public static TheoryData<string> Costs => ["quadratic", "linear", "Huber", "Huber far", "power 1.2", "power 1.5", "power 2", "power 3", "power 6"];

    [Theory, MemberData(nameof(Costs))]
    public void Implicit_step_solves_its_equation(string name)
    {
        var random = new Random(11);
        foreach (var equality in new[] { false, true })
            for (var trial = 0; trial < 40; trial++)
            {
                var rate = Math.Pow(10, 2 * random.NextDouble() - 1);
                var cost = Cost(name, SlackUpdate.Implicit(rate));
                double[] weights = Draw(5, 0.1, 3), slack = Draw(5, equality ? -2 : 0, 2), multiplier = Draw(5, equality ? -3 : 0, 3);

                var moved = Step(cost, slack, multiplier, weights, rate, equality);

                for (var i = 0; i < slack.Length; i++)
                {
                    var right = slack[i] + rate * multiplier[i];
                    var size = equality ? Math.Abs(right) : Math.Max(0, right);
                    moved[i].Should().BeApproximately(Math.Sign(right) * Root(u => u + rate * weights[i] * cost.MarginalCost(u), size), 1e-10 * Math.Max(1, size));
                }
            }

        double[] Draw(int count, double low, double high) => [.. Enumerable.Range(0, count).Select(_ => low + (high - low) * random.NextDouble())];
    }

    [Theory, MemberData(nameof(Costs))]
    public void Marginal_cost_is_the_slope_of_the_cost(string name)
    {
        var cost = Cost(name);
        foreach (var u in new[] { 0.1, 0.29, 0.31, 0.9, 2, 7 })
        {
            var h = 1e-5 * u;
            ((cost.Cost(u + h) - cost.Cost(u - h)) / (2 * h)).Should().BeApproximately(cost.MarginalCost(u), 1e-6 * cost.MarginalCost(u));
        }
        cost.Cost(0).Should().Be(0);
    }

    [Theory]
    [InlineData("quadratic", false)]
    [InlineData("linear", false)]
    [InlineData("Huber", false)]
    [InlineData("quadratic", true)]
    [InlineData("linear", true)]
    [InlineData("Huber", true)]
    public void Explicit_step_is_the_published_one(string name, bool equality)
    {
        var cost = Cost(name, SlackUpdate.Explicit(0.2));
        double[] slack = equality ? [0.5, -0.5, 0, 0.1] : [0.5, 0.5, 0, 0.1], multiplier = equality ? [1, -1, 2, -3] : [1, 0, 2, 0], weights = [1, 2, 1, 3];

        var moved = Step(cost, slack, multiplier, weights, 0.2, equality);

        double Free(int i) => slack[i] + 0.2 * (multiplier[i] - weights[i] * Math.Sign(slack[i]) * cost.MarginalCost(Math.Abs(slack[i])));
        // At u = 0 an inequality pays h'(0), an equality has the slope 0 of |u| there.
        double Expected(int i) => equality ? Free(i) : Math.Max(0, slack[i] == 0 ? 0.2 * (multiplier[i] - weights[i] * cost.MarginalCost(0)) : Free(i));
        RuleTraceTests.Near(moved, [.. Enumerable.Range(0, 4).Select(Expected)], 1e-15);
    }

    public static TheoryData<string, Sense, UpdateOrder, bool> Equilibria
    {
        get
        {
            TheoryData<string, Sense, UpdateOrder, bool> cases = [];
            foreach (var cost in new[] { "quadratic", "Huber", "Huber far", "power 1.5", "power 3", "linear" })
                foreach (var sense in Enum.GetValues<Sense>())
                {
                    cases.Add(cost, sense, UpdateOrder.GaussSeidel, true);
                    cases.Add(cost, sense, UpdateOrder.Jacobi, true);
                    if (cost is "quadratic" or "Huber") cases.Add(cost, sense, UpdateOrder.GaussSeidel, false);
                }
            return cases;
        }
    }

    /// <summary>min (x - 3)^2 + w h(u) with x at most 1 + u (or its mirror image): x = 1 + u with 2 (3 - x) = lambda = w h'(u).</summary>
    [Theory, MemberData(nameof(Equilibria))]
    public void At_the_equilibrium_the_price_is_the_marginal_cost(string name, Sense sense, UpdateOrder order, bool isImplicit)
    {
        const double weight = 1.5;
        var cost = Cost(name, isImplicit ? SlackUpdate.Implicit(0.3, order) : SlackUpdate.Explicit(0.3, order)).Weighted(weight);
        var mirrored = sense == Sense.AtLeast ? -1 : 1;
        var bound = sense switch { Sense.AtMost => Constraint.AtMost("x", Bound), Sense.AtLeast => Constraint.AtLeast("x", -Bound), _ => Constraint.Equal("x", Bound) };
        bound = bound.Relaxed(cost);
        using var theta = new Theta(0);
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(0.1), 0.1);
        learner.Run(600, () => Evaluation.Of((theta.Value - mirrored * Target).square()).With(bound, theta.Value));

        // Where u + w h'(u) / 2 = 3 - 1: a root of its own.
        var slack = Root(u => u + weight * cost.MarginalCost(u) / 2, Target - Bound);
        var price = 2 * (Target - Bound - slack);
        (mirrored * theta.Number).Should().BeApproximately(Bound + slack, 1e-6);
        learner.Multipliers[bound].Slack.Only().Should().BeApproximately(slack, 1e-6);
        learner.Multipliers[bound].Multiplier.Only().Should().BeApproximately(price, 1e-6);
        if (slack > 0) price.Should().BeApproximately(weight * cost.MarginalCost(slack), 1e-9);
    }

    [Fact]
    public void An_equality_gives_way_to_either_side()
    {
        using var theta = new Theta(0);
        var bound = Constraint.Equal("x", -1).Relaxed(Relaxation.Quadratic(2));
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(0.1), 0.1);
        learner.Run(800, () => Evaluation.Of((theta.Value + 3).square()).With(bound, theta.Value));

        RuleTraceTests.Near([theta.Number, learner.Multipliers[bound].Slack.Only(), learner.Multipliers[bound].Multiplier.Only()], [-2, -1, -2], 1e-9);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    [InlineData(50)]
    [InlineData(1e6)]
    public void The_dearer_the_slack_the_harder_the_bound(double a)
    {
        using var theta = new Theta(0);
        var bound = Constraint.AtMost("x", 1).Relaxed(Relaxation.Quadratic(a));
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(0.2), 0.2);
        learner.Run(1000, () => Evaluation.Of((theta.Value - 3).square()).With(bound, theta.Value));

        var slack = 4 / (2 + a);
        RuleTraceTests.Near([learner.Multipliers[bound].Slack.Only(), theta.Number, learner.Multipliers[bound].Multiplier.Only()], [slack, 1 + slack, a * slack], 1e-8);
    }

    [Theory]
    [InlineData(UpdateOrder.GaussSeidel, 0.4)]
    [InlineData(UpdateOrder.Jacobi, 0.25)]
    public void The_order_says_which_multiplier_the_slack_sees(UpdateOrder order, double expected)
    {
        // u + lambda = 2 u+ with the multiplier before (0.5) or after (0.5 + 0.3 * 1) the step.
        using var dial = new Dial(Constraint.AtMost("v", 0).StartingAt(0.5).Relaxed(Relaxation.Quadratic(1, SlackUpdate.Implicit(1, order))), DualUpdate.Ascent(0.3));

        dial.Next([1]);

        dial.Learner.Multipliers["v"].Slack.Only().Should().BeApproximately(expected, 1e-15);
    }

    public static TheoryData<Func<Relaxation>> Nonsense => new(
        () => Relaxation.Quadratic(0), () => Relaxation.Linear(-1), () => Relaxation.Huber(1, 0), () => Relaxation.Power(1, 1), () => Relaxation.Power(1, double.NaN), () => Relaxation.Power(1, 2, SlackUpdate.Explicit()),
        () => Relaxation.Huber(5, 1, SlackUpdate.Explicit(0.4)), () => Relaxation.Quadratic(1, SlackUpdate.Explicit(0.5)).Weighted(1, 4), () => Relaxation.Quadratic(1).Weighted(), () => Relaxation.Quadratic(1).Weighted(1, 0),
        () => Relaxation.Quadratic(1, SlackUpdate.Implicit(double.PositiveInfinity)));

    [Theory, MemberData(nameof(Nonsense))]
    public void Costs_and_steps_that_make_no_sense_are_refused(Func<Relaxation> build) => build.Should().Throw<ArgumentException>();

    private static Relaxation Cost(string name, SlackUpdate? update = null) => name switch
    {
        "quadratic" => Relaxation.Quadratic(2, update),
        "linear" => Relaxation.Linear(0.7, update),
        "Huber" => Relaxation.Huber(2, 0.3, update),
        "Huber far" => Relaxation.Huber(2, 5, update),
        _ => Relaxation.Power(0.8, double.Parse(name["power ".Length..], System.Globalization.CultureInfo.InvariantCulture), update),
    };

    private static double[] Step(Relaxation cost, double[] slack, double[] multiplier, double[] weights, double rate, bool equality)
    {
        using var scope = NewDisposeScope();
        var u = tensor(slack);
        cost.Advance(u, tensor(multiplier), tensor(weights) * rate, equality);
        return u.ToDoubles();
    }

    /// <summary>The u >= 0 where an increasing function reaches a value; 0 when it starts above it.</summary>
    private static double Root(Func<double, double> increasing, double value)
    {
        var (low, high) = (0.0, Math.Max(value, 0));
        if (increasing(0) >= value) return 0;
        for (var i = 0; i < 200; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = increasing(middle) < value ? (middle, high) : (low, middle);
        }
        return high;
    }
}
