using ConstrainedLearning.Adapters;
using FluentAssertions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>How far each matrix may be changed.</summary>
public sealed class CapacityConstraintTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public CapacityConstraintTests() => manual_seed(5);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData("lora")]
    [InlineData("lorta")]
    public void Values_are_the_squared_norms_of_dense_deltas(string method)
    {
        var model = new Blocks();
        using var adapter = (IAdditive)Catalog.Find(method).Make(Sites.Of(model));
        Catalog.Shake(adapter);
        var (plain, relative) = (new CapacityConstraint("capacity", adapter, 1), new CapacityConstraint("share", adapter, 1, new CapacityOptions { IsRelative = true }));
        for (var i = 0; i < adapter.Sites.Count; i++)
        {
            var site = adapter.Sites[i];
            var (change, weight) = (adapter.Delta(site).ToDoubles().Sum(value => value * value), site.Weight.ToDoubles().Sum(value => value * value));
            plain.Measure().ToDoubles()[i].Should().BeApproximately(change, 1e-10);
            relative.Measure().ToDoubles()[i].Should().BeApproximately(change / weight, 1e-10);
            plain.Constraint.ComponentName(i).Should().Be($"capacity[{site.Name}]");
        }
    }

    // min ||W + Delta - T||^2 s.t. ||Delta||^2 <= tau, for one matrix at full rank: Delta = sqrt(tau) D / ||D||, D = T - W, and mu = ||D|| / sqrt(tau) - 1. The second site has all that it wants.
    [Fact]
    public void Sites_end_at_the_closed_form_solution_and_only_the_bound_that_binds_has_a_price()
    {
        var model = new Blocks(1);
        var sites = Sites.Of(model, "query", "key");
        using var adapted = new AdaptedModel(model);
        var adapter = adapted.Add("a", new LoRA(sites, new LoRAOptions { Rank = Blocks.Width }));
        Tensor[] wanted = [.. sites.Select(site => randn_like(site.Weight).detach() * 0.2)];
        var tau = wanted[0].square().sum().ToDouble() / 4;
        var capacity = new CapacityConstraint("capacity", adapter, 1e3, new CapacityOptions { Bounds = [new("query", tau)] });
        using var learner = new PrimalDual(adapted, optim.Adam(adapted.parameters(), 1e-2), [capacity.Constraint], DualUpdate.Ascent(0.05), Formulation.AugmentedLagrangian(1));
        learner.Run(1500, () => Evaluation.Of(sites.Zip(wanted, (site, target) => (adapter.Delta(site) - target).square().sum()).Aggregate((left, right) => left + right)).With(capacity));
        learner.Multipliers[capacity.Constraint].Multiplier.ToDoubles().ShouldBeCloseTo([1, 0], 1e-3); // ||D|| / sqrt(tau) - 1 = 2 - 1
        learner.Multipliers[capacity.Constraint].Value.ToDoubles()[0].Should().BeApproximately(tau, 1e-3 * tau);
        (adapter.Delta(sites[0]) - wanted[0] / 2).abs().max().ToDouble().Should().BeLessThan(1e-3);
        (adapter.Delta(sites[1]) - wanted[1]).abs().max().ToDouble().Should().BeLessThan(1e-3);
    }

    [Fact]
    public void Bounds_that_fit_nothing_or_mean_nothing_are_refused()
    {
        var model = new Blocks(1);
        using var adapter = new LoRA(Sites.Of(model));
        this.Invoking(_ => new CapacityConstraint("c", adapter, 0)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*layers.0.query*");
        this.Invoking(_ => new CapacityConstraint("c", adapter, 1, new CapacityOptions { Bounds = [new("nothing", 1)] })).Should().Throw<ArgumentException>().WithMessage("*nothing*layers.0.key*");
        using (no_grad()) ((Linear)adapter.Sites[2].Layer).weight.zero_();
        this.Invoking(_ => new CapacityConstraint("c", adapter, 1, new CapacityOptions { IsRelative = true })).Should().Throw<ArgumentException>().WithMessage($"*{adapter.Sites[2].Name}*");
    }
}
