using ConstrainedLearning.Adapters;
using FluentAssertions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>torch's attention with adapters on its projections.</summary>
public sealed class AdaptedAttentionTests : IDisposable
{
    private const long Width = 8, Targets = 4, Sources = 5, Batch = 3;

    private readonly DisposeScope _scope = NewDisposeScope();

    public AdaptedAttentionTests() => manual_seed(4);

    public static TheoryData<long, double, bool> Made => new() { { 1, 0, false }, { 2, 0.1, false }, { 4, 0.5, true }, { 8, 0.25, true }, { 4, 0.9, false }, { 2, 0.001, false } };

    public static TheoryData<bool, string, bool> Calls
    {
        get
        {
            var data = new TheoryData<bool, string, bool>();
            foreach (var isCross in new[] { false, true })
                foreach (var mask in new[] { "none", "bool", "float", "per head", "padding", "both" })
                    foreach (var needsWeights in new[] { false, true }) data.Add(isCross, mask, needsWeights);
            return data;
        }
    }

    public void Dispose() => _scope.Dispose();

    [Theory, MemberData(nameof(Made))]
    public void Heads_and_dropout_are_found(long heads, double dropout, bool isCross)
    {
        var attention = isCross ? nn.MultiheadAttention(Width, heads, dropout, kdim: 6, vdim: 5) : nn.MultiheadAttention(Width, heads, dropout);
        attention.eval();
        AttentionTraits.Of(attention).Should().Be(new AttentionTraits(heads, dropout));
        attention.training.Should().BeFalse();
    }

    [Theory, MemberData(nameof(Calls))]
    public void An_attention_made_anew_is_the_modules_own(bool isCross, string mask, bool needsWeights)
    {
        var (attention, call) = Place(isCross, mask, needsWeights);
        var (expected, weights) = call();
        using var adapted = new AdaptedModel(attention);
        adapted.Add("a", new LoRA(Sites.Of(attention), new LoRAOptions { Rank = 2 }));
        var (found, foundWeights) = call();
        (found - expected).abs().max().ToDouble().Should().BeLessThan(1e-12);
        if (needsWeights) (foundWeights - weights).abs().max().ToDouble().Should().BeLessThan(1e-12);
        found.shape.Should().Equal(Targets, Batch, Width);
        using (adapted.Disabled()) (call().Output - expected).abs().max().ToDouble().Should().Be(0, "nothing is active");
    }

    [Theory]
    [InlineData("lora", false)]
    [InlineData("lora", true)]
    [InlineData("dora", false)]
    [InlineData("ssf", true)]
    [InlineData("ssf", false)]
    [InlineData("bitfit", true)]
    [InlineData("ia3", false)]
    [InlineData("oft", false)]
    [InlineData("full", true)]
    [InlineData("vera", false)]
    public void Adapted_projections_give_what_the_merged_attention_gives(string method, bool isCross)
    {
        var (attention, call) = Place(isCross, "both", true);
        var (before, _) = call();
        using var adapted = new AdaptedModel(attention);
        var adapter = adapted.Add("a", Catalog.Find(method).Make(Sites.Of(attention)));
        adapted.eval();
        Catalog.Shake(adapter);
        var (expected, weights) = call();
        (expected - before).abs().max().ToDouble().Should().BeGreaterThan(1e-3);
        adapted.MergeIn();
        var (merged, mergedWeights) = call();
        (merged - expected).abs().max().ToDouble().Should().BeLessThan(1e-10);
        (mergedWeights - weights).abs().max().ToDouble().Should().BeLessThan(1e-10);
        adapted.Unmerge();
        using (adapted.Disabled()) (call().Output - before).abs().max().ToDouble().Should().Be(0);
    }

    [Fact]
    public void Gradients_reach_every_factor_and_are_those_of_finite_differences()
    {
        var (attention, call) = Place(isCross: true, "padding", needsWeights: true);
        using var adapted = new AdaptedModel(attention);
        var adapter = adapted.Add("a", new LoRA(Sites.Of(attention), new LoRAOptions { Rank = 2 }));
        Catalog.Shake(adapter);
        Loss().backward();
        foreach (var factor in adapter.Factors.parameters())
        {
            using var _ = no_grad();
            var first = factor.view(-1)[0];
            first.add_(1e-6);
            var above = Loss().ToDouble();
            first.sub_(2e-6);
            var expected = (above - Loss().ToDouble()) / 2e-6;
            first.add_(1e-6);
            factor.grad!.view(-1)[0].ToDouble().Should().BeApproximately(expected, 1e-7);
        }

        Tensor Loss()
        {
            var (output, weights) = call();
            return output.tanh().square().mean() + weights.square().mean();
        }
    }

