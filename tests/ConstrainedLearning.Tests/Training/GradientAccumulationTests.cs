using ConstrainedLearning.Tests.Duals;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Training;

/// <summary>A batch in parts is the batch.</summary>
public sealed class GradientAccumulationTests
{
    private const double Tolerance = 1e-12;

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            TheoryData<string, string, string> cases = [];
            foreach (var form in new[] { "equal parts", "unequal parts", "counted groups", "proxies", "mean over samples", "mean over samples, unequal", "sum over samples", "sum over samples, unequal", "gauge" })
                foreach (var scheme in Engine.Schemes.Keys)
                    foreach (var formulation in new[] { "Lagrangian", "augmented", "augmented, growing", "penalty" })
                        if (Engine.Allows(scheme, formulation)) cases.Add(form, scheme, formulation);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Parts_give_the_parameters_and_multipliers_of_the_whole(string form, string scheme, string formulation)
    {
        long[] parts = form.Contains("unequal", StringComparison.Ordinal) ? [5, 4, 3] : form == "counted groups" ? [2, 7, 3] : [4, 4, 4];
        using Data whole = new(form), split = new(form);
        using PrimalDual learner = whole.Learner(scheme, formulation), accumulating = split.Learner(scheme, formulation);

        for (var step = 0; step < 6; step++)
        {
            learner.Step(() => whole.Evaluate(0, 12));
            accumulating.Step([.. parts.Select((size, i) => (Func<Evaluation>)(() => split.Evaluate(parts.Take(i).Sum(), size)))]);
        }
        if (scheme == "per epoch")
        {
            learner.DualStep([() => whole.Evaluate(0, 12)]);
            accumulating.DualStep(parts.Select((size, i) => (Func<Evaluation>)(() => split.Evaluate(parts.Take(i).Sum(), size))));
        }

        RuleTraceTests.Near(split.Parameters, whole.Parameters, Tolerance);
        RuleTraceTests.Near(split.State(accumulating), whole.State(learner), Tolerance);
        whole.State(learner).Should().Contain(value => value > 0.01);
    }

    [Theory]
    [InlineData("Lagrangian", 1, 3)]
    [InlineData("Lagrangian", 2, 7)] // the first shows that it says a weight
    [InlineData("augmented", 1, 6)]
    public void Parts_are_evaluated_once_where_their_forces_are_known_before(string formulation, double count, int evaluations)
    {
        using var theta = new Theta(2);
        var bound = Constraint.AtMost("x", 1);
        using var learner = new PrimalDual(theta, optim.SGD(theta.parameters(), 0.1), [bound], DualUpdate.Ascent(0.1), Engine.Formulations[formulation]);
        var calls = 0;
        Evaluation Evaluate()
        {
            calls++;
            return Evaluation.Of(theta.Value.square(), count).With(bound, theta.Value);
        }

        learner.Step([Evaluate, Evaluate, Evaluate]);

        calls.Should().Be(evaluations);
    }

    [Theory]
    [InlineData("simultaneous")]
    [InlineData("dual, primal")]
    [InlineData("extragradient")]
    public void Dropout_is_the_same_in_both_passes(string scheme)
    {
        // Parts that weigh 2 each are as those that weigh 1, and need two passes where the Lagrangian needs one.
        var one = Run(1);

        RuleTraceTests.Near(Run(2), one, Tolerance);
        using var random = get_rng_state();
        one.Should().Contain(value => Math.Abs(value) > 1e-3);

        double[] Run(double count)
        {
            manual_seed(7);
            using var model = nn.Sequential(nn.Linear(3, 8, dtype: ScalarType.Float64), nn.Dropout(0.5), nn.Linear(8, 1, dtype: ScalarType.Float64));
            using var x = randn([12, 3], dtype: ScalarType.Float64);
            var bound = Constraint.AtMost("size", 0.01).StartingAt(0.3);
            using var learner = new PrimalDual(model, optim.SGD(model.parameters(), 0.05), [bound], DualUpdate.Ascent(0.5), scheme: Engine.Schemes[scheme]);
            for (var step = 0; step < 4; step++)
                learner.Step([.. Enumerable.Range(0, 3).Select(i => (Func<Evaluation>)(() =>
                {
                    var output = model.call(x.narrow(0, 4 * i, 4));
                    return Evaluation.Of((output - 1).square().mean(), count).With(bound, output.square().mean());
                }))]);
            return [.. model.parameters().SelectMany(parameter => parameter.ToDoubles()), learner.Multipliers[bound].Multiplier.Only(), rand(1).ToDouble()];
        }
    }

