using ConstrainedLearning.Tests.Constraints;
using ConstrainedLearning.Tests.Reference;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests;

/// <summary>A step that overflows is no step: of model and multipliers nothing moves. Shown with a loss scale without Float16, which the CPU lacks.</summary>
public sealed class SkippedStepTests
{
    public static TheoryData<string, string, string, int> Cases
    {
        get
        {
            TheoryData<string, string, string, int> cases = [];
            foreach (var scheme in Engine.Schemes.Keys)
                foreach (var formulation in new[] { "Lagrangian", "augmented, growing", "penalty" })
                    foreach (var what in new[] { "loss", "gradient", "strict value", "gauge" })
                        if (Engine.Allows(scheme, formulation))
                        {
                            cases.Add(scheme, formulation, what, 1);
                            if (scheme == "extragradient") cases.Add(scheme, formulation, what, 2);
                        }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_step_that_overflows_moves_nothing_and_the_run_goes_on_as_if_it_had_not_been(string scheme, string formulation, string what, int evaluation)
    {
        using Run interrupted = new(scheme, formulation), straight = new(scheme, formulation);
        // Half way through an inner loop and a period.
        for (var i = 0; i < 5; i++) interrupted.Step().WasSkipped.Should().BeFalse();
        for (var i = 0; i < 5; i++) straight.Step();
        var before = interrupted.State();

        interrupted.Overflow(what, evaluation).WasSkipped.Should().BeTrue();

        interrupted.State().Should().Equal(before);
        interrupted.Learner.StepCount.Should().Be(5);
        interrupted.Learner.Trace!.Count.Should().Be(5);
        interrupted.Learner.Primal.LossScale!.Value.Should().Be(4);
        // Extragradient's optimiser has taken its first half, and plain descent remembers nothing of it.
        for (var i = 0; i < 5; i++) interrupted.Step();
        for (var i = 0; i < 5; i++) straight.Step();
        interrupted.State().Should().Equal(straight.State());
    }

    [Theory]
    [InlineData("primal, dual", "Lagrangian")]
    [InlineData("method of multipliers", "augmented")]
    public void Multipliers_rest_when_only_the_evaluation_after_the_primal_step_overflows(string scheme, string formulation)
    {
        using var run = new Run(scheme, formulation);
        for (var i = 0; i < 5; i++) run.Step();
        var before = run.Learner.Multipliers["g"].Multiplier.ToDoubles();

        run.Overflow("strict value", evaluation: 2).WasSkipped.Should().BeFalse();

        run.Learner.Multipliers["g"].Multiplier.ToDoubles().Should().Equal(before);
        run.Step();
        run.Step();
        run.Step();
        run.Learner.Multipliers["g"].Multiplier.ToDoubles().Should().NotEqual(before).And.OnlyContain(value => double.IsFinite(value));
    }

    [Theory]
    [InlineData("dual, primal")]
    [InlineData("extragradient")]
    [InlineData("simultaneous")]
    public void A_run_that_overflows_at_every_scale_ends_with_an_error_and_has_not_moved(string scheme)
    {
        using var run = new Run(scheme, "Lagrangian");
        for (var i = 0; i < 5; i++) run.Step();
        var before = run.State();

        var overflow = () =>
        {
            for (var i = 0; i < 100; i++) run.Overflow("gradient", 1);
        };

        overflow.Should().Throw<NonFiniteException>().WithMessage("step 6: *every loss scale*");
        run.State().Should().Equal(before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_evaluation_that_throws_half_way_through_extragradient_leaves_everything_where_it_was(bool scaled)
    {
        using var run = new Run("extragradient", "augmented, growing", scaled);
        for (var i = 0; i < 5; i++) run.Step();
        var before = run.State();

        FluentActions.Invoking(() => run.Overflow("throw", 2)).Should().Throw<TimeoutException>();

        run.State().Should().Equal(before);
        run.Learner.StepCount.Should().Be(5);
        run.Step().WasSkipped.Should().BeFalse();
    }

    [Fact]
    public void Without_a_loss_scale_the_second_evaluation_of_extragradient_stops_the_step_as_well()
    {
        using var run = new Run("extragradient", "Lagrangian", scaled: false);
        for (var i = 0; i < 5; i++) run.Step();
        var before = run.State();

        FluentActions.Invoking(() => run.Overflow("strict value", 2)).Should().Throw<NonFiniteException>().WithMessage("step 6: the value of constraint 'g'*");

        run.State().Should().Equal(before);
    }

    [Fact]
    public void Without_a_loss_scale_multipliers_do_not_move_by_numbers_that_the_new_parameters_give()
    {
        using var run = new Run("primal, dual", "Lagrangian", scaled: false);
        for (var i = 0; i < 5; i++) run.Step();
        var before = run.Learner.Multipliers["g"].Multiplier.ToDoubles();

        FluentActions.Invoking(() => run.Overflow("strict value", 2)).Should().Throw<NonFiniteException>().WithMessage("step 6: the value of constraint 'g'*");

        run.Learner.Multipliers["g"].Multiplier.ToDoubles().Should().Equal(before);
        run.Learner.StepCount.Should().Be(5);
    }

    [Theory, MemberData(nameof(SenseTests.EveryCombination), MemberType = typeof(SenseTests))]
    public void A_scaled_loss_gives_the_steps_of_the_loss(string scheme, string formulation)
    {
        using Run scaled = new(scheme, formulation), plain = new(scheme, formulation, scaled: false);
        for (var i = 0; i < 8; i++)
        {
            scaled.Step();
            plain.Step();
        }

        // Powers of two change no mantissa.
        scaled.State().Should().Equal(plain.State());
    }

    private sealed class Run : IDisposable
    {
        private readonly Point _point = new([1.2, 0.9, -0.4]);
        private readonly Constraint _g = Constraint.AtMost("g", [0.4, 0.3, 0.2]).Relaxed(Relaxation.Quadratic(3)).MovedBy(DualUpdate.NuPI(0.05));
        private readonly Constraint _slow = Constraint.AtLeast("slow", 2).MovedBy(DualUpdate.Adam(0.05).Every(3)).Scaled(Scale.Running);
        private readonly Constraint _gauge = Constraint.AtMost("gauge", 0.4).Contributing(Contribution.DualOnly).MovedBy(DualUpdate.Pid());
        private readonly Constraint _samples = Constraint.AtMost("samples", 0.1).PerSample(9).MovedBy(DualUpdate.Momentum(0.05));

        internal Run(string scheme, string formulation, bool scaled = true)
        {
            Learner = new PrimalDual(
                _point, optim.SGD(_point.parameters(), 0.01), [_g, _slow, _gauge, _samples], DualUpdate.Ascent(1), Engine.Formulations[formulation], Engine.Schemes[scheme],
                scaled ? new Precision(null, new LossScaleOptions(8, 1000)) : null);
            Learner.Record();
        }

        internal PrimalDual Learner { get; }

        internal StepReport Step() => Learner.Step(() => Evaluate(null));

        internal StepReport Overflow(string what, int evaluation)
        {
            var calls = 0;
            return Learner.Step(() => Evaluate(++calls == evaluation ? what : null));
        }

        internal double[] State() => [.. _point.Coordinates, .. Learner.Multipliers.StateDict().SelectMany(item => item.Value.ToDoubles()), .. Learner.SchemeRun.Saved().SelectMany(item => item.Value.ToDoubles())];

        public void Dispose()
        {
            Learner.Dispose();
            _point.Dispose();
        }

        private Evaluation Evaluate(string? what)
        {
            if (what == "throw") throw new TimeoutException();
            var (x, inf) = (_point.Value, double.PositiveInfinity);
            var loss = (x - tensor([1.5, 1, 0.5])).square().sum();
            if (what == "loss") loss = loss * inf;
            // The root of nothing has the value 0 and an infinite slope.
            if (what == "gradient") loss = loss + (x - x.detach()).abs().sqrt().sum();
            var strict = what == "strict value" ? x.square() * inf : x.square();
            return Evaluation.Of(loss).With(_g, x.square(), strict: strict).With(_slow, x.sum()).With(_gauge, what == "gauge" ? x.sum() / 0 : x.sum()).WithSamples(_samples, x.square(), tensor([8L, 2, 5]));
        }
    }
}
