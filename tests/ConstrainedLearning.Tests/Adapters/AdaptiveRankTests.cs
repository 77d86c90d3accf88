using ConstrainedLearning.Adapters;
using FluentAssertions;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>Ranks that go down where they matter least.</summary>
public sealed class AdaptiveRankTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Blocks _model;
    private readonly AdaptedModel _adapted;
    private readonly GatedLoRA _adapter;
    private readonly Tensor _slopes = tensor(new[] { 0.9, -0.2, 0.4, 0.1, -0.7, 0.3, 0.05, 0.25 }, dtype: ScalarType.Float64);

    public AdaptiveRankTests()
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
    public void The_budget_goes_down_by_the_cubic_schedule()
    {
        var options = new AdaptiveRankOptions(10, 100) { Warmup = 20, Final = 30 };
        options.BudgetAt(0, 50).Should().Be(50);
        options.BudgetAt(20, 50).Should().Be(50);
        options.BudgetAt(45, 50).Should().Be(10 + 40 / 8);
        options.BudgetAt(70, 50).Should().Be(10);
        options.BudgetAt(200, 50).Should().Be(10);
    }

    [Fact]
    public void Scores_are_the_published_means_and_the_gates_with_the_lowest_go()
    {
        using var policy = new AdaptiveRank(_adapter, new AdaptiveRankOptions(3, 10) { SensitivityMemory = 0.5, UncertaintyMemory = 0.75 });
        using var learner = Learner(policy);
        double[] values = [.. Enumerable.Repeat(1.0, 8)], sensitivity = new double[8], uncertainty = new double[8], slopes = _slopes.ToDoubles();
        for (var step = 1; step <= 10; step++)
        {
            learner.Step(Evaluate);
            for (var c = 0; c < 8; c++)
            {
                var slope = 2 * slopes[c] * slopes[c] * values[c];
                values[c] -= 0.01 * slope;
                var now = Math.Abs(values[c] * slope);
                sensitivity[c] = 0.5 * sensitivity[c] + 0.5 * now;
                uncertainty[c] = 0.75 * uncertainty[c] + 0.25 * Math.Abs(now - sensitivity[c]);
            }
            policy.Scores().ToDoubles().ShouldBeCloseTo([.. sensitivity.Zip(uncertainty, (i, u) => i * u)], 1e-12);
            var kept = new AdaptiveRankOptions(3, 10).BudgetAt(step, 8);
            var chosen = Enumerable.Range(0, 8).OrderByDescending(c => sensitivity[c] * uncertainty[c]).Take(kept).ToHashSet();
            for (var c = 0; c < 8; c++) values[c] = chosen.Contains(c) ? values[c] : 0;
            Gates().ShouldBeCloseTo(values, 1e-12);
        }
        Gates().Select(value => value != 0).Should().Equal(true, false, true, false, true, false, false, false);
    }

    [Fact]
    public void A_gate_comes_back_when_it_is_needed()
    {
        using (no_grad())
            foreach (var gates in _adapter.Gates) gates.Values.zero_();
        using var policy = new AdaptiveRank(_adapter, new AdaptiveRankOptions(1, 1));
        using var learner = Learner(policy);
        learner.Run(5, () => Wanting(0));
        Open().Should().Equal(0);
        learner.Run(40, () => Wanting(5));
        Open().Should().Equal(5);

        Evaluation Wanting(int gate) => Evaluation.Of((cat([_adapter.Gates[0].Values, _adapter.Gates[1].Values]) - nn.functional.one_hot(tensor(gate, ScalarType.Int64), 8)).square().sum());
        IEnumerable<int> Open() => Gates().Select((value, place) => (value, place)).Where(gate => gate.value != 0).Select(gate => gate.place);
    }

    [Fact]
    public void A_resumed_run_goes_on_as_if_it_had_not_stopped()
    {
        using var policy = new AdaptiveRank(_adapter, new AdaptiveRankOptions(3, 10));
        using var learner = Learner(policy);
        learner.Run(4, Evaluate);
        var saved = policy.StateDict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        learner.Run(2, Evaluate);
        var expected = policy.Scores().ToDoubles();
        policy.Scores().ToDoubles().Should().NotEqual((saved["sensitivity"] * saved["uncertainty"]).ToDoubles());

        _adapter.Initialize();
        using var other = new AdaptiveRank(_adapter, new AdaptiveRankOptions(3, 10));
        using var again = Learner(other);
        again.Run(4, Evaluate);
        other.StateDict()["sensitivity"].zero_();
        other.LoadStateDict(saved);
        again.Run(2, Evaluate);
        other.Scores().ToDoubles().Should().Equal(expected);
        other.Invoking(it => it.LoadStateDict(new Dictionary<string, Tensor>())).Should().Throw<ArgumentException>().WithMessage("*adaptive rank*sensitivity*");
    }

    [Fact]
    public void Plans_that_cannot_be_are_refused()
    {
        foreach (var options in new[] { new AdaptiveRankOptions(0, 10), new AdaptiveRankOptions(9, 10), new AdaptiveRankOptions(3, 10) { Warmup = 5, Final = 5 }, new AdaptiveRankOptions(3, 10) { SensitivityMemory = 1 } })
            this.Invoking(_ => new AdaptiveRank(_adapter, options)).Should().Throw<ArgumentException>();
    }

    private PrimalDual Learner(AdaptiveRank policy) => new PrimalDual(_adapted, optim.SGD(_adapted.parameters(), 0.01), [], DualUpdate.Ascent(0.1)).With(policy);

    private Evaluation Evaluate() => Evaluation.Of((cat([_adapter.Gates[0].Values, _adapter.Gates[1].Values]) * _slopes).square().sum());

    private double[] Gates() => [.. _adapter.Gates.SelectMany(gates => gates.Values.ToDoubles())];
}
