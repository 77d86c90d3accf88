using ConstrainedLearning.Tests.Duals;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Solutions;

/// <summary>What a run's traces say, on problems of which it is known.</summary>
public sealed class DiagnosisTests
{
    [Theory]
    [InlineData("ascent")]
    [InlineData("restarted")]
    [InlineData("nuPI")]
    [InlineData("momentum")]
    [InlineData("augmented")]
    public void Requirements_that_contradict_each_other_are_infeasible(string how)
    {
        var dual = how switch
        {
            "restarted" => DualUpdate.Ascent(0.1).RestartedWhenFeasible(),
            "nuPI" => DualUpdate.NuPI(0.1, kp: 5),
            "momentum" => DualUpdate.Momentum(0.02, 0.8),
            _ => DualUpdate.Ascent(0.1),
        };
        using var problem = new Contradiction(dual, how == "augmented" ? Formulation.AugmentedLagrangian(1) : null);

        var diagnosis = problem.Run(600);

        diagnosis.Status.Should().Be(SolutionStatus.Infeasible, diagnosis.Sentence);
        diagnosis.Sentence.Should().StartWith("infeasible: the multiplier of ").And.Contain("(and 1 more)");
        // The point between both, with the violation 1 of each.
        problem.Assessed.LargestViolation.Should().BeApproximately(1, 0.01);
        problem.Assessed.IsFeasible(0.9).Should().BeFalse();
    }

    [Theory]
    [InlineData(ScalarType.Float32, false)]
    [InlineData(ScalarType.Float64, false)]
    [InlineData(ScalarType.Float32, true)]
    [InlineData(ScalarType.Float64, true)]
    public void A_price_at_its_cap_is_said_to_be_capped(ScalarType type, bool sum)
    {
        using var problem = new Contradiction(sum ? DualUpdate.Ascent(0.1).SumCapped(0.7) : DualUpdate.Ascent(0.1, cap: 0.7), null, type);

        var diagnosis = problem.Run(200);

        diagnosis.Status.Should().Be(SolutionStatus.Capped, diagnosis.Sentence);
        diagnosis.Sentence.Should().Contain("0.7");
        problem.Prices.Should().OnlyContain(price => price.IsCapped && price.State.StartsWith("capped"));
    }

    [Fact]
    public void A_requirement_without_a_price_is_said_to_have_none()
    {
        // min x with x^2 <= 0: at x = 0, where no multiplier balances the slope 1 against the slope 0.
        var diagnosis = Diagnose(1, Constraint.AtMost("square", 0), x => (x, x.square()), 5000, dualRate: 0.2);

        diagnosis.Status.Should().Be(SolutionStatus.NoMultiplier, diagnosis.Sentence);
        diagnosis.Sentence.Should().Contain("square");
    }

    [Fact]
    public void A_bilinear_game_under_simultaneous_steps_oscillates()
    {
        var diagnosis = Diagnose(1, Constraint.Equal("x", 0), x => (x * 0, x), 800, rate: 0.05, dualRate: 0.05);

        diagnosis.Status.Should().Be(SolutionStatus.Oscillating, diagnosis.Sentence);
        diagnosis.Sentence.Should().Contain("of x").And.Contain("Scheme.Optimistic");
    }

    [Theory]
    [InlineData(1)] // active
    [InlineData(5)] // inactive
    public void A_convex_problem_settles(double bound)
    {
        var diagnosis = Diagnose(0, Constraint.AtMost("x", bound), x => ((x - 3).square(), x), 500);

        diagnosis.Status.Should().Be(SolutionStatus.Converged, diagnosis.Sentence);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    public void An_early_run_is_still_moving(int steps)
    {
        var diagnosis = Diagnose(0, Constraint.AtMost("x", 1), x => ((x - 3).square(), x), steps, dualRate: 0.01);

        diagnosis.Status.Should().Be(SolutionStatus.StillMoving, diagnosis.Sentence);
    }

    [Fact]
    public void A_gauge_and_a_fixed_weight_say_nothing_of_the_run()
    {
        foreach (var contribution in new[] { Contribution.DualOnly, Contribution.PrimalOnly })
        {
            using var theta = new Theta(0);
            Constraint active = Constraint.AtMost("x", 1), aside = Constraint.AtMost("aside", -1).StartingAt(0.5).Contributing(contribution);
            using var learner = Toy.Learner(theta, [active, aside], DualUpdate.Ascent(0.1), 0.1);
            learner.Record();
            Evaluation Evaluate() => Evaluation.Of((theta.Value - 3).square()).With(active, theta.Value).With(aside, theta.Value * 0.1);
            learner.Run(500, Evaluate);

            learner.Diagnose().Status.Should().Be(SolutionStatus.Converged, learner.Diagnose().Sentence);
            learner.Kkt(Evaluate).Largest.Should().BeLessThan(1e-9);
        }
    }

    [Fact]
    public void Samples_with_bounds_of_their_own_are_read_by_their_own_bounds()
    {
        // Three samples with the value 2: the first bound is far below, the batch's all hold.
        using var theta = new Theta(2);
        var bound = Constraint.AtMost("each", [-50, 3, 4]).PerSample(3);
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(0.1), 0);
        learner.Record();
        learner.Run(40, () => Evaluation.Of(theta.Value.square()).WithSamples(bound, theta.Value.expand(2), tensor([1L, 2])));

        learner.Diagnose().Status.Should().Be(SolutionStatus.Converged, learner.Diagnose().Sentence);
    }

