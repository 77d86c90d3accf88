using System.Text.Json;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Duals;

/// <summary>What quantization and invariance say of multipliers alone: their growth under a given violation, and requirements whose value is held constant in part of its gradient.</summary>
public sealed class MultiplierClosedFormTests
{
    private const double DualRate = 2;

    public static IEnumerable<object[]> Recursions => ClosedForms.Ids("quantization.dual_recursion");

    public static IEnumerable<object[]> ConstantLosses => ClosedForms.Ids("invariance.dual_constant_loss");

    public static TheoryData<string> Laws => ["uniform", "stationary", "one_step"];

    [Theory, MemberData(nameof(Recursions))]
    public void Under_a_constant_violation_a_multiplier_is_a_straight_line_cut_at_0(string id)
    {
        var known = ClosedForms.Case(id);
        double[] steps = known.Inputs("T"), expected = known.ExpectedAll("lambda");

        for (var i = 0; i < steps.Length; i++)
            Grown(known.Input("eta"), (int)steps[i], bound: 0, [known.Input("s")], start: known.Input("lambda0")).Single().Should().BeApproximately(expected[i], known.Tolerance());
    }

    [Theory, MemberData(nameof(ConstantLosses))]
    public void A_constant_loss_has_the_known_multiplier(string id)
    {
        var known = ClosedForms.Case(id);

        Grown(known.Input("eta"), (int)known.Input("T"), known.Input("eps"), [known.Input("L")]).Single().Should().BeApproximately(known.Expected("gamma"), known.Tolerance());
    }

