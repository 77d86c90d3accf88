using ConstrainedLearning.Adapters;
using ConstrainedLearning.Quantization;
using FluentAssertions;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>Adapters re-parametrise the weights: whatever looks at a layer's weights at low precision sees those with the adapter.</summary>
public sealed class AdaptedTwinTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Blocks _model;
    private readonly AdaptedModel _adapted;
    private readonly Tensor _input;

    public AdaptedTwinTests()
    {
        manual_seed(7);
        _model = new Blocks();
        _input = randn(9, Blocks.Width, dtype: ScalarType.Float64);
        _adapted = new AdaptedModel(_model);
    }

    public void Dispose()
    {
        _adapted.Dispose();
        _scope.Dispose();
    }

    public static TheoryData<string> Mergeable => [.. Catalog.All.Select(entry => entry.Name).Where(name => name != "bottleneck")];

    [Theory, MemberData(nameof(Mergeable))]
    public void Low_precision_twin_of_an_adapted_model_is_that_of_the_merged_one(string method)
    {
        Catalog.Shake(_adapted.Add("a", Catalog.Find(method).Make(Sites.Of(_model, method == "bitfit" ? ["query", "key", "output"] : ["query", "value", "output"]))));
        using var twin = new LowPrecisionTwin(_model, LayerPrecision.Of(LayerSite.Of(_model), new SymmetricQuantizer(3)));

        var beside = twin.Measure(() => _model.call(_input));
        _adapted.MergeIn();
        var merged = twin.Measure(() => _model.call(_input));

        (beside.Output - merged.Output).abs().max().ToDouble().Should().BeLessThan(1e-10);
        (beside.Errors - merged.Errors).abs().max().ToDouble().Should().BeLessThan(1e-10);
        merged.Errors.sum().ToDouble().Should().BeGreaterThan(1e-4);
    }

    [Fact]
    public void Layer_errors_pull_the_adapter_towards_the_grid_as_finite_differences_say()
    {
        var adapter = _adapted.Add("a", new LoRA(Sites.Of(_model, "query"), new LoRAOptions { Rank = 2 }));
        Catalog.Shake(adapter);
        // With a range of its own the grid does not move with the weight, and between two of its points d error / d weight is what is differentiated.
        using var twin = new LowPrecisionTwin(_model, LayerPrecision.Of(LayerSite.Of(_model, "*query"), new SymmetricQuantizer(3) { Limit = 4 }));
        twin.Measure(() => _model.call(_input)).Errors.select(0, 1).backward();

        var factor = adapter.Factors["layers.1.query.lora_B"];
        for (var place = 0; place < factor.numel(); place += 5)
        {
            var expected = (At(place, 1e-7) - At(place, -1e-7)) / 2e-7;
            factor.grad!.view(-1)[place].ToDouble().Should().BeApproximately(expected, 1e-5 * Math.Max(1, Math.Abs(expected)));
        }

        double At(int place, double change)
        {
            using var _ = no_grad();
            factor.view(-1)[place].add_(change);
            var error = twin.Measure(() => _model.call(_input)).Errors[1].ToDouble();
            factor.view(-1)[place].add_(-change);
            return error;
        }
    }

    [Fact]
    public void An_adapter_that_is_no_change_of_weights_still_acts_in_the_twin()
    {
        var query = Sites.Of(_model, "query");
        Catalog.Shake(_adapted.Add("a", new Bottleneck(query, new BottleneckOptions { Rank = 3 })), 1);
        using var twin = new LowPrecisionTwin(_model, LayerPrecision.Of(LayerSite.Of(_model), new SymmetricQuantizer(8)));

        var low = twin.Run(() => _model.call(_input));

        var rounding = (low - _model.call(_input)).abs().max().ToDouble();
        using var off = _adapted.Disabled();
        rounding.Should().BeLessThan(0.3 * (low - _model.call(_input)).abs().max().ToDouble());
    }

    [Fact]
    public void Training_through_the_rounding_trains_the_adapter()
    {
        var adapter = _adapted.Add("a", new LoRA(Sites.Of(_model), new LoRAOptions { Rank = 2 }));
        Catalog.Shake(adapter);
        using var rounded = new StraightThroughLayers(LayerPrecision.Of(LayerSite.Of(_model), new SymmetricQuantizer(4)));
        var (beside, grid) = (_model.call(_input), new SymmetricQuantizer(4));
        beside.sum().backward();
        adapter.Factors.parameters().Should().OnlyContain(parameter => parameter.grad!.abs().sum().ToDouble() > 0);

        rounded.Dispose();
        _adapted.MergeIn(grid: grid);
        (_model.call(_input) - beside).abs().max().ToDouble().Should().BeLessThan(1e-10);
    }
}
