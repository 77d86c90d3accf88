using ConstrainedLearning.Tests.Duals;
using ConstrainedLearning.Tests.Reference;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Constraints;

/// <summary>Groups that a batch does not show.</summary>
public sealed class CountsTests
{
    public static TheoryData<string, string> EveryCombination => SenseTests.EveryCombination;

    [Theory, MemberData(nameof(EveryCombination))]
    public void A_group_that_is_never_seen_changes_nothing_for_the_others(string scheme, string formulation)
    {
        var (path, multipliers) = Run([0, 1, 2]);
        var (without, others) = Run([0, 2]);

        path.Should().Equal(without);
        multipliers.Should().Equal(others[0], 0.5, others[1]);

        (double[] Path, double[] Multipliers) Run(int[] groups)
        {
            using var point = new Point([0.2, 0.4, -0.3]);
            double[] bounds = [0.2, 0.1, 0.3];
            var constraint = Constraint.AtMost("groups", groups.Select(g => bounds[g])).StartingAt(0.5).Relaxed(Relaxation.Quadratic(4));
            using var learner = new PrimalDual(point, optim.SGD(point.parameters(), 0.05), [constraint], DualUpdate.Momentum(0.1, 0.5), Engine.Formulations[formulation], Engine.Schemes[scheme]);
            List<double> path = [];
            for (var i = 0; i < 20; i++)
            {
                learner.Step(() =>
                {
                    var x = point.Value;
                    // Six data points, none of them of group 1: the mean of nothing is NaN.
                    var errors = (x.repeat(2) - tensor([1.0, 2, 3, 1, 2, 2])).square();
                    var members = tensor([0L, 0, 2, 2, 0, 2]);
                    var means = groups.Select(g => errors[members == g].mean()).ToArray();
                    return Evaluation.Of(errors.mean()).With(constraint, stack(means), counts: tensor(groups.Select(g => g == 1 ? 0.0 : 3.0).ToArray()));
                });
                path.AddRange(point.Coordinates);
            }
            path.Should().OnlyContain(value => double.IsFinite(value));
            return ([.. path], learner.Multipliers[constraint].Multiplier.ToDoubles());
        }
    }

    [Fact]
    public void A_gradient_that_comes_from_a_division_by_an_empty_group_is_named_before_it_reaches_the_model()
    {
        using var point = new Point([1, 2, 3]);
        var constraint = Constraint.AtMost("groups", 0.5, 2).StartingAt(1);
        using var learner = new PrimalDual(point, optim.SGD(point.parameters(), 0.1), [constraint], DualUpdate.Ascent(0.1));
        var members = tensor([1.0, 1, 1, 0, 0, 0]).reshape(2, 3);

        Evaluation Means(Tensor divisor) => Evaluation.Of(point.Value.sum()).With(constraint, (members * point.Value).sum(1) / divisor, counts: members.sum(1));
        var step = () => learner.Step(() => Means(members.sum(1)));

        step.Should().Throw<NonFiniteException>().WithMessage("step 1: the gradient of constraint 'groups'*count 0*clamp_min(1)*");
        point.Coordinates.Should().Equal(1, 2, 3);
        learner.Multipliers[constraint].Multiplier.ToDoubles().Should().Equal(1, 1);
        learner.Step(() => Means(members.sum(1).clamp_min(1)));
        RuleTraceTests.Near(point.Coordinates, [1 - 0.1 * (1 + 1.0 / 3), 2 - 0.1 * (1 + 1.0 / 3), 3 - 0.1 * (1 + 1.0 / 3)], 1e-15);
    }

