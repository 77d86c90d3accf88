using ConstrainedLearning.Tests.Checkpoints;
using ConstrainedLearning.Tests.Duals;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests;

/// <summary>Defects found by running or reading other libraries for constrained learning: one test for each that could be ours.</summary>
/// <remarks>
/// Not applicable, for want of anything that could fail: Cooper's __version__ that is undefined when not installed by pip (an assembly's version is compiled in); csl's np.float("Inf"), which newer NumPy lacks
/// (the compiler checks names). Cooper's RecursionError of a problem whose base constructor was not called has no counterpart either: a problem here is made by constructors and not derived from.
/// </remarks>
public sealed class DefectsOfPeersTests : IDisposable
{
    private readonly Theta _theta = new(3);

    public void Dispose() => _theta.Dispose();

    // Cooper, cmp.py: dual_parameters() iterates a set, so a stateful dual optimiser's state goes to another constraint on resume.
    [Fact]
    public void Dual_state_goes_back_to_its_own_constraint_whatever_the_order()
    {
        var folder = Directory.CreateTempSubdirectory("constrained-learning-").FullName;
        try
        {
            var options = new ResumableRun.Options { Update = DualUpdate.NuPI(0.1, nu: 0.5), Constraints = _ => [.. "abcd".Select((name, i) => Constraint.AtMost(name.ToString(), 0.3 + 0.1 * i, 3))] };
            using var whole = new ResumableRun(options);
            whole.Run(12);
            var expected = whole.Everything();
            using var first = new ResumableRun(options);
            first.Run(6);
            first.Save(Path.Combine(folder, "a.checkpoint"));
            using var second = new ResumableRun(options with { Seed = 4, Constraints = network => [.. options.Constraints(network).Reverse()] });
            second.Load(Path.Combine(folder, "a.checkpoint"));
            second.Run(6);

            ResumableRun.Differences(second.Everything(), expected).Should().BeEmpty();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Cooper, cmp.py: copying a problem (deepcopy, pickle) recurses for ever.
    [Fact]
    public void A_problem_is_copied_by_using_its_constraints_again()
    {
        var bound = Constraint.AtMost("x", 1).MovedBy(DualUpdate.Adam(0.1)).Relaxed(Relaxation.Quadratic(2));
        var copy = bound with { };
        using var other = new Theta(3);
        using PrimalDual one = Toy.Learner(_theta, [bound], DualUpdate.Ascent(1)), two = Toy.Learner(other, [copy], DualUpdate.Ascent(1));

        one.Run(5, () => Evaluation.Of(_theta.Value.square()).With(bound, _theta.Value));
        two.Multipliers[copy].Multiplier.Only().Should().Be(0, "descriptions share no state");
        two.Run(5, () => Evaluation.Of(other.Value.square()).With(copy, other.Value));

        copy.Should().Be(bound);
        two.Multipliers[copy].Multiplier.Only().Should().Be(one.Multipliers[bound].Multiplier.Only());
    }

    // Cooper, cmp.py: the validator refuses every loss that is no leaf, and lets a NaN through to the model.
    [Fact]
    public void The_validator_takes_every_valid_evaluation()
    {
        var bound = Constraint.AtMost("x", 1);
        using var learner = Toy.Learner(_theta, [bound], DualUpdate.Ascent(1), 0.01);

        foreach (var evaluate in new Func<Evaluation>[]
        {
            () => Evaluation.Of(_theta.Value).With(bound, _theta.Value), // leaves
            () => Evaluation.Of(_theta.Value.square()).With(bound, _theta.Value.square()),
            () => Evaluation.Of(_theta.Value.square().reshape(1)).With(bound, _theta.Value.reshape(1)),
            () => Evaluation.Of(tensor(2.0)).With(bound, _theta.Value * 1),
            () => Evaluation.Of(_theta.Value.square()).With(bound, _theta.Value.to(ScalarType.Float32), strict: tensor(7)),
            () => Evaluation.Of(_theta.Value.square()).Without(bound),
        }) FluentActions.Invoking(() => learner.Step(evaluate)).Should().NotThrow();
    }

    [Fact]
    public void The_validator_refuses_every_bad_evaluation_and_nothing_moves()
    {
        Constraint bound = Constraint.AtMost("x", 1), other = Constraint.AtMost("other", 1);
        using var learner = Toy.Learner(_theta, [bound], DualUpdate.Ascent(1), 0.01);

        foreach (var evaluate in new Func<Evaluation>[]
        {
            () => Evaluation.Of(_theta.Value * double.NaN).With(bound, _theta.Value),
            () => Evaluation.Of(_theta.Value / 0).With(bound, _theta.Value),
            () => Evaluation.Of(_theta.Value.expand(2)).With(bound, _theta.Value),
            () => Evaluation.Of(_theta.Value).With(bound, _theta.Value * double.NaN),
            () => Evaluation.Of(_theta.Value).With(bound, _theta.Value, strict: tensor(double.NaN)),
            () => Evaluation.Of(_theta.Value).With(bound, _theta.Value.detach()),
            () => Evaluation.Of(_theta.Value),
            () => Evaluation.Of(_theta.Value).With(bound, _theta.Value).With(bound, _theta.Value),
            () => Evaluation.Of(_theta.Value).With(bound, _theta.Value).With(other, _theta.Value),
            () => Evaluation.Of(_theta.Value).WithSamples(bound, _theta.Value.reshape(1), tensor([0L])),
            () => Evaluation.Of(_theta.Value).WithFeatures(bound, _theta.Value.reshape(1), ones(1, 1)),
        }) FluentActions.Invoking(() => learner.Step(evaluate)).Should().Throw<Exception>();

        _theta.Number.Should().Be(3);
        (learner.StepCount, learner.Multipliers[bound].Multiplier.Only()).Should().Be((0, 0));
    }

    // Cooper, formulations/utils.py: sizes that do not fit are broadcast without a word.
    [Theory]
    [InlineData(new long[] { 5 }, new long[] { 1 })]
    [InlineData(new long[] { 5 }, new long[] { })]
    [InlineData(new long[] { 1 }, new long[] { 7 })]
    [InlineData(new long[] { 4 }, new long[] { 4, 3 })]
    [InlineData(new long[] { 4 }, new long[] { 1, 4 })]
    [InlineData(new long[] { 2, 3 }, new long[] { 3, 2 })]
    [InlineData(new long[] { 2, 3 }, new long[] { 6 })]
    public void Multipliers_are_not_broadcast_over_values_of_another_shape(long[] bounds, long[] values)
    {
        var bound = Constraint.AtMost("speed", new double[bounds.Aggregate(1L, (a, b) => a * b)], bounds);
        using var learner = Toy.Learner(_theta, [bound], DualUpdate.Ascent(1));
        var shape = $"[[]{string.Join(", ", values)}]";

        foreach (var evaluate in new Func<Evaluation>[] { () => Evaluation.Of(_theta.Value).With(bound, _theta.Value.expand(values)), () => Evaluation.Of(_theta.Value).With(bound, _theta.Value.expand(bounds), strict: zeros(values)) })
            FluentActions.Invoking(() => learner.Step(evaluate)).Should().Throw<ShapeMismatchException>().Which.Message.Should().Match($"constraint 'speed'*{shape.Replace("[[]", "[", StringComparison.Ordinal)}*{string.Join(", ", bounds)}*");
    }

    // Cooper, formulations/utils.py (#106): an augmented Lagrangian with the penalty 0 is 0/0.
    [Fact]
    public void An_augmented_Lagrangian_with_the_penalty_0_is_the_Lagrangian()
    {
        Trace(Formulation.AugmentedLagrangian(0)).Should().Equal(Trace(Formulation.Lagrangian)).And.OnlyContain(value => double.IsFinite(value));

        static double[] Trace(Formulation formulation)
        {
            using var theta = new Theta(3);
            var bound = Constraint.AtMost("x", 1);
            using var learner = new PrimalDual(theta, optim.SGD(theta.parameters(), 0.1), [bound], DualUpdate.Ascent(0.3), formulation);
            return [.. Enumerable.Range(0, 30).Select(_ =>
            {
                learner.Step(() => Evaluation.Of((theta.Value - 3).square()).With(bound, theta.Value));
                return theta.Number;
            })];
        }
    }

    // Cooper, penalty_coefficients.py: to(double) moves the coefficient and not its start, so that a restart mixes types.
    [Fact]
    public void A_penalty_restarts_in_the_type_it_has()
    {
        using var model = nn.Linear(1, 1);
        model.to(ScalarType.Float64);
        var bound = Constraint.AtMost("size", 0, 2);
        using var learner = new PrimalDual(model, optim.SGD(model.parameters(), 0), [bound], DualUpdate.Ascent(1), Formulation.AugmentedLagrangian(Penalty.WhileViolated(0.1, 3)));
        void Step(double a, double b) => learner.Step(() => Evaluation.Of(model.weight!.square().sum()).With(bound, model.weight!.sum() * 0 + tensor([a, b])));

        Step(1, 1);
        RuleTraceTests.Near(learner.Multipliers[bound].Penalty!.ToDoubles(), [0.1 * 3, 0.1 * 3], 1e-16);
        Step(-1, 1);

        learner.Multipliers[bound].Penalty!.dtype.Should().Be(ScalarType.Float64);
        // 0.1 and not the 0.1 of Float32.
        RuleTraceTests.Near(learner.Multipliers[bound].Penalty!.ToDoubles(), [0.1, 0.1 * 3 * 3], 1e-15);
    }

    // Cooper, nupi_optimizer.py: scalar gains are refused as soon as there are two groups of multipliers.
    [Fact]
    public void Scalar_gains_serve_constraints_of_any_size_side_by_side()
    {
        Constraint one = Constraint.AtMost("one", 0).MovedBy(DualUpdate.NuPI(1, kp: 2)), three = Constraint.AtMost("three", 0, 3).MovedBy(DualUpdate.NuPI(1, kp: 3));
        using var learner = Toy.Learner(_theta, [one, three], DualUpdate.Ascent(1), 0);
        foreach (var e in new[] { 1.0, 2 }) learner.Step(() => Evaluation.Of(_theta.Value).With(one, _theta.Value * 0 + e).With(three, (_theta.Value * 0 + e).expand(3)));

        learner.Multipliers[one].Multiplier.ToDoubles().Should().Equal(1 + 2 + 2 * 1);
        learner.Multipliers[three].Multiplier.ToDoubles().Should().Equal(6, 6, 6);
    }

    // Cooper, IndexedMultiplier: Adam raises on sparse gradients, and every step projects all N multipliers. csl, solvers.py: momentum moves those that were not seen.
    [Theory]
    [InlineData("adam")]
    [InlineData("momentum")]
    [InlineData("nuPI")]
    [InlineData("PID")]
    public void Only_the_rows_of_a_batch_are_moved_or_projected(string rule)
    {
        var samples = Constraint.AtMost("v", 0).PerSample(1000);
        using var dial = new Dial(samples, ObservedRowsTests.Rules[rule]);
        dial.NextSamples([1, 1], [3, 700]);
        // A number that no projection would leave alone.
        using (no_grad()) dial.Learner.Multipliers["v"].Multiplier[500].fill_(-5);

        var before = dial.Multipliers;
        var after = dial.NextSamples([1], [3]);

        after[3].Should().NotBe(before[3]);
        after[3] = before[3];
        after.Should().Equal(before);
    }

    // Cooper, roll: without a closure, L-BFGS fails with a TypeError in the first step.
    [Fact]
    public void An_optimiser_that_needs_a_closure_is_refused_at_once()
    {
        FluentActions.Invoking(() => new PrimalDual(_theta, new LBFGS(_theta.Value), [], DualUpdate.Ascent(1))).Should().Throw<ArgumentException>().WithMessage("L-BFGS*use a first-order optimiser*");
    }

    // Cooper, ExtraAdam: a copy of Adam written by hand for extragradient; both halves use the caller's batch.
    [Fact]
    public void Extragradient_takes_the_optimisers_own_steps_twice_on_the_same_batch()
    {
        using var expected = new Theta(3);
        using var adam = optim.Adam(expected.parameters(), 0.1);
        using var learner = new PrimalDual(_theta, optim.Adam(_theta.parameters(), 0.1), [], DualUpdate.Ascent(1), scheme: Scheme.Extragradient);
        var calls = 0;
        for (var i = 0; i < 5; i++)
        {
            learner.Step(() =>
            {
                calls++;
                return Evaluation.Of(_theta.Value.square());
            });

            var start = expected.Number;
            Half();
            using (no_grad())
            {
                var gradientAtHalf = 2 * expected.Number;
                expected.Value.fill_(start);
                expected.Value.grad!.fill_(gradientAtHalf);
            }
            adam.step();
            _theta.Number.Should().BeApproximately(expected.Number, 1e-15);
        }
        calls.Should().Be(10);

        void Half()
        {
            adam.zero_grad();
            expected.Value.square().backward();
            adam.step();
        }
    }

    // csl, solver_base.py: the worst of pointwise constraints is taken by the wrong end of the list.
    [Fact]
    public void The_worst_sample_decides_whether_pointwise_requirements_hold()
    {
        var samples = Constraint.AtLeast("coverage", 0.9).PerSample(4);
        using var learner = Toy.Learner(_theta, [samples], DualUpdate.Ascent(1));

        var assessment = learner.Assess([() => Evaluation.Of(tensor(0.0)).WithSamples(samples, tensor([1, 0.2, 0.95, 0.8]), tensor([0L, 1, 2, 3]))]);

        (assessment.LargestViolation, assessment.WorstComponent).Should().Be((0.9 - 0.2, "coverage[sample 1]"));
    }

    // csl, solver_base.py: a local setting of 0 or false is taken for none, and the global one is used.
    [Fact]
    public void A_setting_of_0_on_a_constraint_is_not_the_default()
    {
        using var without = new Dial(Constraint.AtMost("v", 0).Penalized(Penalty.Constant(0)).MovedBy(DualUpdate.NuPI(1, kp: 0)), DualUpdate.Ascent(7, cap: 0.5), formulation: Formulation.AugmentedLagrangian(5));

        without.Next([3])[0].Should().Be(3, "neither the default rule nor its cap");
        without.Penalties.Should().Equal(0);
        new TrainerOptions { FeasibilityTolerance = 0 }.FeasibilityTolerance.Should().Be(0);
    }

    // csl, solver_base.py: a gap over an epoch's means mixes iterates.
    [Fact]
    public void A_gap_is_that_of_one_iterate()
    {
        var bound = Constraint.AtMost("x", 1);
        using var learner = Toy.Learner(_theta, [bound], DualUpdate.Ascent(0.5), 0.1);
        learner.Record();
        Evaluation Part(double shift) => Evaluation.Of((_theta.Value - shift).square()).With(bound, _theta.Value + shift);
        for (var i = 0; i < 3; i++) learner.Step([() => Part(1), () => Part(-1)]);

        var price = learner.Multipliers[bound].Multiplier.Only();
        learner.Kkt(() => Part(1), () => Part(-1)).DualityGap.Should().BeApproximately(-price * (_theta.Number - 1), 1e-12);
    }

    // hc-train, alm.py: the quadratic term of an inequality is not clamped, so that an inactive one pulls: x = 5.333 in place of 3.
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void An_inactive_inequality_does_not_pull(double penalty)
    {
        foreach (var formulation in new[] { Formulation.AugmentedLagrangian(penalty), Formulation.QuadraticPenalty(penalty) })
        {
            using var theta = new Theta(0);
            var bound = Constraint.AtMost("x", 10);
            using var learner = new PrimalDual(theta, optim.SGD(theta.parameters(), 0.1), [bound], DualUpdate.Ascent(penalty), formulation);
            learner.Run(200, () => Evaluation.Of((theta.Value - 3).square()).With(bound, theta.Value));

            theta.Number.Should().BeApproximately(3, 1e-12);
        }
    }

    // hc-train, alm.py: multipliers move before the Lagrangian is formed on the same batch, without a word. Here that is a scheme by that name, and not the default.
    [Fact]
    public void By_default_the_model_sees_the_multipliers_from_before_the_step()
    {
        var bound = Constraint.AtMost("x", 1);
        using var learner = Toy.Learner(_theta, [bound], DualUpdate.Ascent(1), 0.1);

        learner.Step(() => Evaluation.Of(tensor(0.0)).With(bound, _theta.Value));

        _theta.Number.Should().Be(3, "its force was 0");
        learner.Multipliers[bound].Multiplier.Only().Should().Be(2);
        learner.Scheme.Should().Be(Scheme.Simultaneous);
    }

    // NeuroMANCER, loss.py: lambda is multiplied by relu(C), so that a bound met with room to spare does not lower its price.
    [Fact]
    public void Room_to_spare_lowers_a_price_and_the_surplus_price_pulls_back()
    {
        var bound = Constraint.AtMost("x", 5).StartingAt(2);
        using var learner = Toy.Learner(_theta, [bound], DualUpdate.Ascent(0.5), 0.1);

        learner.Step(() => Evaluation.Of(tensor(0.0)).With(bound, _theta.Value));

        learner.Multipliers[bound].Multiplier.Only().Should().Be(1);
        _theta.Number.Should().BeApproximately(3 - 0.1 * 2, 1e-15);
    }

    // NeuroMANCER, loss.py: the penalty is a mean over all multipliers, so that one constraint weighs less the more there are.
    [Fact]
    public void A_constraint_weighs_the_same_however_many_there_are()
    {
        double Moved(int others)
        {
            using var theta = new Theta(3);
            Constraint bound = Constraint.AtMost("x", 1).StartingAt(1), rest = Constraint.AtMost("rest", 100, 50);
            using var learner = Toy.Learner(theta, others == 0 ? [bound] : [bound, rest], DualUpdate.Ascent(1), 0.1);
            learner.Step(() =>
            {
                var evaluation = Evaluation.Of(tensor(0.0)).With(bound, theta.Value);
                return others == 0 ? evaluation : evaluation.With(rest, theta.Value.expand(50));
            });
            return theta.Number;
        }

        Moved(50).Should().Be(Moved(0)).And.Be(3 - 0.1);
    }

    // Accord.NET, AugmentedLagrangian.cs: the multipliers are moved and not used, a plain penalty. With a bounded coefficient that misses the bound: x = (6 + c) / (2 + c).
    [Fact]
    public void An_augmented_Lagrangian_meets_its_bound_with_a_bounded_coefficient()
    {
        const double c = 2;
        double Solve(Formulation formulation)
        {
            using var theta = new Theta(0);
            var bound = Constraint.AtMost("x", 1);
            using var learner = new PrimalDual(theta, optim.SGD(theta.parameters(), 0.2), [bound], DualUpdate.Ascent(c), formulation);
            learner.Run(300, () => Evaluation.Of((theta.Value - 3).square()).With(bound, theta.Value));
            return theta.Number;
        }

        Solve(Formulation.QuadraticPenalty(c)).Should().BeApproximately((6 + c) / (2 + c), 1e-9);
        Solve(Formulation.AugmentedLagrangian(c)).Should().BeApproximately(1, 1e-9);
    }

    // FairTorch, constraint.py: a group that a batch lacks has the mean NaN, and so has the model afterwards.
    [Fact]
    public void A_group_that_a_batch_lacks_is_not_observed()
    {
        var groups = Constraint.AtMost("groups", 0, 2).StartingAt(1);
        using var learner = Toy.Learner(_theta, [groups], DualUpdate.Ascent(1), 0.1);
        var errors = tensor([1.0, 2]);

        learner.Step(() => Evaluation.Of(tensor(0.0)).With(groups, stack([(errors * _theta.Value).mean(), (errors * _theta.Value).narrow(0, 0, 0).mean()]), counts: tensor([2.0, 0])));

        _theta.Number.Should().BeApproximately(3 - 0.1 * 1.5, 1e-15);
        learner.Multipliers[groups].Multiplier.ToDoubles().Should().Equal(1 + 4.5, 1);
    }

    private sealed class LBFGS(Parameter parameter) : optim.Optimizer(IntPtr.Zero)
    {
        public override IEnumerable<Parameter> parameters() => [parameter];

        public override Tensor? step(Func<Tensor>? closure = null) => throw new NotSupportedException();
    }
}
