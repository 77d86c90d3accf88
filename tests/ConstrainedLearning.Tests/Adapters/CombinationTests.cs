using ConstrainedLearning.Adapters;
using FluentAssertions;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>One adapter in the place of several.</summary>
public sealed class CombinationTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public CombinationTests() => manual_seed(10);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_concatenation_is_the_weighted_sum_of_deltas_whatever_the_ranks(bool isMixed)
    {
        var (first, second) = isMixed ? OnMixed() : OnBlocks();
        using var sum = Combination.Concatenated((first, 0.7), (second, -1.5));
        sum.Sites.Select(site => site.Name).Should().BeEquivalentTo(first.Sites.Concat(second.Sites).Select(site => site.Name).Distinct());
        foreach (var site in sum.Sites) Difference(sum.Delta(site), Sum(site, (first, 0.7), (second, -1.5))).Should().BeLessThan(1e-12, "of {0}", site.Name);
        sum.Factors[LoRA.First(sum.Sites[0])].size(0).Should().Be(2 + 5);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Compressed_at_full_rank_it_is_the_sum_and_below_it_loses_the_smallest_singular_values(bool isMixed, bool isThin)
    {
        var (first, second) = isMixed ? OnMixed() : OnBlocks();
        using IAdditive other = isThin ? second : new Dense(second);
        using var whole = Combination.Compressed(7, (first, 0.7), (other, -1.5));
        using var part = Combination.Compressed(3, (first, 0.7), (other, -1.5));
        foreach (var site in whole.Sites)
        {
            var expected = Sum(site, (first, 0.7), (second, -1.5));
            Difference(whole.Delta(site), expected).Should().BeLessThan(1e-8, "of {0}", site.Name);
            var lost = linalg.svdvals(site.ToMatrix(expected)).ToDoubles().Skip(3).Sum(value => value * value);
            (part.Delta(site) - expected).square().sum().ToDouble().Should().BeApproximately(lost, 1e-9, "of {0}", site.Name);
            part.Factors[LoRA.First(site)].size(0).Should().BeLessThanOrEqualTo(3);
        }
    }

    [Fact]
    public void An_adapter_of_another_method_becomes_LoRA()
    {
        var model = new Blocks();
        using var adapter = (IAdditive)Catalog.Find("lorta").Make(Sites.Of(model)); // rank 5
        Catalog.Shake(adapter);
        using var converted = Combination.ToLoRA(adapter, 5);
        foreach (var site in converted.Sites) Difference(converted.Delta(site), adapter.Delta(site)).Should().BeLessThan(1e-10);
    }

    [Fact]
    public void The_combined_adapter_computes_what_the_active_adapters_do_together()
    {
        var (model, input) = (new Blocks(), randn(3, Blocks.Width, dtype: ScalarType.Float64));
        using var adapted = new AdaptedModel(model);
        var (first, second) = (adapted.Add("a", Shaken(Sites.Of(model, "query", "key"), 2)), adapted.Add("b", Shaken(Sites.Of(model), 5)));
        adapted.Activate(("a", 0.5), ("b", 2));
        var expected = model.call(input);
        adapted.Add("both", Combination.Concatenated((first, 0.5), (second, 2)));
        adapted.Activate("both");
        Difference(model.call(input), expected).Should().BeLessThan(1e-12);
    }

    [Fact]
    public void Adapters_of_other_models_and_weights_that_are_no_numbers_are_refused()
    {
        var (first, _) = OnBlocks();
        var (other, _) = OnBlocks();
        this.Invoking(_ => Combination.Concatenated((first, 1), (other, 1))).Should().Throw<ArgumentException>().WithMessage("*several models*");
        this.Invoking(_ => Combination.Compressed(3, (first, double.NaN))).Should().Throw<ArgumentException>().WithMessage("*weight*finite*");
        this.Invoking(_ => Combination.Compressed(0, (first, 1))).Should().Throw<ArgumentOutOfRangeException>();
        this.Invoking(_ => Combination.Concatenated()).Should().Throw<ArgumentException>().WithMessage("*one adapter*");
    }

    private static (LoRA, LoRA) OnBlocks()
    {
        var model = new Blocks();
        return (Shaken(Sites.Of(model, "query", "key"), 2), Shaken(Sites.Of(model, "query", "output"), 5));
    }

    private static (LoRA, LoRA) OnMixed()
    {
        var model = new Mixed();
        return (Shaken(Catalog.SitesOf(model, Catalog.Find("lora")), 2), Shaken(Catalog.SitesOf(model, Catalog.Find("lora")), 5));
    }

    private static LoRA Shaken(IReadOnlyList<Site> sites, int rank)
    {
        var adapter = new LoRA(sites, new LoRAOptions { Rank = rank, Alpha = 3 });
        Catalog.Shake(adapter);
        return adapter;
    }

    private static Tensor Sum(Site site, params (IAdditive Adapter, double Weight)[] parts) => parts
        .Select(part => part.Adapter.Sites.FirstOrDefault(own => own.Name == site.Name) is { } own ? part.Adapter.Delta(own) * part.Weight : zeros_like(site.Weights().Weight))
        .Aggregate((sum, next) => sum + next);

    private static double Difference(Tensor left, Tensor right) => (left - right).abs().max().ToDouble();

    /// <summary>An additive adapter that gives no factors.</summary>
    private sealed class Dense(LoRA inner) : AdditiveAdapter("dense", inner.Sites)
    {
        public override void Initialize()
        {
        }

        public override Tensor Delta(Site site) => inner.Delta(site);
    }
}
