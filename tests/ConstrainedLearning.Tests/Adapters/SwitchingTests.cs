using ConstrainedLearning.Adapters;
using FluentAssertions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>Which adapters a model computes with: held against a second model that has their Deltas in its weights.</summary>
public sealed class SwitchingTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Blocks _blocks;
    private readonly AdaptedModel _adapted;
    private readonly Tensor _input;
    private readonly IAdditive _a, _b;

    public SwitchingTests()
    {
        manual_seed(14);
        _blocks = new Blocks();
        _adapted = new AdaptedModel(_blocks);
        _input = randn(5, Blocks.Width, dtype: ScalarType.Float64);
        _a = _adapted.Add("a", new LoRA(Sites.Of(_blocks), new LoRAOptions { Rank = 2 }));
        _b = _adapted.Add("b", new LoRTA(Sites.Of(_blocks, "query", "output"), Blocks.HeadSize));
        Catalog.Shake(_a);
        Catalog.Shake(_b);
    }

    public void Dispose()
    {
        _adapted.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Adapters_are_found_by_name()
    {
        _adapted["b"].Should().BeSameAs(_b);
        _adapted.Invoking(it => it["c"]).Should().Throw<ArgumentException>().WithMessage("*'c'*a, b*");
    }

    [Fact]
    public void Adapters_are_used_alone_together_weighted_or_not_at_all()
    {
        Computes((_a, 1), (_b, 1));
        _adapted.Activate("a");
        Computes((_a, 1));
        _adapted.Activate("b");
        Computes((_b, 1));
        _adapted.Activate(("a", 0.5), ("b", -2));
        Computes((_a, 0.5), (_b, -2));
        _adapted.MergeIn(() => _blocks.call(_input)).Gap!.Largest.Should().BeLessThan(1e-10);
        Computes((_a, 0.5), (_b, -2));
        _adapted.Unmerge();
        _adapted.Activate(Array.Empty<string>());
        Computes();
        _adapted.Activate("b", "a");
        Computes((_a, 1), (_b, 1));
    }

    [Fact]
    public void Regions_end_where_they_began_and_after_errors()
    {
        _adapted.Activate(("a", 2), ("b", 1));
        using (_adapted.Disabled())
        {
            Computes();
            using (_adapted.Disabled()) Computes();
            Computes();
        }
        Computes((_a, 2), (_b, 1));
        using (_adapted.Only("b")) Computes((_b, 1));
        Computes((_a, 2), (_b, 1));
        FluentActions.Invoking(() =>
        {
            using var none = _adapted.Disabled();
            using var wrong = randn(5, Blocks.Width + 1, dtype: ScalarType.Float64);
            _blocks.call(wrong);
        }).Should().Throw<Exception>();
        Computes((_a, 2), (_b, 1));
        FluentActions.Invoking(() => _blocks.call(randn(5, Blocks.Width + 1, dtype: ScalarType.Float64))).Should().Throw<Exception>();
        Computes((_a, 2), (_b, 1));
    }

    [Fact]
    public void A_biass_share_is_weighted_with_the_Delta()
    {
        var full = _adapted.Add("full", new FullDelta(Sites.Of(_blocks)));
        Catalog.Shake(full);
        _adapted.Activate(("full", -0.5));
        Computes((full, -0.5));
        _adapted.MergeIn(() => _blocks.call(_input)).Gap!.Largest.Should().BeLessThan(1e-10);
    }

    [Fact]
    public void What_does_not_go_together_is_refused_and_nothing_changes()
    {
        var expected = _blocks.call(_input);
        _adapted.Invoking(it => it.Activate("a", "c")).Should().Throw<ArgumentException>().WithMessage("*no adapter called 'c'*");
        _adapted.Invoking(it => it.Activate(("a", double.NaN))).Should().Throw<ArgumentException>().WithMessage("*finite*");
        _adapted.Invoking(it => it.Activate(("a", 1), ("a", 2))).Should().Throw<ArgumentException>();
        _adapted.Invoking(it => it.Remove("c")).Should().Throw<ArgumentException>();
        _adapted.Invoking(it => it.Add("a", new BitFit(Sites.Of(_blocks, "query")))).Should().Throw<ArgumentException>().WithMessage("*already*");
        _adapted.Invoking(it => it.Add("foreign", new LoRA(Sites.Of(new Blocks())))).Should().Throw<ArgumentException>().WithMessage("*not one of this model's*");
        _adapted.Invoking(it => it.Unmerge()).Should().Throw<InvalidOperationException>();
        (_blocks.call(_input) - expected).abs().max().ToDouble().Should().Be(0);

        _adapted.Add("scale", new ScaleShift(Sites.Of(_blocks, "query")));
        _adapted.Invoking(it => it.Add("other", new DoRA(new LoRA(Sites.Of(_blocks, "query"))))).Should().Throw<ArgumentException>().WithMessage("*'scale' and 'other'*query*");
        _adapted.Add("elsewhere", new DoRA(new LoRA(Sites.Of(_blocks, "key"))));
        _adapted.Adapters.Select(entry => entry.Name).Should().Equal("a", "b", "scale", "elsewhere");
        _adapted.Invoking(it => it.Activate(("scale", 2))).Should().Throw<ArgumentException>().WithMessage("*not additive*");
        (_blocks.call(_input) - expected).abs().max().ToDouble().Should().BeLessThan(1e-12);
    }

    [Fact]
    public void While_merged_nothing_can_be_changed()
    {
        _adapted.MergeIn();
        _adapted.Invoking(it => it.MergeIn()).Should().Throw<InvalidOperationException>().WithMessage("*Unmerge*");
        _adapted.Invoking(it => it.Activate("a")).Should().Throw<InvalidOperationException>();
        _adapted.Invoking(it => it.Remove("a")).Should().Throw<InvalidOperationException>();
        _adapted.Invoking(it => it.Disabled()).Should().Throw<InvalidOperationException>();
        _adapted.Invoking(it => it.Add("c", new LoRA(Sites.Of(_blocks)))).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Weights_that_are_not_finite_are_not_merged()
    {
        var before = _blocks.state_dict().Values.Select(value => value.clone()).ToArray();
        using (no_grad()) _a.Factors.parameters().Last().fill_(double.NaN);
        _adapted.Invoking(it => it.MergeIn()).Should().Throw<InvalidOperationException>().WithMessage("*not finite*");
        _adapted.IsMerged.Should().BeFalse();
        foreach (var (now, then) in _blocks.state_dict().Values.Zip(before)) now.Equals(then).Should().BeTrue();
    }

    [Fact]
    public void A_part_of_a_fused_layer_is_changed_and_no_more()
    {
        var layer = nn.Linear(6, 12);
        layer.to(ScalarType.Float64);
        var input = randn(5, 6, ScalarType.Float64);
        var before = layer.call(input);
        using var adapted = new AdaptedModel(layer);
        var part = Sites.Of(layer).Split(("first", 3), ("second", 4), ("third", 5))[1];
        var adapter = adapted.Add("a", new LoRA([part], new LoRAOptions { Rank = 2 }));
        adapted.Add("b", new BitFit([part]));
        Catalog.Shake(adapter);
        var change = layer.call(input) - before;
        (change.narrow(1, 3, 4) - input.matmul(adapter.Delta(part).t())).abs().max().ToDouble().Should().BeLessThan(1e-12);
        change.narrow(1, 0, 3).abs().max().ToDouble().Should().Be(0);
        change.narrow(1, 7, 5).abs().max().ToDouble().Should().Be(0);
        adapted.MergeIn(() => layer.call(input)).Gap!.Largest.Should().BeLessThan(1e-12);
    }

    private void Computes(params (IAdditive Adapter, double Weight)[] active)
    {
        using var _ = no_grad();
        var other = new Blocks();
        other.load_state_dict(_blocks.state_dict());
        if (!_adapted.IsMerged)
        {
            var parameters = other.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
            foreach (var (adapter, weight) in active)
                foreach (var site in adapter.Sites)
                {
                    parameters[site.Name + ".weight"].add_(adapter.Delta(site) * weight);
                    if (adapter.BiasDelta(site) is { } bias) parameters[site.Name + ".bias"].add_(bias * weight);
                }
        }
        (_blocks.call(_input) - other.call(_input)).abs().max().ToDouble().Should().BeLessThan(1e-12);
    }
}
