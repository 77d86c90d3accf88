using ConstrainedLearning.Adapters;
using FluentAssertions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>Where a budget of ranks should go, in cases whose answer is known.</summary>
public sealed class CapacityRankingTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Blocks _model;
    private readonly IReadOnlyList<Site> _sites;

    public CapacityRankingTests()
    {
        manual_seed(11);
        _model = new Blocks(1);
        _sites = Sites.Of(_model);
    }

    public void Dispose() => _scope.Dispose();

    // Each site alone has to learn a planted change of a known size, and mu_m = ||D_m|| / sqrt(tau) - 1 where that is above 0.
    [Fact]
    public void Multipliers_rank_sites_by_the_changes_that_were_planted()
    {
        using var adapted = new AdaptedModel(_model);
        var adapter = adapted.Add("a", new LoRA(_sites, new LoRAOptions { Rank = 4 }));
        double[] sizes = [2, 0.5, 4, 3];
        Tensor[] planted = [.. _sites.Zip(sizes, (_, size) => Planted(size))];
        var capacity = new CapacityConstraint("capacity", adapter, 1);
        using var learner = new PrimalDual(adapted, optim.Adam(adapted.parameters(), 1e-2), [capacity.Constraint], DualUpdate.Ascent(0.05), Formulation.AugmentedLagrangian(1));
        List<double[]> history = [];
        for (var step = 0; step < 1200; step++)
        {
            learner.Step(() => Evaluation.Of(_sites.Zip(planted, (site, target) => (adapter.Delta(site) - target).square().sum()).Aggregate((left, right) => left + right)).With(capacity));
            if (step >= 1000) history.Add(learner.Multipliers[capacity.Constraint].Multiplier.ToDoubles());
        }
        var ranking = CapacityRanking.ByMultipliers(capacity, history);
        ranking.Scores.ToArray().ShouldBeCloseTo([1, 0, 3, 2], 0.02);
        ranking.Ranked.Should().Equal(_sites[2].Name, _sites[3].Name, _sites[0].Name, _sites[1].Name);
        this.Invoking(_ => CapacityRanking.ByMultipliers(capacity, [[1.0]])).Should().Throw<ArgumentException>().WithMessage("*'capacity'*1 multipliers*4 sites*");
    }

    [Fact]
    public void Gradient_norms_are_those_of_the_mean_loss_and_leave_no_trace()
    {
        using var adapted = new AdaptedModel(_model);
        Tensor[] slopes = [.. _sites.Select((site, i) => randn_like(site.Weight).detach() * (i + 1))], others = [.. slopes.Select(slope => randn_like(slope))];
        var ranking = CapacityRanking.ByGradientNorm(_model, _sites, [() => Linear(slopes), () => Linear(others)]);
        ranking.Scores.ToArray().ShouldBeCloseTo([.. slopes.Zip(others, (left, right) => ((left + right) / 2).norm().ToDouble())], 1e-12);
        _model.parameters().Should().OnlyContain(parameter => !parameter.requires_grad && IsWithoutGradient(parameter));

        Tensor Linear(Tensor[] of) => _sites.Zip(of, (site, slope) => (site.Weight * slope).sum()).Aggregate((left, right) => left + right);
    }

    [Fact]
    public void Inputs_that_lie_in_a_plane_are_explained_by_two_directions()
    {
        var plane = linalg.qr(randn(Blocks.Width, 2, dtype: ScalarType.Float64)).Q; // [12, 2]
        var weights = tensor(new[] { 3.0, 1.0 }, dtype: ScalarType.Float64);
        var coordinates = linalg.qr(randn(40, 2, dtype: ScalarType.Float64)).Q * weights; // singular values 3 and 1
        var input = coordinates.matmul(plane.t());
        using var explained = ExplainedVariance.Of(_model, _sites, [() => _model.call(input[..20]), () => _model.call(input[20..])], most: 4);
        var query = explained.Sites.ToList().FindIndex(site => site.Name.EndsWith("query", StringComparison.Ordinal));
        explained.Shares[query].ToArray().ShouldBeCloseTo([0.9, 0.1, 0, 0], 1e-10);
        for (var direction = 0; direction < 2; direction++)
            Math.Abs((explained.Vectors[query][direction] * plane.select(1, direction)).sum().ToDouble()).Should().BeApproximately(1, 1e-10);

        var ranks = explained.Redistribute(total: 6, cap: 3);
        ranks.Sum().Should().Be(6);
        ranks.Should().OnlyContain(rank => rank <= 3);
        var least = explained.Shares.Zip(ranks, (shares, rank) => rank == 0 ? 1 : shares[rank - 1]).Min();
        explained.Shares.Zip(ranks, (shares, rank) => rank < 3 ? shares[rank] : 0).Max().Should().BeLessThanOrEqualTo(least, "no direction that was left out explains more than one that was taken");

        using var adapter = explained.Start(ranks);
        foreach (var site in adapter.Sites)
        {
            adapter.Delta(site).abs().max().ToDouble().Should().Be(0);
            var a = adapter.Factors[LoRA.First(site)];
            (a.matmul(a.t()) - eye(a.size(0), dtype: ScalarType.Float64)).abs().max().ToDouble().Should().BeLessThan(1e-10);
        }
        // Nothing is lost of inputs that the directions span.
        (input.matmul(explained.Vectors[query][..2].t()).matmul(explained.Vectors[query][..2]) - input).abs().max().ToDouble().Should().BeLessThan(1e-10);
    }

    [Fact]
    public void What_cannot_be_seen_is_refused()
    {
        var mixed = new Mixed();
        this.Invoking(_ => ExplainedVariance.Of(mixed, Sites.Of(mixed, "first"), [() => { }], 2)).Should().Throw<ArgumentException>().WithMessage("*'first'*Conv2d*");
        this.Invoking(_ => ExplainedVariance.Of(_model, _sites, [() => { }], 2)).Should().Throw<InvalidOperationException>().WithMessage("*not called*");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Allocations_are_the_best_of_all_within_the_budget(int seed)
    {
        var random = new Random(seed);
        double[][] gains = [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 4).Select(_ => random.NextDouble()).ToArray())];
        long[] costs = [.. gains.Select(_ => (long)random.Next(3, 12))];
        foreach (var budget in new[] { 0, 5, 17, 40, 1000 })
        {
            var best = 0.0;
            for (var code = 0; code < 625; code++)
            {
                int[] ranks = [code % 5, code / 5 % 5, code / 25 % 5, code / 125];
                if (Cost(ranks) <= budget) best = Math.Max(best, Gain(ranks));
            }
            var found = RankAllocation.Optimal(gains, costs, budget);
            Cost(found).Should().BeLessThanOrEqualTo(budget);
            Gain(found).Should().BeApproximately(best, 1e-12);
        }

        long Cost(IReadOnlyList<int> ranks) => ranks.Zip(costs, (rank, cost) => rank * cost).Sum();
        double Gain(IReadOnlyList<int> ranks) => ranks.Select((rank, site) => gains[site].Take(rank).Sum()).Sum();
    }

    [Fact]
    public void By_score_ranks_are_proportional_to_it_and_the_budget_is_spent()
    {
        var ranking = new SiteRanking("planted", [.. _sites.Select(site => site.Name)], [1, 0, 4, 2]);
        var ranks = RankAllocation.ByScore(ranking, _sites, budget: 7 * 24, most: 12); // a component has 12 + 12 numbers
        ranks.Should().Equal(1, 0, 4, 2);
        using var adapter = RankAllocation.LoRA(_sites, ranks, new LoRAOptions { Rank = 50 });
        adapter.Sites.Should().HaveCount(3);
        adapter.Factors.parameters().Sum(parameter => parameter.numel()).Should().Be(7 * 24);
        RankAllocation.ByScore(ranking, _sites, 7 * 24 + 23, 2).Should().Equal(2, 0, 2, 2);
        this.Invoking(_ => RankAllocation.ByScore(ranking with { Scores = [1, -1, 4, 2] }, _sites, 100, 2)).Should().Throw<ArgumentException>().WithMessage($"*{_sites[1].Name}*");
    }

    private static bool IsWithoutGradient(Parameter parameter) => parameter.grad is null;

    private static Tensor Planted(double size)
    {
        var change = randn(Blocks.Width, 2, dtype: ScalarType.Float64).matmul(randn(2, Blocks.Width, dtype: ScalarType.Float64));
        return change * (size / change.norm());
    }
}