    [Fact]
    public void Multipliers_of_constant_differences_rank_them()
    {
        var known = ClosedForms.Case("quantization.ranking.0.005");

        var multipliers = Grown(known.Input("eta"), (int)known.Input("T"), known.Input("eps"), known.Inputs("d"));

        for (var i = 0; i < multipliers.Length; i++) multipliers[i].Should().BeApproximately(known.ExpectedAll("lambda")[i], known.Tolerance());
        (multipliers[0] / multipliers[1]).Should().BeApproximately(known.Expected("ratio"), known.Tolerance());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Without_a_difference_no_bound_has_a_price(double eps)
    {
        var known = ClosedForms.Case("quantization.single_weight");

        Grown(rate: 0.1, steps: 50, eps, known.ExpectedAll("d")).Should().AllSatisfy(multiplier => multiplier.Should().Be(known.Expected("lambda")));
    }

    /// <summary>The distance from a grid point, the nearest one, which is held constant.</summary>
    [Fact]
    public void With_the_rounded_value_held_constant_the_solution_price_and_slope_are_known()
    {
        var known = ClosedForms.Case("quantization.stop_gradient.3");
        double eps = known.Input("eps"), n = known.Input("n"), h = eps / 50;
        Tensor Squared(Tensor theta) => (theta - (theta.detach() * n).round() / n).square();

        var (theta, price, value) = SolveQuantized(known, eps, Squared);

        (Math.Round(theta * n) / n).Should().BeApproximately(known.Expected("Q"), 1e-12);
        theta.Should().BeApproximately(known.Expected("theta"), known.Tolerance());
        price.Should().BeApproximately(known.Expected("lambda"), known.Tolerance());
        value.Should().BeApproximately(known.Expected("optimal_value"), known.Tolerance());
        ((SolveQuantized(known, eps + h, Squared).Value - SolveQuantized(known, eps - h, Squared).Value) / (2 * h)).Should().BeApproximately(-price, 1e-3);
    }

    /// <summary>Straight through, the rounded value moves as theta does: the difference has no gradient.</summary>
    [Fact]
    public void With_a_straight_through_gradient_the_model_stays_and_the_price_grows()
    {
        var known = ClosedForms.Case("quantization.stop_gradient.3");
        double theta0 = known.Input("theta0"), eps = known.Input("eps"), n = known.Input("n");
        Tensor Squared(Tensor theta) => (theta - (theta + ((theta * n).round() / n - theta).detach())).square();

        var (theta, price, _) = SolveQuantized(known, eps, Squared, steps: 1000);
        var (_, later, _) = SolveQuantized(known, eps, Squared, steps: 2000);

        theta.Should().BeApproximately(known.Expected("theta_straight_through"), known.Tolerance());
        var violation = Math.Pow(theta0 - known.Expected("Q"), 2) - eps;
        (later - price).Should().BeApproximately(1000 * DualRate * violation, 1e-6);
    }

    [Theory, MemberData(nameof(Laws))]
    public void An_expectation_under_a_law_held_constant_has_the_known_price(string law)
    {
        var known = ClosedForms.Case("invariance.primal_dual_toy.2.0");
        var expected = known.GetProperty("expected").GetProperty(law);

        var (theta, price) = SolveInvariant(known.Input("eps"), losses => LawOf(law, losses).detach());

        theta.Should().BeApproximately(expected.GetProperty("theta").GetDouble(), known.Tolerance());
        price.Should().BeApproximately(expected.GetProperty("gamma").GetDouble(), known.Tolerance());
    }

    [Fact]
    public void Differentiated_through_the_law_the_same_solution_has_another_price()
    {
        var known = ClosedForms.Case("invariance.primal_dual_toy.2.0");
        var stationary = known.GetProperty("expected").GetProperty("stationary");

        var (theta, price) = SolveInvariant(known.Input("eps"), losses => LawOf("stationary", losses));

        theta.Should().BeApproximately(stationary.GetProperty("theta").GetDouble(), known.Tolerance());
        price.Should().BeApproximately(known.Expected("gamma_if_differentiated_through_the_law"), known.Tolerance());
    }

    /// <summary>The multipliers after some steps under values that nothing moves.</summary>
    private static double[] Grown(double rate, int steps, double bound, double[] values, double start = 0)
    {
        using var theta = new Theta(0);
        using var measured = tensor(values);
        var constraint = Constraint.AtMost("values", bound, values.Length).StartingAt(start).Contributing(Contribution.DualOnly);
        using var learner = Toy.Learner(theta, [constraint], DualUpdate.Ascent(rate));
        learner.Run(steps, () => Evaluation.Of(theta.Value.square()).With(constraint, values.Length == 1 ? measured[0] : measured));
        return learner.Multipliers[constraint].Multiplier.ToDoubles();
    }

    /// <summary>min (theta - theta0)^2 with a bound on a squared difference, from theta0.</summary>
    private static (double Theta, double Price, double Value) SolveQuantized(JsonElement known, double eps, Func<Tensor, Tensor> squared, int steps = 5000)
    {
        var theta0 = known.Input("theta0");
        using var theta = new Theta(theta0);
        var bound = Constraint.AtMost("difference", eps);
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(DualRate));
        learner.Run(steps, () => Evaluation.Of((theta.Value - theta0).square()).With(bound, squared(theta.Value)));
        return (theta.Number, learner.Multipliers[bound].Multiplier.Only(), Math.Pow(theta.Number - theta0, 2));
    }

    /// <summary>min (theta - 1)^2 with a bound on the expected loss under the transformations x -> x and x -> -x.</summary>
    private static (double Theta, double Price) SolveInvariant(double eps, Func<Tensor, Tensor> law)
    {
        using var theta = new Theta(0.5);
        var bound = Constraint.AtMost("expected loss", eps);
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(0.05));
        learner.Run(4000, () =>
        {
            var losses = stack([(theta.Value - 1).square(), (theta.Value + 1).square()]);
            return Evaluation.Of(losses[0]).With(bound, (law(losses) * losses).sum());
        });
        return (theta.Number, learner.Multipliers[bound].Multiplier.Only());
    }

    // One step of Metropolis and Hastings with a uniform proposal: from i to j != i with probability min(1, l_j / l_i) / K.
    private static Tensor LawOf(string name, Tensor losses)
    {
        var uniform = full_like(losses, 1.0 / losses.size(0));
        if (name == "uniform") return uniform;
        if (name == "stationary") return losses / losses.sum();
        var moves = (losses.unsqueeze(0) / losses.unsqueeze(1)).clamp_max(1) / losses.size(0) * (1 - eye(losses.size(0), dtype: losses.dtype));
        var stays = 1 - moves.sum(1);
        return uniform.matmul(moves) + uniform * stays;
    }
}