    [Fact]
    public void In_training_weights_are_left_out_as_the_module_leaves_them_out()
    {
        var attention = nn.MultiheadAttention(Width, 2, 0.5);
        using var adapted = new AdaptedModel(attention);
        adapted.Add("a", new LoRA(Sites.Of(attention, "value"), new LoRAOptions { Rank = 2 }));
        var input = randn(1, 2000, Width);
        adapted.train();
        var weights = attention.call(input, input, input).Item2; // one source: each of two heads has 1, or 0 or 2 after dropout
        weights.unique().Item1.data<float>().ToArray().Should().Equal(0, 1, 2);
        weights.mean().ToDouble().Should().BeApproximately(1, 0.1);
        adapted.eval();
        attention.call(input, input, input).Item2.min().ToDouble().Should().Be(1);
    }

    [Fact]
    public void An_encoder_layer_of_torch_is_adapted_through_its_attention()
    {
        var layer = nn.TransformerEncoderLayer(Width, 2, 16, dropout: 0);
        layer.to(ScalarType.Float64);
        layer.eval();
        var input = randn(Targets, Batch, Width, dtype: ScalarType.Float64);
        var before = layer.call(input);
        var sites = Sites.Of(layer);
        sites.Select(site => site.Name).Should().Equal("self_attn.query", "self_attn.key", "self_attn.value", "self_attn.out_proj", "linear1", "linear2");
        using var adapted = new AdaptedModel(layer);
        var adapter = adapted.Add("a", new LoRA(sites, new LoRAOptions { Rank = 2 }));
        adapted.eval();
        (layer.call(input) - before).abs().max().ToDouble().Should().BeLessThan(1e-12);
        Catalog.Shake(adapter);
        (layer.call(input) - before).abs().max().ToDouble().Should().BeGreaterThan(1e-2);
        adapted.MergeIn(() => layer.call(input)).Gap!.Largest.Should().BeLessThan(1e-10);
    }

    [Fact]
    public void What_cannot_be_made_anew_is_refused_by_name()
    {
        foreach (var (attention, what) in new[] { (nn.MultiheadAttention(Width, 2, add_bias_kv: true), "add_bias_kv"), (nn.MultiheadAttention(Width, 2, add_zero_attn: true), "add_zero_attn") })
        {
            using var adapted = new AdaptedModel(attention);
            adapted.Invoking(it => it.Add("a", new LoRA(Sites.Of(attention)))).Should().Throw<ArgumentException>().WithMessage($"*{what}*");
            adapted.Adapters.Should().BeEmpty();
        }
    }

    private static (MultiheadAttention Attention, Func<(Tensor Output, Tensor Weights)> Call) Place(bool isCross, string mask, bool needsWeights)
    {
        var attention = isCross ? nn.MultiheadAttention(Width, 2, kdim: 6, vdim: 5) : nn.MultiheadAttention(Width, 2);
        attention.to(ScalarType.Float64);
        foreach (var parameter in attention.parameters()) nn.init.normal_(parameter, 0, 0.5);
        attention.eval();
        Tensor query = Random(Targets, Width), key = Random(Sources, isCross ? 6 : Width), value = Random(Sources, isCross ? 5 : Width);
        var hidden = mask switch
        {
            "bool" or "both" => ones(Targets, Sources, ScalarType.Bool).triu(1),
            "float" => Random(Targets, Sources)[TensorIndex.Ellipsis, 0, TensorIndex.Colon],
            "per head" => randn(Batch * 2, Targets, Sources, ScalarType.Float64),
            _ => null,
        };
        var padding = mask is "padding" or "both" ? tensor(new[] { false, false, false, false, true }).expand(Batch, Sources) : null;
        return (attention, Call);

        (Tensor, Tensor) Call()
        {
            var (output, weights) = attention.call(query, key, value, padding, needsWeights, hidden);
            return (output, weights);
        }

        static Tensor Random(long length, long width) => randn(length, Batch, width, dtype: ScalarType.Float64);
    }
}
