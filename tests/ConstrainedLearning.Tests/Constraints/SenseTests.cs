using ConstrainedLearning.Tests.Duals;
using ConstrainedLearning.Tests.Reference;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Constraints;

/// <summary>What the forms of a requirement have to do with each other.</summary>
public sealed class SenseTests
{
    public static TheoryData<string, string> EveryCombination
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (var scheme in Engine.Schemes.Keys)
                foreach (var formulation in Engine.Formulations.Keys)
                    if (Engine.Allows(scheme, formulation)) cases.Add(scheme, formulation);
            return cases;
        }
    }

    [Theory, MemberData(nameof(EveryCombination))]
    public void At_least_is_at_most_of_the_negated(string scheme, string formulation)
    {
        double[] bounds = [0.9, -0.3, 2];
        var relaxation = Relaxation.Quadratic(3);
        var least = Run(scheme, formulation, Constraint.AtLeast("g", bounds).Relaxed(relaxation), (x, g) => Evaluation.Of(Loss(x)).With(g, x.square()));
        var most = Run(scheme, formulation, Constraint.AtMost("g", bounds.Select(b => -b)).Relaxed(relaxation), (x, g) => Evaluation.Of(Loss(x)).With(g, -x.square()));

        least.Should().Equal(most);
    }

    [Theory, MemberData(nameof(EveryCombination))]
    public void A_tensor_of_bounds_is_a_vector_of_bounds(string scheme, string formulation)
    {
        double[] bounds = [0.9, 0.3, 2, 0.1, 0.2, 0.4];
        var matrix = Run(scheme, formulation, Constraint.AtMost("g", bounds, 3, 2), (x, g) => Evaluation.Of(Loss(x)).With(g, stack([x, x.square()], 1), counts: ones(3, 2)));
        var vector = Run(scheme, formulation, Constraint.AtMost("g", bounds), (x, g) => Evaluation.Of(Loss(x)).With(g, stack([x, x.square()], 1).flatten(), counts: tensor(1.0)));
        var plain = Run(scheme, formulation, Constraint.AtMost("g", bounds), (x, g) => Evaluation.Of(Loss(x)).With(g, stack([x, x.square()], 1).flatten()));

        matrix.Should().Equal(vector).And.Equal(plain);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void An_equality_is_met_from_either_side_and_its_price_has_a_sign(int side)
    {
        // min (x - 3 side)^2 with x = side: the derivative in the bound is -lambda.
        using var theta = new Theta(0);
        var equal = Constraint.Equal("x", side);
        using var learner = Toy.Learner(theta, [equal], DualUpdate.Ascent(0.5), 0.1);
        learner.Run(400, () => Evaluation.Of((theta.Value - 3 * side).square()).With(equal, theta.Value));

        RuleTraceTests.Near([theta.Number, learner.Multipliers[equal].Multiplier.Only()], [side, 4 * side], 1e-10);
    }

    [Fact]
    public void The_multipliers_see_the_strict_value_and_the_model_its_proxy()
    {
        using var theta = new Theta(2);
        var bound = Constraint.AtMost("steps", 1).StartingAt(1);
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(0.5), 0.1);

        // The proxy 3 x has the gradient 3, the strict value ceil(x) = 2 none.
        learner.Step(() => Evaluation.Of(theta.Value * 0).With(bound, theta.Value * 3, strict: theta.Value.ceil()));

        theta.Number.Should().BeApproximately(2 - 0.1 * 1 * 3, 1e-15);
        learner.Multipliers[bound].Multiplier.Only().Should().Be(1 + 0.5 * (2 - 1));
        learner.Multipliers[bound].Value.Only().Should().Be(2);
    }

    [Fact]
    public void A_penalty_is_one_on_the_proxy_since_the_strict_value_has_no_gradient()
    {
        using var theta = new Theta(2);
        var bound = Constraint.AtMost("steps", 1);
        using var learner = new PrimalDual(theta, optim.SGD(theta.parameters(), 0.1), [bound], DualUpdate.Ascent(0.5), Formulation.AugmentedLagrangian(2));

        learner.Step(() => Evaluation.Of(theta.Value * 0).With(bound, theta.Value * 3, strict: theta.Value.ceil()));

        theta.Number.Should().BeApproximately(2 - 0.1 * (2 * (6 - 1)) * 3, 1e-15);
    }

    [Theory, MemberData(nameof(EveryCombination))]
    public void A_fixed_weight_is_a_constraint_whose_multiplier_stays(string scheme, string formulation)
    {
        if (formulation != "Lagrangian") return;
        var weighted = Run(scheme, formulation, Constraint.AtMost("g", 0.5).StartingAt(0.7).Contributing(Contribution.PrimalOnly), (x, g) => Evaluation.Of(Loss(x)).With(g, x.square().sum()));
        var inLoss = Run(scheme, formulation, Constraint.AtMost("g", 1e9), (x, g) => Evaluation.Of(Loss(x) + 0.7 * x.square().sum()).With(g, x.sum()));

        for (var i = 0; i < weighted.Length; i++) weighted[i].Should().BeApproximately(i % 4 == 3 ? 0.7 : inLoss[i], 1e-14);
    }

    [Theory, MemberData(nameof(EveryCombination))]
    public void A_gauge_does_not_move_the_model(string scheme, string formulation)
    {
        var gauged = Run(scheme, formulation, Constraint.AtMost("g", 0.1).Contributing(Contribution.DualOnly), (x, g) => Evaluation.Of(Loss(x)).With(g, x.square().sum()));
        var free = Run(scheme, formulation, null, (x, _) => Evaluation.Of(Loss(x)));

        gauged.Chunk(4).SelectMany(row => row[..3]).Should().Equal(free);
        if (scheme != "per epoch") gauged[^1].Should().BePositive();
    }

    [Theory, MemberData(nameof(EveryCombination))]
    public void What_a_batch_does_not_show_exerts_no_force_and_rests(string scheme, string formulation)
    {
        var constraint = Constraint.AtMost("g", 0.1).StartingAt(2);
        var shown = Run(scheme, formulation, constraint, (x, g) => Evaluation.Of(Loss(x)).Without(g));
        var free = Run(scheme, formulation, null, (x, _) => Evaluation.Of(Loss(x)));

        shown.Chunk(4).SelectMany(row => row[..3]).Should().Equal(free);
        shown.Chunk(4).Select(row => row[3]).Should().OnlyContain(multiplier => multiplier == 2);
    }

    private static Tensor Loss(Tensor x) => (x - tensor([1.5, -1, 0.5])).square().sum();

    /// <summary>Parameters and multipliers after each of 20 steps.</summary>
    private static double[] Run(string scheme, string formulation, Constraint? constraint, Func<Tensor, Constraint, Evaluation> evaluate)
    {
        using var point = new Point([0.2, 0.4, -0.3]);
        using var learner = new PrimalDual(
            point, optim.SGD(point.parameters(), 0.03), constraint is null ? [] : [constraint], DualUpdate.NuPI(0.1, kp: 2), Engine.Formulations[formulation], Engine.Schemes[scheme]);
        List<double> trajectory = [];
        for (var i = 0; i < 20; i++)
        {
            learner.Step(() => evaluate(point.Value, constraint!));
            trajectory.AddRange([.. point.Coordinates, .. constraint is null ? [] : learner.Multipliers[constraint].Multiplier.ToDoubles()]);
        }
        return [.. trajectory];
    }
}
