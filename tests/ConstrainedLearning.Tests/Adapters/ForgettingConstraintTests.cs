using ConstrainedLearning.Adapters;
using FluentAssertions;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>What adapters may do to what the model could do.</summary>
public sealed class ForgettingConstraintTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Blocks _model;
    private readonly AdaptedModel _adapted;
    private readonly LoRA _adapter;
    private readonly Tensor _old, _labels, _new, _target;

    public ForgettingConstraintTests()
    {
        manual_seed(4);
        _model = new Blocks();
        _adapted = new AdaptedModel(_model);
        _adapter = _adapted.Add("a", new LoRA(Sites.Of(_model), new LoRAOptions { Rank = 2, Dropout = 0.5 }));
        (_old, _new) = (randn(16, Blocks.Width, dtype: ScalarType.Float64), randn(16, Blocks.Width, dtype: ScalarType.Float64));
        (_labels, _target) = (randint(0, Blocks.Width, [16]), randn(16, Blocks.Width, dtype: ScalarType.Float64));
    }

    public static TheoryData<ForgettingMeasure> Measures => [.. Enum.GetValues<ForgettingMeasure>()];

    public void Dispose()
    {
        _adapted.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData(ForgettingMeasure.LossIncrease)]
    [InlineData(ForgettingMeasure.Divergence)]
    public void Before_the_first_step_the_slack_is_minus_epsilon_exactly(ForgettingMeasure measure)
    {
        var forgetting = new ForgettingConstraint("old", _adapted, 0.25, measure);
        _adapted.train(); // dropout is on in the caller's passes
        using var learner = Learner(forgetting);
        learner.Step(() => Evaluate(forgetting));
        learner.Multipliers[forgetting.Constraint].Value.Only().Should().Be(0);
        learner.Multipliers[forgetting.Constraint].Multiplier.Only().Should().Be(0);
    }

    [Theory, MemberData(nameof(Measures))]
    public void The_value_is_that_of_the_definition(ForgettingMeasure measure)
    {
        var forgetting = new ForgettingConstraint("old", _adapted, 0.25, measure);
        Catalog.Shake(_adapter);
        _adapted.train();
        using var learner = Learner(forgetting);
        learner.Step(() => Evaluate(forgetting, moves: false));
        var value = learner.Multipliers[forgetting.Constraint].Value.Only();

        _adapted.eval();
        using var _ = no_grad();
        var output = _model.call(_old);
        Tensor before;
        using (_adapted.Disabled()) before = _model.call(_old);
        double expected = 0;
        double[,] p = Softmax(before), q = Softmax(output);
        for (var row = 0; row < 16; row++)
        {
            var label = (int)_labels[row].ToInt64();
            expected += measure switch
            {
                ForgettingMeasure.Loss => -Math.Log(q[row, label]),
                ForgettingMeasure.LossIncrease => Math.Log(p[row, label]) - Math.Log(q[row, label]),
                _ => Enumerable.Range(0, Blocks.Width).Sum(c => p[row, c] * (Math.Log(p[row, c]) - Math.Log(q[row, c]))),
            };
        }
        value.Should().BeApproximately(expected / 16, 1e-12).And.NotBeApproximately(0, 1e-3);

        static double[,] Softmax(Tensor scores)
        {
            var result = new double[16, Blocks.Width];
            for (var row = 0; row < 16; row++)
            {
                var line = scores[row].ToDoubles();
                var sum = line.Sum(Math.Exp);
                for (var c = 0; c < line.Length; c++) result[row, c] = Math.Exp(line[c]) / sum;
            }
            return result;
        }
    }

    [Theory, MemberData(nameof(Measures))]
    public void Its_gradient_is_that_of_finite_differences(ForgettingMeasure measure)
    {
        var forgetting = new ForgettingConstraint("old", _adapted, 0.25, measure);
        Catalog.Shake(_adapter, 0.1);
        forgetting.As(constraint => constraint.StartingAt(1));
        using var learner = Learner(forgetting);
        learner.Objective(Value()).backward();
        foreach (var (name, factor) in _adapter.Factors.named_parameters())
        {
            var expected = (At(factor, 1e-6) - At(factor, -1e-6)) / 2e-6;
            var gradient = factor.grad!.view(-1)[0].ToDouble();
            gradient.Should().BeApproximately(expected, 1e-7 + 1e-5 * Math.Abs(expected), "of {0}", name);
        }

        Evaluation Value() => Evaluation.Of(zeros([], ScalarType.Float64)).With(forgetting, () => _model.call(_old), output => nn.functional.cross_entropy(output, _labels));

        double At(Tensor factor, double change)
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            factor.view(-1)[0].add_(change);
            learner.Objective(Value());
            var value = learner.AdvanceDuals().Values(forgetting.Constraint)[0];
            factor.view(-1)[0].add_(-change);
            return value;
        }
    }

    [Fact]
    public void Modes_are_what_they_were_afterwards()
    {
        _adapted.train();
        _model.named_modules().First(pair => pair.name == "layers.0.query").module.eval();
        var before = _model.modules().Concat(_adapted.modules()).Select(module => module.training).ToList();
        var forgetting = new ForgettingConstraint("old", _adapted, 0.25);
        using var learner = Learner(forgetting);
        learner.Step(() => Evaluate(forgetting));
        before.Should().Contain(false).And.Contain(true);
        _model.modules().Concat(_adapted.modules()).Select(module => module.training).Should().Equal(before);
    }

    [Fact]
    public void A_bound_that_never_binds_changes_nothing_to_the_last_bit()
    {
        Run(1e6).Should().Equal(Run(null));

        double[] Run(double? epsilon)
        {
            manual_seed(8);
            _adapter.Initialize();
            _adapted.train();
            var forgetting = epsilon is { } most ? new ForgettingConstraint("old", _adapted, most) : null;
            using var learner = new PrimalDual(_adapted, optim.Adam(_adapted.parameters(), 1e-2), forgetting is null ? [] : [forgetting.Constraint], DualUpdate.Ascent(1));
            for (var step = 0; step < 20; step++) learner.Step(() => forgetting is null ? Evaluation.Of(NewLoss()) : Evaluate(forgetting));
            return [.. _adapted.parameters().SelectMany(parameter => parameter.detach().reshape(-1).ToDoubles())];
        }
    }

    [Fact]
    public void Training_with_it_forgets_no_more_than_is_allowed_and_without_it_does()
    {
        const double Epsilon = 0.05;
        Train(null).Should().BeGreaterThan(5 * Epsilon);
        Train(Epsilon).Should().BeInRange(0, Epsilon * 1.1);

        double Train(double? epsilon)
        {
            manual_seed(8);
            _adapter.Initialize();
            var forgetting = new ForgettingConstraint("old", _adapted, epsilon ?? 1e6, ForgettingMeasure.Divergence);
            using var learner = Learner(forgetting, DualUpdate.Ascent(1));
            _adapted.eval();
            learner.Run(600, () => Evaluate(forgetting));
            return learner.Multipliers[forgetting.Constraint].Value.Only();
        }
    }

    [Fact]
    public void What_cannot_be_measured_is_refused()
    {
        this.Invoking(_ => new ForgettingConstraint("old", _adapted, -1, ForgettingMeasure.Divergence)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*'old'*");
        var forgetting = new ForgettingConstraint("old", _adapted, -1);
        using var learner = Learner(forgetting);
        learner.Invoking(it => it.Step(() => Evaluation.Of(NewLoss()).With(forgetting, () => _model.call(_old)))).Should().Throw<ArgumentException>().WithMessage("*'old'*loss*");
        forgetting.Invoking(it => it.As(_ => Constraint.AtMost("new", 1))).Should().Throw<ArgumentException>().WithMessage("*'old'*");
    }

    private PrimalDual Learner(ForgettingConstraint forgetting, DualUpdate? dual = null) => new(_adapted, optim.Adam(_adapted.parameters(), 1e-2), [forgetting.Constraint], dual ?? DualUpdate.Ascent(0.1));

    private Evaluation Evaluate(ForgettingConstraint forgetting, bool moves = true) =>
        Evaluation.Of(moves ? NewLoss() : zeros([], ScalarType.Float64)).With(forgetting, () => _model.call(_old), output => nn.functional.cross_entropy(output, _labels));

    private Tensor NewLoss() => (_model.call(_new) - _target).square().mean();
}