    [Fact]
    public void A_diagnosis_needs_a_trace()
    {
        using var theta = new Theta(0);
        using var learner = Toy.Learner(theta, [], DualUpdate.Ascent(1));

        FluentActions.Invoking(() => learner.Diagnose()).Should().Throw<InvalidOperationException>().WithMessage("*Record()*");
    }

    [Fact]
    public void A_solve_ends_where_the_conditions_hold_or_says_why_it_did_not()
    {
        using var theta = new Theta(0);
        var bound = Constraint.AtMost("x", 1);
        using var learner = new PrimalDual(theta, optim.SGD(theta.parameters(), 0.1), [bound], DualUpdate.Ascent(1), Formulation.AugmentedLagrangian(1));

        var solution = learner.Solve(() => Evaluation.Of((theta.Value - 3).square()).With(bound, theta.Value), new SolveOptions { Tolerance = 1e-9 });

        solution.Status.Should().Be(SolutionStatus.Converged);
        solution.Loss.Should().BeApproximately(4, 1e-7);
        solution.Residuals.DualityGap.Should().BeApproximately(0, 1e-7);
        solution.Prices.Prices.Single().Multiplier.Should().BeApproximately(4, 1e-7);
        solution.Steps.Should().BeLessThan(2000);

        using var problem = new Contradiction(DualUpdate.Ascent(0.1), null);
        problem.Solve(1000).Status.Should().Be(SolutionStatus.Infeasible);
        problem.Solve(1000, poisoned: true).Should().BeEquivalentTo(new { Status = SolutionStatus.NonFinite, Loss = double.NaN });
    }

    private static Diagnosis Diagnose(double start, Constraint constraint, Func<Tensor, (Tensor Loss, Tensor Value)> problem, int steps, double rate = 0.1, double dualRate = 0.1)
    {
        using var theta = new Theta(start);
        using var learner = Toy.Learner(theta, [constraint], DualUpdate.Ascent(dualRate), rate);
        learner.Record();
        learner.Run(steps, () =>
        {
            var (loss, value) = problem(theta.Value);
            return Evaluation.Of(loss).With(constraint, value);
        });
        return learner.Diagnose();
    }

    /// <summary>min x^2 with x at most -1 and at least 1.</summary>
    private sealed class Contradiction : IDisposable
    {
        private readonly Parameter _x;
        private readonly nn.Module _model;
        private readonly Constraint _both = Constraint.AtMost("both", -1, 2);
        private readonly PrimalDual _learner;
        private bool _poisoned;

        internal Contradiction(DualUpdate dual, Formulation? formulation, ScalarType type = ScalarType.Float64)
        {
            _x = new Parameter(tensor(0.3, dtype: type));
            _model = nn.ParameterList(_x);
            _learner = new PrimalDual(_model, optim.SGD(_model.parameters(), 0.05), [_both], dual, formulation);
            _learner.Record();
        }

        internal Assessment Assessed => _learner.Assess([Evaluate]);

        internal IReadOnlyList<Price> Prices => _learner.Sensitivity().Prices;

        internal Diagnosis Run(int steps)
        {
            _learner.Run(steps, Evaluate);
            return _learner.Diagnose();
        }

        internal Solution Solve(int steps, bool poisoned = false)
        {
            _poisoned = poisoned;
            return _learner.Solve(Evaluate, new SolveOptions { MaxSteps = steps });
        }

        public void Dispose()
        {
            _learner.Dispose();
            _model.Dispose();
        }

        private Evaluation Evaluate() => Evaluation.Of(_x.square() * (_poisoned ? double.NaN : 1)).With(_both, stack([_x, -_x]));
    }
}
