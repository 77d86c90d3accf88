using ConstrainedLearning.Adapters;
using FluentAssertions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>A budget of numbers on gates, and what shrinks them.</summary>
public sealed class GateBudgetTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Blocks _model;
    private readonly AdaptedModel _adapted;
    private readonly GatedLoRA _adapter;

    public GateBudgetTests()
    {
        manual_seed(6);
        _model = new Blocks(1);
        _adapted = new AdaptedModel(_model);
        _adapter = _adapted.Add("a", new GatedLoRA(Sites.Of(_model, "query", "key"), new GatedLoRAOptions { Rank = 4 }));
    }

    public void Dispose()
    {
        _adapted.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void The_share_is_the_strict_count()
    {
        var budget = new GateBudget("budget", _adapter, 100); // a component has 12 + 12 + 1 numbers
        budget.Share().ToDouble().Should().BeApproximately(8 * 25 / 100.0, 1e-15);
        Set(0, 0, 1e-300, -2, 0);
        budget.Share().ToDouble().Should().BeApproximately(6 * 25 / 100.0, 1e-15);
    }

    [Theory]
    [InlineData(0.0, 1.5, -0.25, 0.1, 0.0)]
    [InlineData(2.0, 1.3, -0.05, 0.0, 0.0)]
    public void The_proximal_step_is_the_soft_threshold(double penalty, double first, double second, double third, double fourth)
    {
        Set(0, 1.5, -0.25, 0.1, 0);
        Step(new ProximalGates(_adapter, penalty), rate: 0.1, []);
        _adapter.Gates[0].Values.ToDoubles().ShouldBeCloseTo([first, second, third, fourth], 1e-15);
        if (penalty > 0) _adapter.Gates[0].Values.ToDoubles()[2].Should().Be(0, "a gate in the threshold is 0 to the last bit");
    }

    [Fact]
    public void With_a_budget_the_threshold_is_rate_times_multiplier_times_share_of_cost()
    {
        Set(0, 1.5, -0.25, 0.1, 0);
        var budget = new GateBudget("budget", _adapter, 1000).As(constraint => constraint.StartingAt(20).MovedBy(DualUpdate.Ascent(1e-12)));
        Step(new ProximalGates(budget), rate: 0.1, [budget]);
        _adapter.Gates[0].Values.ToDoubles().ShouldBeCloseTo([1.45, -0.2, 0.05, 0], 1e-10); // 0.1 * 20 * 25 / 1000
    }

    // min sum_c (g_c - a_c)^2 / 2 s.t. at most 3 of them: the three largest.
    [Fact]
    public void Training_ends_on_the_budget_with_the_gates_that_are_needed()
    {
        var wanted = tensor(new[] { 0.9, -0.2, 0.4, 0.1, -0.7, 0.3, 0.05, 0.25 }, dtype: ScalarType.Float64);
        var budget = new GateBudget("budget", _adapter, 3 * 25 + 10);
        using var learner = new PrimalDual(_adapted, optim.SGD(_adapted.parameters(), 0.1), [budget.Constraint], DualUpdate.Ascent(0.02)).With(new ProximalGates(budget));
        var least = 8L;
        for (var step = 0; step < 2000; step++)
        {
            learner.Step(() => Evaluation.Of((cat([_adapter.Gates[0].Values, _adapter.Gates[1].Values]) - wanted).square().sum() / 2 + 0 * _adapter.Factors.parameters().Sum()).With(budget));
            if (step > 1000) least = Math.Min(least, _adapter.Gates.Sum(gates => gates.Values.ToDoubles().LongCount(value => value != 0)));
        }
        least.Should().BeLessThanOrEqualTo(3, "the multiplier alone brings the count down to the budget");
        learner.Multipliers[budget.Constraint].Multiplier.Only().Should().BeInRange(0.25 * 85 / 25, 0.5 * 85 / 25, "|g_c| is over the threshold lambda cost / B for the kept ones, whose least is 0.4, and the next is 0.3");
        budget.Round().Should().Equal(2, 1);
        budget.Share().ToDouble().Should().BeLessThanOrEqualTo(1);
        cat([_adapter.Gates[0].Values, _adapter.Gates[1].Values]).ToDoubles().Select(value => value != 0).Should().Equal(true, false, true, false, true, false, false, false);
    }

    [Fact]
    public void Rounding_fills_the_budget_with_the_largest_gates_that_have_room()
    {
        Set(0, 1, -4, 0, 2);
        Set(1, 3, 0.1, 0.2, 0.3);
        var budget = new GateBudget("budget", _adapter, 3 * 25);
        budget.Round().Should().Equal(2, 1);
        _adapter.Gates[0].Values.ToDoubles().Should().Equal(0, -4, 0, 2);
        _adapter.Gates[1].Values.ToDoubles().Should().Equal(3, 0, 0, 0);
        new GateBudget("budget", _adapter, 10_000).Round().Should().Equal(2, 1);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        this.Invoking(_ => new GateBudget("budget", _adapter, 24)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*'budget'*25*");
        this.Invoking(_ => new ProximalGates(_adapter, -1)).Should().Throw<ArgumentOutOfRangeException>();
        var budget = new GateBudget("budget", _adapter, 25);
        budget.Invoking(it => it.As(constraint => constraint.Contributing(Contribution.Both))).Should().Throw<ArgumentException>().WithMessage("*'budget'*");
        using var learner = new PrimalDual(_adapted, optim.SGD([_adapter.Factors.parameters().First()], 0.1), [], DualUpdate.Ascent(0.1)).With(new ProximalGates(_adapter, 1));
        learner.Invoking(it => it.Step(() => Evaluation.Of(_adapter.Factors.parameters().First().sum()))).Should().Throw<InvalidOperationException>().WithMessage("*layers.0.query*optimiser*");
    }

    private void Step(ProximalGates policy, double rate, GateBudget[] budgets)
    {
        using var learner = new PrimalDual(_adapted, optim.SGD(_adapted.parameters(), rate), [.. budgets.Select(budget => budget.Constraint)], DualUpdate.Ascent(0.1)).With(policy);
        learner.Step(() => budgets.Aggregate(Evaluation.Of(0 * _adapter.Gates[0].Values.sum()), (evaluation, budget) => evaluation.With(budget)));
    }

    private void Set(int site, params double[] values)
    {
        using var _ = no_grad();
        _adapter.Gates[site].Values.copy_(tensor(values, dtype: ScalarType.Float64));
    }
}

internal static class ParameterSums
{
    internal static Tensor Sum(this IEnumerable<Parameter> parameters) => parameters.Select(parameter => parameter.sum()).Aggregate((left, right) => left + right);
}
