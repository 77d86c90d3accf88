using System.Text.Json.Nodes;
using ConstrainedLearning.Adapters;
using ConstrainedLearning.Adapters.Files;
using FluentAssertions;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters.Files;

/// <summary>Every method, on every kind of layer, goes out and comes back; what was changed in between is refused.</summary>
public sealed class StoredAdapterTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public StoredAdapterTests() => manual_seed(12);

    public static TheoryData<string, bool> Placed => AdapterMatrixTests.Placed;

    public void Dispose() => _scope.Dispose();

    [Theory, MemberData(nameof(Placed))]
    public void What_goes_out_comes_back_to_the_last_bit_on_a_fresh_model(string method, bool isMixed)
    {
        var (model, sites, input) = Place(method, isMixed);
        using var adapted = new AdaptedModel(model);
        adapted.eval();
        var adapter = adapted.Add("a", Catalog.Find(method).Make(sites));
        Catalog.Shake(adapter);
        using var _ = no_grad();
        var expected = model.call(input);
        using var state = new PeftLayout { HashesWeights = true }.Export(adapted, "a");
        var (other, _, _) = Place(method, isMixed);
        other.load_state_dict(model.state_dict());
        using var fresh = new AdaptedModel(other);
        fresh.eval();
        manual_seed(77);

        var imported = new PeftLayout().Import(fresh, "b", state);

        other.call(input).Equals(expected).Should().BeTrue();
        imported.Method.Should().Be(adapter.Method);
        imported.Sites.Select(site => site.Name).Should().Equal(adapter.Sites.Select(site => site.Name));
        imported.Factors.named_parameters().Select(pair => pair.name).Should().Equal(adapter.Factors.named_parameters().Select(pair => pair.name));
        using var again = new PeftLayout { HashesWeights = true }.Export(fresh, "b");
        again.Config.Should().Be(state.Config);
        again.Tensors.Keys.Should().BeEquivalentTo(state.Tensors.Keys);
    }

    [Fact]
    public void Nothing_of_the_model_is_stored_and_shared_factors_once()
    {
        var model = new Blocks();
        using var adapted = new AdaptedModel(model);
        adapted.Add("a", new LoRTA(Sites.Of(model), Blocks.HeadSize, new LoRTAOptions { Rank = 7 }));
        using var state = new PeftLayout().Export(adapted, "a");
        // r (d + d / heads + heads + layers + matrices) by the paper.
        state.Tensors.Values.Sum(value => value.numel()).Should().Be(7 * (12 + 4 + 3 + 2 + 4));
        state.Tensors.Keys.Should().BeEquivalentTo("base_model.A.12", "base_model.B", "base_model.heads.3", "base_model.layers", "base_model.matrices");
        var config = JsonNode.Parse(state.Config)!;
        config["peft_type"]!.GetValue<string>().Should().Be("CONSTRAINED_LORTA");
        config["constrained_learning"]!["options"]!["options"]!["head_split"]!.GetValue<string>().Should().Be("natural");
    }

    [Fact]
    public void Another_model_is_refused_by_its_sizes_and_if_wanted_by_its_weights()
    {
        var (model, other, larger) = (new Blocks(), new Blocks(), new Blocks(3));
        using var adapted = new AdaptedModel(model);
        adapted.Add("a", new LoRTA(Sites.Of(model), Blocks.HeadSize));
        using var state = new PeftLayout().Export(adapted, "a");
        using var exact = new PeftLayout { HashesWeights = true }.Export(adapted, "a");
        using var onOther = new AdaptedModel(other);
        new PeftLayout().Import(onOther, "b", state);
        onOther.Invoking(it => new PeftLayout().Import(it, "c", exact)).Should().Throw<AdapterStateException>().WithMessage("*'base_weights'*other weights*");
        onOther.Adapters.Should().HaveCount(1);
        using var wide = new AdaptedModel(nn.Sequential(("layers", nn.Sequential(("0", nn.Sequential(("query", nn.Linear(13, 12))))))));
        wide.Invoking(it => new PeftLayout().Import(it, "c", state)).Should().Throw<AdapterStateException>().WithMessage("*'sites'*the model has no such weight*");
    }

    [Theory]
    [InlineData("version", "2", "*'version'*is 2, expected 1*")]
    [InlineData("version", "\"1\"", "*'version'*")]
    [InlineData("method", "\"nothing\"", "*'method'*'nothing' is not one of lora, lorta*")]
    [InlineData("method", "\"lora\"", "*'options'*")]
    [InlineData("options", "null", "*'options'*")]
    [InlineData("options", "{}", "*'options'*")]
    [InlineData("options", """{"head_size":4,"options":{"rank":0}}""", "*'options'*rank is at least 1*")]
    [InlineData("options", """{"head_size":4,"options":{"rank":2147483647}}""", "*'rank'*is 2147483647*")]
    [InlineData("options", """{"head_size":4,"options":{"rank":3,"ranks":3}}""", "*'options'*")]
    [InlineData("options", """{"head_size":5,"options":{"rank":3}}""", "*'options'*not heads of 5*")]
    [InlineData("options", """{"head_size":0,"options":{"rank":3}}""", "*'options'*")]
    [InlineData("options", """{"head_size":4,"options":{"rank":3,"head_split":7}}""", "*'options'*")]
    [InlineData("options", """{"head_size":4,"options":{"rank":4}}""", "*its shape is *12, 3*, expected *12, 4*")]
    [InlineData("sites", "[]", "*'sites'*none*")]
    [InlineData("sites", "[1]", "*'sites'*neither*")]
    [InlineData("sites", "[\"layers.0.query\"]", "*'base_shapes'*")]
    [InlineData("sites", "[\"\\ud800\"]", "*")]
    [InlineData("sites", """[{"layer":"layers.0.query","part":"x","start":9223372036854775807,"count":9223372036854775807}]""", "*'sites'*no such rows*")]
    [InlineData("sites", """[{"layer":"layers.0.query","part":"x","start":1.5,"count":2}]""", "*'sites'*no such rows*")]
    [InlineData("base_shapes", "\"\"", "*'base_shapes'*")]
    public void What_is_not_as_it_was_written_is_refused_and_nothing_changes(string key, string value, string message)
    {
        var model = new Blocks();
        using var adapted = new AdaptedModel(model);
        adapted.Add("a", new LoRTA(Sites.Of(model), Blocks.HeadSize, new LoRTAOptions { Rank = 3 }));
        using var state = new PeftLayout().Export(adapted, "a");
        var json = JsonNode.Parse(state.Config)!;
        json["constrained_learning"]![key] = null;
        var text = json.ToJsonString().Replace($"\"{key}\":null", $"\"{key}\":{value}", StringComparison.Ordinal);
        FluentActions.Invoking(() => new PeftLayout().Import(adapted, "b", state with { Config = text })).Should().Throw<AdapterStateException>().WithMessage(message);
        adapted.Adapters.Should().ContainSingle();
        adapted.state_dict().Keys.Should().OnlyContain(name => name.StartsWith("a."));
    }

    [Fact]
    public void Methods_of_others_are_stored_by_a_format_of_theirs()
    {
        var model = new Blocks();
        using var adapted = new AdaptedModel(model);
        adapted.Add("a", new Own(Sites.Of(model)));
        adapted.Invoking(it => new PeftLayout().Export(it, "a")).Should().Throw<ArgumentException>().WithMessage("*'own'*Own*AdapterFormat*");
        var layout = new PeftLayout { Formats = AdapterFormats.Default.With(AdapterFormat.Of<Own, object>("own", _ => new object(), (sites, _) => new Own(sites))) };
        using var state = layout.Export(adapted, "a");
        layout.Import(adapted, "b", state).Should().BeOfType<Own>();
    }

    private static (nn.Module<Tensor, Tensor> Model, IReadOnlyList<Site> Sites, Tensor Input) Place(string method, bool isMixed)
    {
        if (!isMixed)
        {
            var blocks = new Blocks();
            return (blocks, Sites.Of(blocks), randn(5, Blocks.Width, dtype: ScalarType.Float64));
        }
        var mixed = new Mixed();
        mixed.eval();
        return (mixed, Catalog.SitesOf(mixed, Catalog.Find(method)), randint(0, 7, [5, 4], dtype: ScalarType.Int64));
    }

    /// <summary>A method that this library does not have.</summary>
    private sealed class Own(IReadOnlyList<Site> sites) : AdditiveAdapter("own", sites)
    {
        public override void Initialize()
        {
        }

        public override Tensor Delta(Site site) => zeros_like(site.Weight);
    }
}
