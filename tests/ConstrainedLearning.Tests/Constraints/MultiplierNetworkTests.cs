using ConstrainedLearning.Tests.Duals;
using ConstrainedLearning.Tests.Reference;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Constraints;

/// <summary>Multipliers that a network computes from features.</summary>
public sealed class MultiplierNetworkTests
{
    private static readonly string[] Names = ["simultaneous", "primal, dual", "dual, primal", "optimistic"];

    public static TheoryData<string> Schemes => [.. Names];

    [Theory, MemberData(nameof(Schemes))]
    public void With_a_constant_feature_it_is_one_multiplier(string scheme)
    {
        using Theta theta = new(0), other = new(0);
        using var network = Linear(1);
        using var optimizer = optim.SGD(network.parameters(), 0.2);
        var priced = Constraint.Equal("x", 1).PricedBy(new MultiplierNetwork(network, optimizer));
        var plain = Constraint.Equal("x", 1);
        using PrimalDual learner = Learner(theta, priced), reference = Learner(other, plain);

        for (var i = 0; i < 50; i++)
        {
            learner.Step(() => Evaluation.Of((theta.Value - 3).square()).WithFeatures(priced, theta.Value + tensor([0.5, -0.5, 0.25, -0.25]), ones([4, 1], dtype: ScalarType.Float64)));
            reference.Step(() => Evaluation.Of((other.Value - 3).square()).With(plain, other.Value));
            theta.Number.Should().BeApproximately(other.Number, 1e-13);
        }

        network.weight!.ToDouble().Should().BeApproximately(reference.Multipliers[plain].Multiplier.Only(), 1e-12);

        // Extrapolation is the network's optimiser's own affair.
        PrimalDual Learner(Theta model, Constraint constraint) =>
            new(model, optim.SGD(model.parameters(), 0.1), [constraint], DualUpdate.Ascent(0.2), scheme: scheme == "optimistic" ? Scheme.Simultaneous : Engine.Schemes[scheme]);
    }

    [Fact]
    public void Two_groups_get_the_two_prices_they_have()
    {
        // min (x - 3)^2 + (y - 2)^2 with x, y at most 1, each shown by half of the samples: lambda / 2 = 4 and 2.
        using var point = new Point([0, 0]);
        using var network = Linear(2);
        using var optimizer = optim.SGD(network.parameters(), 0.5);
        var multipliers = new MultiplierNetwork(network, optimizer);
        var bound = Constraint.AtMost("x", 1).PricedBy(multipliers);
        using var learner = new PrimalDual(point, optim.SGD(point.parameters(), 0.1), [bound], DualUpdate.Ascent(1));
        using var features = eye(2, dtype: ScalarType.Float64).repeat(3, 1);

        learner.Run(1500, () => Evaluation.Of((point.Value - tensor([3.0, 2])).square().sum()).WithFeatures(bound, point.Value.repeat(3), features));

        RuleTraceTests.Near(point.Coordinates, [1, 1], 1e-6);
        using var prices = multipliers.Multipliers(features, Sense.AtMost);
        RuleTraceTests.Near(prices.ToDoubles(), [8, 4, 8, 4, 8, 4], 1e-5);
        learner.Multipliers[bound].Multiplier.Only().Should().BeApproximately(6, 1e-5);
    }

    [Theory, MemberData(nameof(Schemes))]
    public void Features_that_the_model_computes_do_not_let_the_dual_step_reach_the_model(string scheme)
    {
        Run(detached: false).Should().Equal(Run(detached: true));

        double[] Run(bool detached)
        {
            using var point = new Point([0.5, 0.2]);
            using var network = Linear(2);
            using var optimizer = optim.SGD(network.parameters(), 0.3);
            var bound = Constraint.AtMost("x", 0.1).PricedBy(new MultiplierNetwork(network, optimizer));
            using var learner = new PrimalDual(point, optim.SGD(point.parameters(), 0.1), [bound], DualUpdate.Ascent(1), scheme: Engine.Schemes[scheme]);
            learner.Run(10, () =>
            {
                var embedding = point.Value * tensor([1.0, 2, 3, 1]).reshape(2, 2);
                return Evaluation.Of((point.Value - 1).square().sum()).WithFeatures(bound, embedding.sum(1), detached ? embedding.detach() : embedding);
            });
            return [.. point.Coordinates, .. network.weight!.ToDoubles()];
        }
    }

    [Fact]
    public void What_has_no_effect_or_no_meaning_is_refused_by_name()
    {
        using var theta = new Theta(0);
        using var network = Linear(1);
        using var optimizer = optim.SGD(network.parameters(), 0.1);
        var bound = Constraint.AtMost("speed", 1).PricedBy(new MultiplierNetwork(network, optimizer));
        PrimalDual Build(Constraint constraint, Formulation? formulation = null) => new(theta, optim.SGD(theta.parameters(), 0.1), [constraint], DualUpdate.Ascent(1), formulation);

        foreach (var build in new Func<PrimalDual>[]
        {
            () => Build(bound, Formulation.AugmentedLagrangian(1)), () => Build(bound.Relaxed(Relaxation.Quadratic(1))), () => Build(bound.MovedBy(DualUpdate.Ascent(1))), () => Build(bound.Scaled(Scale.Fixed(2))),
        }) build.Should().Throw<ArgumentException>().WithMessage("constraint 'speed': *network*");
        FluentActions.Invoking(() => Constraint.AtMost("speed", 1, 3).PricedBy(bound.Network!)).Should().Throw<ArgumentException>().WithMessage("constraint 'speed'*3 components*");
        using var learner = Build(bound);
        foreach (var (evaluate, message) in new (Func<Evaluation>, string)[]
        {
            (() => Evaluation.Of(theta.Value).With(bound, theta.Value), "*WithFeatures*"),
            (() => Evaluation.Of(theta.Value).WithFeatures(bound, theta.Value.expand(2), ones(3, 1)), "*features*[3, 1]*"),
            (() => Evaluation.Of(theta.Value).WithFeatures(bound, theta.Value, ones(1, 1)), "*measured value*[]*"),
        }) FluentActions.Invoking(() => learner.Step(evaluate)).Should().Throw<ArgumentException>().WithMessage("constraint 'speed'" + message);
    }

    [Fact]
    public void The_trial_step_of_extragradient_is_refused_before_anything_moves()
    {
        using var theta = new Theta(0);
        using var network = Linear(1);
        using var optimizer = optim.SGD(network.parameters(), 0.1);
        var bound = Constraint.AtMost("speed", 1).PricedBy(new MultiplierNetwork(network, optimizer));

        var build = () => new PrimalDual(theta, optim.SGD(theta.parameters(), 0.1), [bound], DualUpdate.Ascent(1), scheme: Scheme.Extragradient);

        build.Should().Throw<ArgumentException>().WithMessage("constraint 'speed'*extragradient*");
    }

    private static Linear Linear(long features)
    {
        var network = nn.Linear(features, 1, hasBias: false, dtype: ScalarType.Float64);
        nn.init.zeros_(network.weight!);
        return network;
    }
}
