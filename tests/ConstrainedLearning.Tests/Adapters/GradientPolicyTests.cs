using ConstrainedLearning.Adapters;
using FluentAssertions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>What policies make of gradients and rates.</summary>
public sealed class GradientPolicyTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Blocks _model = new(1);
    private readonly AdaptedModel _adapted;

    public GradientPolicyTests()
    {
        manual_seed(9);
        _adapted = new AdaptedModel(_model);
    }

    public void Dispose()
    {
        _adapted.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_projected_step_is_the_closest_to_the_full_gradient_that_factors_allow(bool isFirstFrozen)
    {
        var adapter = _adapted.Add("a", new LoRA(Sites.Of(_model, "query", "output"), new LoRAOptions { Rank = 3, Alpha = 6, IsFirstFrozen = isFirstFrozen }));
        Catalog.Shake(adapter, 1);
        Tensor[] full = [.. adapter.Sites.Select(site => randn(site.Outputs, site.Inputs, dtype: ScalarType.Float64))];
        Backward(adapter, full);
        var plain = adapter.Sites.Select(site => Step(adapter, site)).ToArray();
        using (no_grad()) new GradientProjection(adapter, damping: 0).AfterBackward(null!, PrimalMove.Final);
        for (var i = 0; i < full.Length; i++)
        {
            var site = adapter.Sites[i];
            Tensor columns = Projection(adapter.Factors[LoRA.Second(site)]), rows = Projection(adapter.Factors[LoRA.First(site)].t());
            var expected = isFirstFrozen ? full[i].matmul(rows) : columns.matmul(full[i]) + full[i].matmul(rows) - columns.matmul(full[i]).matmul(rows);
            var found = Step(adapter, site);
            (found - expected).abs().max().ToDouble().Should().BeLessThan(1e-8);
            // The plain step may have any length: its residual is that of the best one.
            var best = plain[i] * ((plain[i] * full[i]).sum() / plain[i].square().sum());
            (found - full[i]).norm().ToDouble().Should().BeLessThan((best - full[i]).norm().ToDouble());
        }
    }

    [Fact]
    public void At_the_start_the_projected_step_moves_the_second_factor_along_the_rows_of_the_first()
    {
        var adapter = _adapted.Add("a", new LoRA(Sites.Of(_model, "query"), new LoRAOptions { Rank = 3, Alpha = 6 }));
        var site = adapter.Sites[0];
        var full = randn(site.Outputs, site.Inputs, dtype: ScalarType.Float64);
        Backward(adapter, [full]);
        using (no_grad()) new GradientProjection(adapter, damping: 1e-9).AfterBackward(null!, PrimalMove.Final);
        adapter.Factors[LoRA.First(site)].grad!.abs().max().ToDouble().Should().Be(0);
        (Step(adapter, site) - full.matmul(Projection(adapter.Factors[LoRA.First(site)].t()))).abs().max().ToDouble().Should().BeLessThan(1e-6);
    }

    [Fact]
    public void Rows_are_scaled_by_the_inverse_root_of_their_size()
    {
        var adapter = _adapted.Add("a", new LoRA(Sites.Of(_model, "query"), new LoRAOptions { Rank = 2 }));
        var site = adapter.Sites[0];
        Tensor a = adapter.Factors[LoRA.First(site)], b = adapter.Factors[LoRA.Second(site)];
        Backward(adapter, [randn(site.Outputs, site.Inputs, dtype: ScalarType.Float64)]);
        double[] before = b.grad!.ToDoubles();
        using (no_grad())
        {
            b.grad.Should().NotBeNull();
            b[0].fill_(1.5);
            new RowScaling(adapter, 4).AfterBackward(null!, PrimalMove.Final);
        }
        double[] after = b.grad!.ToDoubles();
        (after[0] / before[0]).Should().BeApproximately(1 / Math.Sqrt(Math.Sqrt(2 * 1.5 * 1.5) + 1.0 / 16), 1e-12);
        (after[2] / before[2]).Should().BeApproximately(4, 1e-12, "a row at 0 moves eta times as fast");
        a.grad!.ToDoubles().Should().OnlyContain(value => value == 0);
        this.Invoking(_ => new RowScaling(adapter, 0)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Second_factors_have_a_rate_that_is_a_multiple_of_the_firsts()
    {
        var adapter = _adapted.Add("a", new LoRA(Sites.Of(_model, "query", "key"), new LoRAOptions { Rank = 2 }));
        Catalog.Shake(adapter);
        var before = adapter.Factors.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.detach().clone());
        using var learner = new PrimalDual(_adapted, optim.AdamW(TwoRates.Groups(adapter, 1e-3, ratio: 8)), [], DualUpdate.Ascent(0.1));
        learner.Step(() => Evaluation.Of(adapter.Sites.Select(site => adapter.Delta(site).square().sum()).Aggregate((left, right) => left + right)));
        foreach (var (name, factor) in adapter.Factors.named_parameters()) // Adam's first step has the size of the rate
            (factor - before[name]).abs().mean().ToDouble().Should().BeApproximately(name.EndsWith("lora_B", StringComparison.Ordinal) ? 8e-3 : 1e-3, 1e-5);
        TwoRates.Groups(new LoRA(Sites.Of(_model, "query"), new LoRAOptions { IsFirstFrozen = true }), 1e-3).Should().ContainSingle();
    }

    [Fact]
    public void Factors_freeze_when_their_time_has_come()
    {
        var adapter = _adapted.Add("a", new LoRA(Sites.Of(_model, "query", "key"), new LoRAOptions { Rank = 2 }));
        Catalog.Shake(adapter);
        var policy = new ProgressiveFreezing(adapter, [new("query.lora_A", 2), new("lora_B", 4)]);
        using var learner = new PrimalDual(_adapted, optim.Adam(_adapted.parameters(), 1e-2), [], DualUpdate.Ascent(0.1)).With(policy);
        var history = new List<Dictionary<string, double>>();
        for (var step = 0; step < 6; step++)
        {
            history.Add(adapter.Factors.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.sum().ToDouble()));
            learner.Step(() => Evaluation.Of(adapter.Sites.Select(site => adapter.Delta(site).square().sum()).Aggregate((left, right) => left + right)));
        }
        foreach (var name in history[0].Keys)
        {
            var last = name == "layers.0.query.lora_A" ? 2 : name.EndsWith("lora_B", StringComparison.Ordinal) ? 4 : 6;
            for (var step = 1; step < 6; step++) (history[step][name] != history[step - 1][name]).Should().Be(step <= last, "{0} in step {1}", name, step);
        }
        policy.Frozen.Should().Be(3);
        this.Invoking(_ => new ProgressiveFreezing(adapter, [new("nothing", 1)])).Should().Throw<ArgumentException>().WithMessage("*nothing*lora_A*");
    }

    private static Tensor Projection(Tensor basis) => basis.matmul(linalg.inv(basis.t().matmul(basis))).matmul(basis.t());

    private static void Backward(LoRA adapter, Tensor[] full) => adapter.Sites.Zip(full, (site, gradient) => (adapter.Delta(site) * gradient).sum()).Aggregate((left, right) => left + right).backward();

    // The first-order change of Delta = s B A along the factors' gradients.
    private static Tensor Step(LoRA adapter, Site site)
    {
        using var _ = no_grad();
        Tensor a = adapter.Factors[LoRA.First(site)], b = adapter.Factors[LoRA.Second(site)];
        var step = b.grad!.matmul(a);
        return (a.grad is { } first ? step + b.matmul(first) : step) * adapter.ScaleOf(site);
    }
}
