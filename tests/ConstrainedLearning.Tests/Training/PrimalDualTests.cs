using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Training;

public sealed class PrimalDualTests : IDisposable
{
    private readonly Theta _theta = new(0);
    private readonly Constraint _first = Constraint.AtMost("first", 0.5);
    private readonly Constraint _pair = Constraint.AtMost("pair", [1, -1]);

    private PrimalDual Learner(params Constraint[] constraints) => Toy.Learner(_theta, constraints, DualUpdate.Ascent(0.1));

    public void Dispose() => _theta.Dispose();

    [Fact]
    public void Multipliers_are_found_by_name_whatever_the_order_of_constraints_and_measurements()
    {
        using var learner = Learner(_first, _pair);
        using var other = new Theta(0);
        using var swapped = Toy.Learner(other, [_pair, _first], DualUpdate.Ascent(0.1));

        learner.Run(3, () => Evaluation.Of((_theta.Value - 3).square()).With(_first, _theta.Value).With(_pair, stack([_theta.Value, -_theta.Value])));
        swapped.Run(3, () => Evaluation.Of((other.Value - 3).square()).With(_pair, stack([other.Value, -other.Value])).With(_first, other.Value));

        swapped.Multipliers[_first].Multiplier.ToDoubles().Should().Equal(learner.Multipliers[_first].Multiplier.ToDoubles());
        swapped.Multipliers["pair"].Multiplier.ToDoubles().Should().Equal(learner.Multipliers["pair"].Multiplier.ToDoubles());
        learner.Multipliers["pair"].Multiplier.ToDoubles()[1].Should().BePositive();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Wrong_shape_names_the_constraint_and_moves_nothing(int size)
    {
        using var learner = Learner(_pair);

        var step = () => learner.Step(() => Evaluation.Of((_theta.Value - 3).square()).With(_pair, _theta.Value.expand(size)));

        step.Should().Throw<ShapeMismatchException>().WithMessage($"constraint 'pair'*[{size}]*expected [2]*");
        NothingMoved(learner);
    }

    [Fact]
    public void Matrix_value_is_refused()
    {
        using var learner = Learner(_pair);

        var step = () => learner.Step(() => Evaluation.Of(_theta.Value).With(_pair, _theta.Value.expand(1, 2)));

        step.Should().Throw<ShapeMismatchException>().WithMessage("*[1, 2]*");
    }

    [Fact]
    public void Non_finite_value_stops_the_step_and_names_the_constraint()
    {
        using var learner = Learner(_first, _pair);
        learner.Step(() => Evaluation.Of(_theta.Value * 0).With(_first, _theta.Value).With(_pair, stack([_theta.Value, -_theta.Value - 2])));

        var step = () => learner.Step(() => Evaluation.Of((_theta.Value - 3).square()).With(_pair, stack([_theta.Value / 0, _theta.Value])).With(_first, _theta.Value));

        step.Should().Throw<NonFiniteException>().WithMessage("step 2: the value of constraint 'pair' is not finite*").Which.Sources.Should().HaveCount(1);
        NothingMoved(learner, steps: 1);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Non_finite_loss_stops_the_step(double factor)
    {
        using var learner = Learner(_first);

        var step = () => learner.Step(() => Evaluation.Of((_theta.Value - 3).square() * factor).With(_first, _theta.Value));

        step.Should().Throw<NonFiniteException>().WithMessage("step 1: the loss is not finite*");
        NothingMoved(learner);
    }

    [Fact]
    public void Infinite_value_of_a_free_constraint_is_seen_although_its_price_is_zero()
    {
        using var learner = Learner(_first);

        var step = () => learner.Step(() => Evaluation.Of(_theta.Value.square()).With(_first, _theta.Value - double.PositiveInfinity));

        step.Should().Throw<NonFiniteException>().WithMessage("*'first'*");
    }

    [Fact]
    public void Forgotten_constraint_is_named()
    {
        using var learner = Learner(_first, _pair);

        var step = () => learner.Step(() => Evaluation.Of(_theta.Value).With(_first, _theta.Value));

        step.Should().Throw<ArgumentException>().WithMessage("constraint 'pair' was not measured*");
    }

    [Fact]
    public void Constraint_measured_twice_is_named()
    {
        using var learner = Learner(_first, _pair);

        var step = () => learner.Step(() => Evaluation.Of(_theta.Value).With(_first, _theta.Value).With(_first, _theta.Value));

        step.Should().Throw<ArgumentException>().WithMessage("constraint 'first' was measured 2 times*");
    }

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(0, double.NaN)]
    public void Proxy_and_true_value_are_both_looked_at(double inProxy, double inStrict)
    {
        using var learner = Learner(_first);

        var step = () => learner.Step(() => Evaluation.Of((_theta.Value - 3).square()).With(_first, _theta.Value + inProxy, strict: _theta.Value + inStrict));

        step.Should().Throw<NonFiniteException>().WithMessage("*'first'*");
        NothingMoved(learner);
    }

    [Fact]
    public void Constraint_of_another_problem_is_named()
    {
        using var learner = Learner(_first);

        var step = () => learner.Step(() => Evaluation.Of(_theta.Value).With(_pair, _theta.Value.expand(2)));

        step.Should().Throw<KeyNotFoundException>().WithMessage("*'pair'*'first'*");
    }

    [Fact]
    public void Two_constraints_of_one_name_are_refused()
    {
        var build = () => Learner(_first, Constraint.AtMost("first", 2));

        build.Should().Throw<ArgumentException>().WithMessage("*'first'*");
    }

    [Fact]
    public void Loss_that_is_no_scalar_is_refused()
    {
        using var learner = Learner();

        var step = () => learner.Step(() => Evaluation.Of(_theta.Value.expand(2)));

        step.Should().Throw<ArgumentException>().WithMessage("the loss has shape [2]*");
    }

    [Fact]
    public void Without_constraints_a_step_is_the_optimisers_own()
    {
        using var learner = Learner();
        using var other = new Theta(0);
        using var optimizer = optim.SGD(other.parameters(), 0.05);

        for (var i = 0; i < 5; i++)
        {
            learner.Step(() => Evaluation.Of((_theta.Value - 3).square()));
            optimizer.zero_grad();
            (other.Value - 3).square().backward();
            optimizer.step();
        }

        _theta.Number.Should().Be(other.Number);
    }

    [Fact]
    public void Scaling_a_constraint_scales_its_price_inversely_and_keeps_the_solution()
    {
        var (theta, price) = Solve(1);
        var (scaledTheta, scaledPrice) = Solve(4);

        scaledTheta.Should().BeApproximately(theta, 1e-6);
        scaledPrice.Should().BeApproximately(price / 4, 1e-6);

        static (double, double) Solve(double scale)
        {
            using var theta = new Theta(0);
            var bound = Constraint.AtMost("bound", scale);
            using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(0.05 / (scale * scale)));
            learner.Run(4000, () => Evaluation.Of((theta.Value - 3).square() / 2).With(bound, theta.Value * scale));
            return (theta.Number, learner.Multipliers[bound].Multiplier.Only());
        }
    }

