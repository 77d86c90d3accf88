using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Constraints;

public sealed class SlackUpdateTests
{
    public static TheoryData<string> Equilibria => [.. ResilientProblem.Ids];

    [Theory, MemberData(nameof(Equilibria))]
    public void The_default_update_reaches_every_known_equilibrium(string id)
    {
        using var problem = new ResilientProblem(id, SlackUpdate.Implicit());

        problem.Steps().Should().NotBeNull();
    }

    /// <summary>Numbers of steps to 1e-6 with rates 0.05 of theta and multipliers, against the explicit update at 0.1: what the documentation says of the default.</summary>
    [Theory]
    [InlineData("resilience.both_steps.0.5", 0.2, 0.25)]
    [InlineData("resilience.one_step.0.5.0.25", 0.3, 0.4)]
    [InlineData("resilience.linear_quadratic.0.5", 0.25, 0.35)]
    [InlineData("resilience.linear_quadratic.1.0", 0.7, 0.85)]
    [InlineData("resilience.linear_quadratic.2.0", 0.9, 1.1)]
    [InlineData("resilience.contradictory.2.0.2.0", 1, 1.2)]
    [InlineData("resilience.linear_cost.0.5", 0.1, 0.15)]
    public void The_default_saves_steps_where_the_cost_is_flat(string id, double least, double most)
    {
        using ResilientProblem slow = new(id, SlackUpdate.Explicit(0.1)), fast = new(id, SlackUpdate.Implicit());

        ((double)fast.Steps()! / slow.Steps()!).Should().BeInRange(least, most);
    }

    /// <summary>Ten times the default rate, and a tenth of it, which is the explicit update's.</summary>
    [Theory]
    [InlineData("resilience.both_steps.0.5")]
    [InlineData("resilience.linear_quadratic.2.0")]
    public void Beyond_the_default_a_larger_rate_changes_little_and_a_smaller_one_is_the_explicit_update(string id)
    {
        using ResilientProblem larger = new(id, SlackUpdate.Implicit(10)), standard = new(id, SlackUpdate.Implicit());
        using ResilientProblem smaller = new(id, SlackUpdate.Implicit(0.1)), published = new(id, SlackUpdate.Explicit(0.1));

        ((double)larger.Steps()! / standard.Steps()!).Should().BeInRange(0.9, 1.1);
        ((double)smaller.Steps()! / published.Steps()!).Should().BeInRange(0.9, 1.1);
    }

    /// <summary>A linear cost has no curvature that would hold the slack, so that its rate counts as the multiplier's does.</summary>
    [Fact]
    public void With_a_linear_cost_the_two_updates_are_one_and_a_large_rate_does_not_settle()
    {
        const string id = "resilience.linear_cost.0.5";
        using ResilientProblem published = new(id, SlackUpdate.Explicit(0.1)), same = new(id, SlackUpdate.Implicit(0.1)), large = new(id, SlackUpdate.Implicit(100));

        same.Steps().Should().Be(published.Steps());
        large.Steps().Should().BeNull();
    }

    /// <summary>
    /// u &lt;- max(0, u + eta (lambda - a u)) with eta a = 2 goes back and forth between 0 and 2 lambda / a for ever: refused. The implicit update settles with the same rate.
    /// </summary>
    [Fact]
    public void A_slack_recursion_that_oscillates_is_refused_and_has_an_implicit_one_that_settles()
    {
        var known = ClosedForms.Case("resilience.slack_recursion.1.0.2.0");
        var (alpha, eta, fixedPoint) = (known.Input("a"), known.Input("eta"), known.Expected("fixed_point"));
        known.ExpectedAll("u").Should().Equal(1, 0, 1, 0, 1, 0);
        var oscillating = () => Relaxation.Quadratic(alpha, SlackUpdate.Explicit(eta));
        var settling = Relaxation.Quadratic(alpha, SlackUpdate.Implicit(eta));
        using Tensor slack = tensor(new[] { 0.0 }), strength = tensor(new[] { eta }), multiplier = tensor(new[] { known.Input("lambda") });

        for (var i = 0; i < 40; i++)
        {
            var before = slack.Only();
            settling.Advance(slack, multiplier, strength, signed: false);
            slack.Only().Should().BeInRange(before, fixedPoint + 1e-15, "it never passes the equilibrium");
        }

        oscillating.Should().Throw<ArgumentException>().WithMessage("*0 < rate * weight * h'' < 2, got 1 * 1 * 2 = 2*");
        slack.Only().Should().BeApproximately(fixedPoint, known.Tolerance());
    }

    [Fact]
    public void Perturbed_bounds_have_the_known_optimum_and_price_and_the_equilibrium_is_where_the_price_meets_the_marginal_cost()
    {
        var known = ClosedForms.Case("resilience.perturbation_function.1.0");
        double target = known.Input("A"), eps = known.Input("eps"), alpha = known.Input("a");
        var perturbations = known.Inputs("u");

        for (var i = 0; i < perturbations.Length; i++)
        {
            var (theta, price, _) = Solve(Constraint.AtMost("theta", eps + perturbations[i]));
            (Math.Pow(theta - target, 2) / 2).Should().BeApproximately(known.ExpectedAll("P")[i], known.Tolerance());
            price.Should().BeApproximately(known.ExpectedAll("price")[i], known.Tolerance());
        }

        var (_, equilibriumPrice, slack) = Solve(Constraint.AtMost("theta", eps).Relaxed(Relaxation.Quadratic(alpha)));
        slack.Should().BeApproximately(known.Expected("equilibrium_u"), known.Tolerance());
        equilibriumPrice.Should().BeApproximately(alpha * slack!.Value, known.Tolerance());

        (double Theta, double Price, double? Slack) Solve(Constraint bound)
        {
            using var theta = new Theta(0);
            using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(0.2), rate: 0.2);
            learner.Run(500, () => Evaluation.Of((theta.Value - target).square() / 2).With(bound, theta.Value));
            var state = learner.Multipliers[bound];
            return (theta.Number, state.Multiplier.Only(), state.Slack?.Only());
        }
    }
}
