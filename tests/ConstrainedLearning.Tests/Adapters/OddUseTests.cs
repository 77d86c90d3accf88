using ConstrainedLearning.Adapters;
using ConstrainedLearning.Quantization;
using FluentAssertions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>Adapted models used in odd orders, in the wrong mode, and after something has failed.</summary>
public sealed class OddUseTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Methods => Catalog.Names;

    public OddUseTests() => manual_seed(9);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_model_is_adapted_by_one_at_a_time()
    {
        var model = new Blocks(1);
        var first = new AdaptedModel(model);
        FluentActions.Invoking(() => new AdaptedModel(model)).Should().Throw<ArgumentException>().WithMessage("*Blocks*already*");
        model.parameters().Should().OnlyContain(parameter => !parameter.requires_grad);
        first.Dispose();
        using var second = new AdaptedModel(model);
        first.Dispose();
        model.parameters().Should().OnlyContain(parameter => !parameter.requires_grad, "the first has given the model back before");
    }

    [Fact]
    public void An_adapter_is_added_once()
    {
        var model = new Blocks(1);
        using var adapted = new AdaptedModel(model);
        var adapter = adapted.Add("a", new LoRA(Sites.Of(model)));
        adapted.Invoking(it => it.Add("b", adapter)).Should().Throw<ArgumentException>().WithMessage("*already*'a'*");
        adapted.parameters().Should().HaveCount(8);
    }

    [Fact]
    public void It_can_be_disposed_after_its_model()
    {
        var model = new Blocks(1);
        var adapted = new AdaptedModel(model);
        adapted.Add("a", new LoRA(Sites.Of(model)));
        model.Dispose();
        adapted.Invoking(it => it.Dispose()).Should().NotThrow();
    }

    [Fact]
    public void A_model_in_evaluation_has_no_dropout_in_its_adapters_either()
    {
        var model = new Blocks(1);
        using var adapted = new AdaptedModel(model);
        Catalog.Shake(adapted.Add("a", new LoRA(Sites.Of(model), new LoRAOptions { Dropout = 0.5 })));
        adapted.train();
        var input = randn(5, Blocks.Width, ScalarType.Float64);
        model.call(input).Equals(model.call(input)).Should().BeFalse();
        model.eval();
        model.call(input).Equals(model.call(input)).Should().BeTrue();
    }

    [Fact]
    public void Nothing_is_merged_while_adapters_are_switched_off()
    {
        var model = new Blocks(1);
        using var adapted = new AdaptedModel(model);
        adapted.Add("a", new LoRA(Sites.Of(model)));
        using (adapted.Disabled()) adapted.Invoking(it => it.MergeIn()).Should().Throw<InvalidOperationException>().WithMessage("*switched off*");
        using (adapted.MergedOn(new SymmetricQuantizer(8))) adapted.Invoking(it => it.MergeIn()).Should().Throw<InvalidOperationException>();
        adapted.Invoking(it => it.MergeIn()).Should().NotThrow();
    }

    [Fact]
    public void A_merged_pass_that_cannot_be_leaves_nothing_behind()
    {
        var model = new WithAttention();
        using var adapted = new AdaptedModel(model);
        Catalog.Shake(adapted.Add("a", new LoRA(Sites.Of(model))));
        var input = randn(3, 4);
        var before = model.First.call(input);
        adapted.Invoking(it => it.MergedOn(new SymmetricQuantizer(8))).Should().Throw<InvalidOperationException>().WithMessage("*MultiheadAttention*");
        model.First.call(input).Equals(before).Should().BeTrue();
        adapted.IsLive.Should().BeTrue();
    }

    [Fact]
    public void Low_precision_that_cannot_be_leaves_nothing_behind()
    {
        var model = new Blocks(1);
        var layers = LayerPrecision.Of(LayerSite.Of(model), new SymmetricQuantizer(3));
        var input = randn(3, Blocks.Width, ScalarType.Float64);
        var before = model.call(input);
        using (new StraightThroughLayers([layers[^1]]))
        {
            FluentActions.Invoking(() => new StraightThroughLayers(layers)).Should().Throw<InvalidOperationException>();
            FluentActions.Invoking(() => new TwinHooks(layers, null)).Should().Throw<InvalidOperationException>();
        }
        model.call(input).Equals(before).Should().BeTrue();
    }

    [Fact]
    public void A_weight_of_two_layers_is_not_merged_into()
    {
        var (table, head) = (nn.Embedding(5, 4), nn.Linear(4, 5, hasBias: false));
        head.weight = table.weight!;
        var model = nn.Sequential(("table", table), ("head", head));
        using var adapted = new AdaptedModel(model);
        adapted.Add("a", new LoRA(Sites.Of(model, "head")));
        adapted.Invoking(it => it.MergeIn()).Should().Throw<InvalidOperationException>().WithMessage("*'head' and 'table'*one weight*");
        adapted.IsMerged.Should().BeFalse();
    }

    [Fact]
    public void A_merge_after_a_pass_that_failed_is_of_the_present_factors()
    {
        var model = new Blocks(1);
        using var adapted = new AdaptedModel(model);
        var adapter = adapted.Add("a", new LoRTA(Sites.Of(model, "query", "output"), Blocks.HeadSize));
        var input = randn(3, Blocks.Width, ScalarType.Float64);
        using var _ = no_grad();
        using (var hook = new FailingLayer(Sites.Of(model, "output")[0].Layer)) model.Invoking(it => it.call(input)).Should().Throw<InvalidOperationException>();
        Catalog.Shake(adapter);
        adapted.MergeIn();
        var merged = model.call(input);
        adapted.Unmerge();
        (model.call(input) - merged).abs().max().ToDouble().Should().BeLessThan(1e-12);
    }

    [Fact]
    public void A_convolution_takes_a_sample_without_a_batch()
    {
        foreach (var entry in Catalog.All.Where(entry => entry.TakesEverything))
        {
            var layer = nn.Conv1d(3, 6, 3, padding: 1);
            layer.to(ScalarType.Float64);
            using var adapted = new AdaptedModel(layer);
            adapted.Add("a", entry.Make(Sites.Of(layer)));
            Catalog.Shake(adapted.Adapters[0].Adapter);
            var input = randn(2, 3, 6, dtype: ScalarType.Float64);
            (layer.call(input)[1] - layer.call(input[1])).abs().max().ToDouble().Should().BeLessThan(1e-12, entry.Name);
        }
    }

    [Theory, MemberData(nameof(Methods))]
    public void A_model_of_16_bits_is_adapted(string name)
    {
        var model = new Blocks(1);
        model.to(ScalarType.BFloat16);
        using var adapted = new AdaptedModel(model);
        adapted.Add("a", Catalog.Find(name).Make(Sites.Of(model)));
        var adapter = adapted.Adapters[0].Adapter;
        Catalog.Shake(adapter, 0.1);
        var input = randn(5, Blocks.Width, ScalarType.BFloat16);
        var output = model.call(input);
        output.dtype.Should().Be(ScalarType.BFloat16);
        output.sum().backward();
        adapter.Factors.parameters().Should().OnlyContain(parameter => parameter.dtype == ScalarType.BFloat16 && parameter.grad!.isfinite().all().ToBoolean());
        if (adapter is not IReparametrization) return;
        var gap = adapted.MergeIn(() => model.call(input)).Gap!;
        gap.RootMeanSquare.Should().BeLessThan(0.05 * gap.OutputRootMeanSquare);
    }

    [Theory, MemberData(nameof(Methods))]
    public void Inputs_have_any_dimensions_and_places_in_memory(string name)
    {
        var model = new Blocks(1);
        using var adapted = new AdaptedModel(model);
        adapted.Add("a", Catalog.Find(name).Make(Sites.Of(model)));
        Catalog.Shake(adapted.Adapters[0].Adapter);
        var input = randn(Blocks.Width, 2, 3, 4, dtype: ScalarType.Float64).permute(3, 2, 1, 0);
        var output = model.call(input);
        output.shape.Should().Equal(4, 3, 2, Blocks.Width);
        (output[1, 2, 0] - model.call(input[1, 2, 0].contiguous())).abs().max().ToDouble().Should().BeLessThan(1e-12);
        model.call(input.narrow(0, 0, 0)).shape.Should().Equal(0, 3, 2, Blocks.Width);
    }

    [Fact]
    public void An_attention_takes_an_empty_batch()
    {
        var attention = nn.MultiheadAttention(8, 2);
        using var adapted = new AdaptedModel(attention);
        adapted.Add("a", new LoRA(Sites.Of(attention)));
        var input = randn(5, 0, 8);
        attention.call(input, input, input, null, false, null).Item1.shape.Should().Equal(5, 0, 8);
    }

    [Fact]
    public void An_attentions_mask_for_each_head_lies_in_memory_as_it_likes()
    {
        var attention = nn.MultiheadAttention(8, 2);
        var (input, mask) = (randn(5, 3, 8), randn(5, 5, 6).permute(2, 1, 0));
        var expected = attention.call(input, input, input, null, false, mask).Item1;
        using var adapted = new AdaptedModel(attention);
        adapted.Add("a", new LoRA(Sites.Of(attention)));
        (attention.call(input, input, input, null, false, mask).Item1 - expected).abs().max().ToDouble().Should().BeLessThan(1e-5);
    }

    private sealed class WithAttention : nn.Module<Tensor, Tensor>
    {
        private readonly Linear first = nn.Linear(4, 4);
        private readonly MultiheadAttention second = nn.MultiheadAttention(4, 2);

        internal WithAttention() : base(nameof(WithAttention)) => RegisterComponents();

        internal Linear First => first;

        public override Tensor forward(Tensor input) => second.call(first.call(input), input, input, null, false, null).Item1;
    }

    private sealed class FailingLayer : IDisposable
    {
        private readonly Action _remove;

        internal FailingLayer(nn.Module layer) => _remove = ((nn.Module<Tensor, Tensor>)layer).register_forward_hook((_, _, _) => throw new InvalidOperationException("as asked")).remove;

        public void Dispose() => _remove();
    }
}