    [Fact]
    public void A_loop_leaves_no_tensor_behind()
    {
        using var learner = Learner(_first, _pair.Relaxed(Relaxation.Quadratic(2)));
        void Step() => learner.Step(() => Evaluation.Of((_theta.Value - 3).square()).With(_first, _theta.Value).With(_pair, stack([_theta.Value, -_theta.Value])));
        Step();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount; // other tests run on other threads

        for (var i = 0; i < 200; i++) Step();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(live);
    }

    /// <summary>The smallest requirement, theta &lt;= 0.5, measures the parameter itself.</summary>
    [Fact]
    public void A_value_that_is_a_view_of_a_parameter_does_not_move_with_it_before_the_multipliers_do()
    {
        using var learner = Learner(_first);
        using (no_grad()) _theta.Value.fill_(3);
        using var scope = NewDisposeScope();

        learner.Objective(Evaluation.Of(_theta.Value * 0).With(_first, _theta.Value));
        using (no_grad()) _theta.Value.fill_(100);
        learner.AdvanceDuals();

        learner.Multipliers[_first].Multiplier.Only().Should().BeApproximately(0.25, 1e-12);
        learner.Multipliers[_first].Value.Only().Should().Be(3);
    }

    [Fact]
    public void Report_is_readable_until_the_next_step()
    {
        using var learner = Learner(_pair);
        Evaluation Evaluate() => Evaluation.Of((_theta.Value - 3).square()).With(_pair, stack([_theta.Value, -_theta.Value]));

        var report = learner.Step(Evaluate);
        report.Step.Should().Be(1);
        report.Loss.Should().Be(9);
        report.Values(_pair).Should().Equal(0, 0);
        report.Multipliers(_pair).Should().Equal(0, 0.1);
        report.Slacks(_pair).Should().Equal(0, 0);

        learner.Step(Evaluate);
        var late = () => report.Loss;
        late.Should().Throw<InvalidOperationException>().WithMessage("*step 1*step 2*");
    }

    [Fact]
    public void Sensitivity_ranks_prices_and_says_how_to_read_them()
    {
        using var learner = Learner(_pair);
        learner.Run(2, () => Evaluation.Of((_theta.Value - 3).square()).With(_pair, stack([_theta.Value, -_theta.Value])));

        var report = learner.Sensitivity();

        report.Prices[0].Should().BeEquivalentTo(new { Constraint = "pair", Component = 1, Bound = -1.0, IsCapped = false, State = "priced" });
        report.Prices[1].State.Should().Be("free");
        report.ToString().Should().Contain("pair[1]");
    }

    [Fact]
    public void Ten_lines_are_enough_to_start()
    {
        const int horizon = 4;
        manual_seed(1);
        using var model = nn.Linear(3, horizon);
        var batches = Enumerable.Range(0, 5).Select(_ => (randn(8, 3), randn(8, horizon, 2))).ToList();

        var perStep = Constraint.AtMost("step loss", bound: 0.45, count: horizon).Relaxed(Relaxation.Quadratic(2.0));
        using var learner = new PrimalDual(model, optim.Adam(model.parameters(), 1e-3), [perStep], DualUpdate.Ascent(0.01));
        foreach (var (x, y) in batches)
            learner.Step(() =>
            {
                var error = (model.call(x).unsqueeze(-1) - y).square().mean([0, 2]);
                return Evaluation.Of(error.mean()).With(perStep, error);
            });

        learner.StepCount.Should().Be(5);
        learner.Sensitivity().Prices.Should().HaveCount(horizon).And.OnlyContain(price => price.Multiplier >= 0);
    }

    private void NothingMoved(PrimalDual learner, long steps = 0)
    {
        _theta.Number.Should().Be(0);
        learner.StepCount.Should().Be(steps);
        learner.Multipliers.SelectMany(state => state.Multiplier.ToDoubles()).Should().OnlyContain(m => m == 0);
    }
}