    [Fact]
    public void A_sample_that_stands_in_two_parts_is_refused()
    {
        using var theta = new Theta(2);
        var bound = Constraint.AtMost("error", 1).PerSample(4);
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(0.1));
        Evaluation Part(params long[] samples) => Evaluation.Of(theta.Value).WithSamples(bound, theta.Value.expand(samples.Length), tensor(samples));

        FluentActions.Invoking(() => learner.Step([() => Part(0, 1), () => Part(2, 1)])).Should().Throw<ArgumentException>().WithMessage("constraint 'error': sample 1 stands twice*");
        FluentActions.Invoking(() => learner.Step([() => Part(0, 0)])).Should().Throw<ArgumentException>().WithMessage("constraint 'error': sample 0 stands twice*");
        FluentActions.Invoking(() => learner.Step([() => Part(0, 4)])).Should().Throw<ArgumentException>().WithMessage("constraint 'error': sample 4 is outside*4 samples*");
        learner.Multipliers[bound].Multiplier.ToDoubles().Should().Equal(0, 0, 0, 0);
    }

    public static TheoryData<string, string> OwnLoops
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (var form in new[] { "equal parts", "counted groups", "proxies", "mean over samples", "sum over samples", "gauge" })
                foreach (var formulation in Engine.Formulations.Keys) cases.Add(form, formulation);
            return cases;
        }
    }

    [Theory, MemberData(nameof(OwnLoops))]
    public void A_loop_that_owns_its_backward_takes_the_same_steps(string form, string formulation)
    {
        foreach (var alternating in new[] { false, true })
        {
            using Data ours = new(form), theirs = new(form);
            using PrimalDual learner = ours.Learner(alternating ? "primal, dual" : "simultaneous", formulation), looped = theirs.Learner("simultaneous", formulation);
            for (var step = 0; step < 6; step++)
            {
                using var scope = NewDisposeScope();
                learner.Step(() => ours.Evaluate(0, 12));

                looped.Optimizer.zero_grad();
                looped.Objective(theirs.Evaluate(0, 12)).backward();
                looped.Optimizer.step();
                looped.AdvanceDuals(alternating ? theirs.Evaluate(0, 12) : null).Step.Should().Be(step + 1);
            }

            RuleTraceTests.Near(theirs.Parameters, ours.Parameters, Tolerance);
            RuleTraceTests.Near(theirs.State(looped), ours.State(learner), Tolerance);
        }
    }

    [Fact]
    public void A_loop_that_forgets_the_objective_or_advances_twice_is_told()
    {
        using var data = new Data("equal parts");
        using var learner = data.Learner("simultaneous", "Lagrangian");
        var advance = () => learner.AdvanceDuals();

        advance.Should().Throw<InvalidOperationException>().WithMessage("*call Objective*");
        learner.Objective(data.Evaluate(0, 12)).backward();
        advance();
        advance.Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_dual_step_over_all_data_is_by_the_exact_means()
    {
        using var theta = new Theta(0);
        Constraint counted = Constraint.AtMost("counted", 1, 2), plain = Constraint.AtLeast("plain", 4);
        using var learner = Toy.Learner(theta, [counted, plain], DualUpdate.Ascent(0.5));

        learner.DualStep([
            () => Evaluation.Of(theta.Value).With(counted, tensor([3, double.NaN]), counts: tensor([2.0, 0])).With(plain, tensor(1.0)),
            () => Evaluation.Of(theta.Value).With(counted, tensor([6.0, 2]), counts: tensor([4.0, 8])).Without(plain),
            () => Evaluation.Of(theta.Value).With(counted, tensor([0.0, 1]), counts: tensor([2.0, 2])).With(plain, tensor(2.0))]);

        RuleTraceTests.Near(learner.Multipliers[counted].Multiplier.ToDoubles(), [0.5 * (30 / 8.0 - 1), 0.5 * (18 / 10.0 - 1)]);
        RuleTraceTests.Near(learner.Multipliers[plain].Multiplier.ToDoubles(), [0.5 * (4 - 1.5)]);
        FluentActions.Invoking(() => learner.DualStep([])).Should().Throw<ArgumentException>().WithMessage("*at least one batch*");
        FluentActions.Invoking(() => learner.Step(Array.Empty<Func<Evaluation>>())).Should().Throw<ArgumentException>();
    }

    /// <summary>A linear model on twelve points of three groups, the third absent from the first part.</summary>
    private sealed class Data : IDisposable
    {
        private readonly TorchSharp.Modules.Linear _model = nn.Linear(3, 1, dtype: ScalarType.Float64);
        private readonly Tensor _x, _y, _groups, _samples;
        private readonly Constraint _constraint;
        private readonly string _form;

        internal Data(string form)
        {
            _form = form;
            using var scope = NewDisposeScope();
            using (no_grad())
            {
                _model.weight!.copy_(tensor([0.3, -0.2, 0.5]).reshape(1, 3));
                _model.bias!.fill_(0.1);
            }
            var generator = new Generator(4);
            _x = randn([12, 3], dtype: ScalarType.Float64, generator: generator).DetachFromDisposeScope();
            _y = randn([12], dtype: ScalarType.Float64, generator: generator).DetachFromDisposeScope();
            _groups = tensor([0L, 1, 0, 2, 1, 2, 2, 0, 1, 0, 0, 0]).DetachFromDisposeScope();
            _samples = tensor([7L, 3, 11, 0, 1, 2, 19, 5, 6, 8, 9, 10]).DetachFromDisposeScope();
            var scalar = Constraint.AtMost("error", 0.4);
            _constraint = form switch
            {
                "counted groups" or "proxies" => Constraint.AtMost("error", [0.3, 0.6, 0.9]).Relaxed(Relaxation.Quadratic(3)),
                "gauge" => scalar.Contributing(Contribution.DualOnly),
                _ when form.StartsWith("mean over", StringComparison.Ordinal) => scalar.PerSample(20).Relaxed(Relaxation.Quadratic(3)),
                _ when form.StartsWith("sum over", StringComparison.Ordinal) => scalar.PerSample(20, Aggregation.Sum),
                _ => scalar.StartingAt(0.2),
            };
        }

        internal double[] Parameters => [.. _model.parameters().SelectMany(parameter => parameter.ToDoubles())];

        internal PrimalDual Learner(string scheme, string formulation) =>
            new(_model, optim.SGD(_model.parameters(), _constraint.Aggregation == Aggregation.Sum ? 0.002 : 0.02, momentum: 0.5), [_constraint], DualUpdate.NuPI(0.1), Engine.Formulations[formulation], Engine.Schemes[scheme]);

        internal double[] State(PrimalDual learner)
        {
            var state = learner.Multipliers[_constraint];
            return [.. state.Multiplier.ToDoubles(), .. state.Slack?.ToDoubles() ?? [], .. state.Penalty?.ToDoubles() ?? [], state.Value.ToDoubles().Average()];
        }

        internal Evaluation Evaluate(long from, long size)
        {
            var error = (_model.call(_x.narrow(0, from, size)).squeeze(1) - _y.narrow(0, from, size)).square();
            if (_constraint.IsPerSample) return Evaluation.Of(error.mean(), size).WithSamples(_constraint, error, _samples.narrow(0, from, size));
            if (_form == "unequal parts") return Evaluation.Of(error.mean(), size).With(_constraint, error.mean(), counts: tensor((double)size));
            if (_constraint.Count == 1) return Evaluation.Of(error.mean()).With(_constraint, error.mean());
            var members = stack([.. Enumerable.Range(0, 3).Select(g => _groups.narrow(0, from, size) == g)]).to(ScalarType.Float64);
            var counts = members.sum(1);
            var means = (members * error).sum(1) / counts.clamp_min(1);
            var strict = (members * (error > 0.5).to(ScalarType.Float64)).sum(1) / counts;
            return Evaluation.Of(error.mean(), size).With(_constraint, means, strict: _form == "proxies" ? strict : null, counts: counts);
        }

        public void Dispose()
        {
            foreach (var tensor in new[] { _x, _y, _groups, _samples }) tensor.Dispose();
            _model.Dispose();
        }
    }
}