    [Fact]
    public void An_objective_for_a_loop_of_ones_own_is_a_number_although_a_group_is_empty()
    {
        using var theta = new Theta(2);
        var constraint = Constraint.AtMost("groups", 0.5, 2);
        using var learner = new PrimalDual(theta, optim.SGD(theta.parameters(), 0.1), [constraint], DualUpdate.Ascent(0.1), Formulation.AugmentedLagrangian(3));

        using var objective = learner.Objective(Evaluation.Of(theta.Value).With(constraint, stack([theta.Value, theta.Value.expand(1).narrow(0, 0, 0).mean()]), counts: tensor([1.0, 0])));
        objective.backward();

        objective.ToDouble().Should().Be(2 + 3 * (2 - 0.5) * 2);
        theta.Value.grad!.ToDouble().Should().Be(1 + 3 * (2 - 0.5));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Counts_that_are_none_are_refused_by_name(double count)
    {
        using var theta = new Theta(1);
        var constraint = Constraint.AtMost("groups", 0.5, 2);
        using var learner = Toy.Learner(theta, [constraint], DualUpdate.Ascent(0.1));

        var step = () => learner.Step(() => Evaluation.Of(theta.Value).With(constraint, theta.Value.expand(2), counts: tensor([3, count])));

        step.Should().Throw<ArgumentException>().WithMessage("constraint 'groups': count 1 is *expected a finite number >= 0*");
    }

    [Fact]
    public void A_step_in_which_no_group_is_seen_is_a_step_of_the_loss()
    {
        using var theta = new Theta(1);
        var constraint = Constraint.AtMost("groups", 0.5, 2).StartingAt(3);
        using var learner = Toy.Learner(theta, [constraint], DualUpdate.Momentum(0.1), 0.1);

        learner.Step(() => Evaluation.Of(theta.Value.square()).With(constraint, theta.Value.expand(2), counts: zeros(2)));

        theta.Number.Should().BeApproximately(0.8, 1e-15);
        learner.Multipliers[constraint].Multiplier.ToDoubles().Should().Equal(3, 3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_count_of_one_component_may_be_a_scalar_or_a_vector_of_one(int dimensions)
    {
        using var theta = new Theta(1);
        var constraint = Constraint.AtMost("group", 0.5);
        using var learner = Toy.Learner(theta, [constraint], DualUpdate.Ascent(0.1));
        using var means = new EpochMeans();
        var count = dimensions == 0 ? tensor(4.0) : tensor([4.0]);

        learner.Step(() =>
        {
            var evaluation = Evaluation.Of(theta.Value.square()).With(constraint, theta.Value, counts: count);
            means.Add(evaluation);
            return evaluation;
        });

        learner.Multipliers[constraint].Multiplier.Only().Should().Be(0.05);
        means.Take(1, 0).Constraints["group"].Should().Equal(1);
    }

    [Fact]
    public void Means_over_an_epoch_are_exact_whether_a_batch_says_its_counts_or_not()
    {
        using var means = new EpochMeans();
        Constraint body = Constraint.AtMost("body", 0, 2), weight = Constraint.AtMost("body/weight", 0);
        void Add(double[] values, double[]? counts, double other) =>
            means.Add(Evaluation.Of(tensor(1.0)).With(body, tensor(values), counts: counts is null ? null : tensor(counts)).With(weight, tensor(other)));

        Add([1, 2], null, 5);
        Add([4, double.NaN], [3, 0], 7);
        Add([1, 8], null, 9);

        var record = means.Take(1, 0);
        record.Constraints["body"].Should().Equal((1 + 12 + 1) / 5.0, 5);
        record.Constraints["body/weight"].Should().Equal(7);
    }

    [Fact]
    public void A_requirement_alone_may_be_solved_for_without_a_loss()
    {
        using var theta = new Theta(5);
        var bound = Constraint.AtMost("x", 1);
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(0.1), 0.1);

        learner.Run(200, () => Evaluation.Of(tensor(0.0)).With(bound, theta.Value.square()));

        theta.Number.Should().BeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Nothing_that_depends_on_the_parameters_is_said_so()
    {
        using var theta = new Theta(5);
        using var learner = Toy.Learner(theta, [], DualUpdate.Ascent(0.1));

        FluentActions.Invoking(() => learner.Step(() => Evaluation.Of(tensor(0.0)))).Should().Throw<InvalidOperationException>().WithMessage("neither the loss nor*depends on the parameters*");
    }

    [Fact]
    public void A_bare_parameter_as_value_shares_no_memory_with_its_multiplier()
    {
        var parameter = new Parameter(tensor([3.0, -1]));
        using var model = nn.ParameterList(parameter);
        var bound = Constraint.AtMost("x", [1.0, 1]).StartingAt(2);
        using var learner = new PrimalDual(model, optim.SGD(model.parameters(), 0.1), [bound], DualUpdate.Ascent(0.5));
        learner.Step(() => Evaluation.Of(tensor(0.0)).With(bound, parameter));

        parameter.grad!.fill_(99);

        learner.Multipliers[bound].Multiplier.ToDoubles().Should().Equal(3, 1);
        RuleTraceTests.Near(parameter.ToDoubles(), [3 - 0.2, -1 - 0.2]);
    }
}
