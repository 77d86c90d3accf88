using System.Text.Json.Nodes;
using ConstrainedLearning.Adapters;
using ConstrainedLearning.Adapters.Files;
using FluentAssertions;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters.Files;

/// <summary>Configurations and tensors that are of no adapter of this model, by accident or intent: each is refused in words that name the entry, and nothing changes.</summary>
public sealed class HostilePeftTests : IDisposable
{
    private const string First = "base_model.model.layers.0.query.lora_A.weight";

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Blocks _model = new();
    private readonly AdaptedModel _adapted;
    private readonly AdapterState _state;

    public HostilePeftTests()
    {
        _adapted = new AdaptedModel(_model);
        _adapted.Add("mine", new LoRA(Sites.Of(_model, "query", "value"), new LoRAOptions { Rank = 3, Alpha = 6 }));
        _state = new PeftLayout().Export(_adapted, "mine");
    }

    public void Dispose()
    {
        _state.Dispose();
        _adapted.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData("", "*'config'*not JSON*")]
    [InlineData("null", "*'config'*no JSON object*")]
    [InlineData("[]", "*'config'*no JSON object*")]
    [InlineData("{}", "*'peft_type'*no such entry*")]
    [InlineData("""{"r":8,"r":4}""", "*'config'*not JSON*")]
    [InlineData("""{"peft_type":"PROMPT_TUNING"}""", "*'peft_type'*PROMPT_TUNING*LORA*")]
    [InlineData("""{"peft_type":"CONSTRAINED_LORTA"}""", "*'peft_type'*")]
    [InlineData("""{"peft_type":7}""", "*'peft_type'*expected a text*")]
    [InlineData("""{"peft_type":"\u001b[31m"}""", "*'peft_type'*")]
    [InlineData("""{"peft_type":"\ud800"}""", "*'peft_type'*no text*")]
    public void Configuration(string json, string message) => Refused(_state with { Config = json }, message);

    [Fact]
    public void Deep_nesting() => Refused(_state with { Config = string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) }, "*'config'*not JSON*");

    [Theory]
    [InlineData("r", "4", "*'" + First + "'*3, 12*rank by r and rank_pattern is 4*")]
    [InlineData("r", "0", "*'config'*rank is at least 1*")]
    [InlineData("r", "-1", "*'config'*rank is at least 1*")]
    [InlineData("r", "2147483647", "*rank by r and rank_pattern is 2147483647*")]
    [InlineData("r", "1e99", "*'r'*expected a whole number*")]
    [InlineData("r", "\"3\"", "*'r'*expected a whole number*")]
    [InlineData("rank_pattern", """{"query":5}""", "*'" + First + "'*is 5*")]
    [InlineData("rank_pattern", """{"(":5}""", "*'config'*regular expression*")]
    [InlineData("rank_pattern", "[5]", "*'rank_pattern'*by pattern*")]
    [InlineData("alpha_pattern", """{"query":"x"}""", "*'alpha_pattern'*expected a number*")]
    [InlineData("lora_alpha", "1e999", "*'lora_alpha'*expected a number*")]
    [InlineData("lora_dropout", "1", "*'config'*dropout*")]
    [InlineData("use_rslora", "1", "*'use_rslora'*true or false*")]
    [InlineData("use_dora", "true", "*missing are*lora_magnitude_vector*")]
    [InlineData("target_modules", "null", "*'target_modules'*null means no layer*")]
    [InlineData("target_modules", "[]", "*'target_modules'*means no layer*")]
    [InlineData("target_modules", "[\"nothing\"]", "*'target_modules'*nothing*means no layer*layers.0.query*")]
    [InlineData("target_modules", "[\"uery\"]", "*'target_modules'*means no layer*")]
    [InlineData("target_modules", "[7]", "*'target_modules'*expected a text*")]
    [InlineData("target_modules", "\"query\"", "*'target_modules'*means no layer*")]
    [InlineData("target_modules", "\"(\"", "*'target_modules'*regular expression*")]
    [InlineData("target_modules", "\"((a+)+)+$|(.*)*(.*)*(.*)*(.*)*(.*)*(.*)*X\"", "*'target_modules'*")]
    [InlineData("target_modules", "[\"layers.0\"]", "*'target_modules'*'layers.0'*linear layers*")]
    [InlineData("target_modules", "[\"query\"]", "*unexpected are 'base_model.model.layers.0.value.lora_A.weight'*")]
    [InlineData("target_modules", "[\"query\",\"value\",\"key\"]", "*missing are 'base_model.model.layers.0.key.lora_A.weight'*")]
    [InlineData("target_modules", "\"all-linear\"", "*missing are 'base_model.model.layers.0.key.lora_A.weight'*")]
    [InlineData("exclude_modules", "[\"query\"]", "*unexpected are*query*")]
    [InlineData("exclude_modules", "\".*\"", "*'target_modules'*means no layer*")]
    [InlineData("modules_to_save", "[\"head\"]", "*'modules_to_save'*'head'*more than an adapter*")]
    [InlineData("bias", "\"all\"", "*'bias'*biases of the model were trained*")]
    [InlineData("bias", "\"lora_only\"", "*'bias'*")]
    [InlineData("init_lora_weights", "\"pissa_niter_16\"", "*'init_lora_weights'*changed the model's weights*")]
    [InlineData("init_lora_weights", "\"olora\"", "*'init_lora_weights'*")]
    [InlineData("layer_replication", "[[0,1]]", "*'layer_replication'*not known here*")]
    [InlineData("lora_bias", "true", "*'lora_bias'*not known here*")]
    [InlineData("use_qalora", "true", "*'use_qalora'*")]
    [InlineData("alora_invocation_tokens", "[1]", "*'alora_invocation_tokens'*")]
    [InlineData("target_parameters", "[\"experts\"]", "*'target_parameters'*")]
    [InlineData("something_new", "0.5", "*'something_new'*not known here*")]
    public void Entry(string key, string value, string message) => Refused(_state with { Config = With(key, value) }, message);

    [Theory]
    [InlineData("lora_bias", "false")]
    [InlineData("something_new", "{}")]
    [InlineData("init_lora_weights", "\"eva\"")]
    [InlineData("peft_version", "\"0.18.0\"")]
    [InlineData("fan_in_fan_out", "true")]
    [InlineData("runtime_config", """{"ephemeral_gpu_offload":false}""")]
    [InlineData("target_modules", """["query","layers.0.value","layers.1.value"]""")]
    [InlineData("target_modules", "\".*(query|value)\"")]
    [InlineData("exclude_modules", "[\"key\"]")]
    public void What_changes_nothing_is_taken(string key, string value) => new PeftLayout().Import(_adapted, "b", _state with { Config = With(key, value) }).Sites.Should().HaveCount(4);

    // By the library's rule an index is looked for behind a name behind a dot: 'layers.0.query' alone has none.
    [Fact]
    public void Layers_are_chosen_by_their_index()
    {
        var nested = nn.Sequential(("model", _model));
        using var adapted = new AdaptedModel(nested);
        adapted.Add("a", new LoRA(Sites.Of(nested, "model.layers.1.query"), new LoRAOptions { Rank = 3, Alpha = 6 }));
        using var state = new PeftLayout().Export(adapted, "a");
        foreach (var (layers, pattern) in new[] { ("1", "null"), ("[1]", "\"layers\""), ("[1,7]", "[\"h\",\"layers\"]"), ("[1]", "[]") })
            new PeftLayout().Import(adapted, $"b{layers}{pattern}".Replace(".", ""), state with { Config = With(With(With(state.Config, "target_modules", "[\"query\"]"), "layers_to_transform", layers), "layers_pattern", pattern) })
                .Sites.Select(site => site.Name).Should().Equal("model.layers.1.query");
        adapted.Invoking(it => new PeftLayout().Import(it, "c", state with { Config = With(With(state.Config, "target_modules", "[\"query\"]"), "layers_to_transform", "[0]") }))
            .Should().Throw<AdapterStateException>().WithMessage("*missing are 'base_model.model.model.layers.0.query*");
        adapted.Invoking(it => new PeftLayout().Import(it, "c", state with { Config = With(With(With(state.Config, "target_modules", "[\"query\"]"), "layers_to_transform", "[1]"), "layers_pattern", "\"h\"") }))
            .Should().Throw<AdapterStateException>().WithMessage("*means no layer*");
    }

    [Fact]
    public void Every_linear_layer_but_the_one_that_makes_scores()
    {
        var model = nn.Sequential(("embed", nn.Embedding(5, 4)), ("inner", nn.Linear(4, 4)), ("tied", nn.Linear(4, 5, hasBias: false)), ("lm_head", nn.Linear(5, 3)));
        ((TorchSharp.Modules.Linear)model[2]).weight = ((TorchSharp.Modules.Embedding)model[0]).weight!;
        using var adapted = new AdaptedModel(model);
        adapted.Add("a", new LoRA(Sites.Of(model, "inner"), new LoRAOptions { Rank = 2 }));
        using var state = new PeftLayout().Export(adapted, "a");
        new PeftLayout().Import(adapted, "b", state with { Config = With(state.Config, "target_modules", "\"All-Linear\"") }).Sites.Select(site => site.Name).Should().Equal("inner");
    }

    [Fact]
    public void Tensors()
    {
        void Changed(Action<Dictionary<string, Tensor>> change, string message)
        {
            var tensors = _state.Tensors.ToDictionary();
            change(tensors);
            Refused(_state with { Tensors = tensors }, message);
        }

        Changed(tensors => tensors.Remove(First), $"*missing are '{First}'; unexpected are none");
        Changed(tensors => tensors.Clear(), "*missing are * and 3 more; unexpected are none");
        Changed(tensors => tensors["base_model.model.head.weight"] = zeros(3), "*unexpected are 'base_model.model.head.weight'");
        Changed(tensors => tensors[First[..^7]] = tensors[First], $"*unexpected are '{First[..^7]}'");
        Changed(tensors => tensors[First] = zeros(3, 13), $"*'{First}'*3, 13*expected *3, 12*");
        Changed(tensors => tensors[First] = zeros(12, 3), $"*'{First}'*rank*is 3*");
        Changed(tensors => tensors[First] = zeros([]), $"*'{First}'*rank*is 3*");
        Changed(tensors => tensors[First] = zeros(3, 12, ScalarType.Int64), $"*'{First}'*Int64*expected Float64*");
    }

    [Fact]
    public void Tensors_of_a_narrower_type_are_taken()
    {
        using var state = new AdapterState(_state.Config, _state.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value.to(ScalarType.BFloat16)));
        var factors = new PeftLayout().Import(_adapted, "b", state).Factors;
        factors["layers.0.query.lora_A"].dtype.Should().Be(ScalarType.Float64);
        factors["layers.0.query.lora_A"].Equals(state.Tensors[First].to(ScalarType.Float64)).Should().BeTrue();
    }

    // The library writes an embedding's own weight along where it takes it to have been resized.
    [Fact]
    public void Weight_of_the_model_has_to_be_the_models()
    {
        var model = nn.Sequential(("embed_tokens", nn.Embedding(5, 4)));
        using var adapted = new AdaptedModel(model);
        adapted.Add("a", new LoRA(Sites.Of(model, "embed_tokens")));
        using var state = new PeftLayout().Export(adapted, "a");
        var tensors = state.Tensors.ToDictionary();
        tensors["base_model.model.embed_tokens.base_layer.weight"] = ((TorchSharp.Modules.Embedding)model[0]).weight!.detach().clone();
        new PeftLayout().Import(adapted, "b", state with { Tensors = tensors });
        tensors["base_model.model.embed_tokens.base_layer.weight"][0, 0].add_(1);
        adapted.Invoking(it => new PeftLayout().Import(it, "c", state with { Tensors = tensors })).Should().Throw<AdapterStateException>().WithMessage("*base_layer.weight*another model*");
    }

    [Fact]
    public void Name_that_is_taken_and_a_merged_model()
    {
        _adapted.Invoking(it => new PeftLayout().Import(it, "mine", _state)).Should().Throw<ArgumentException>().WithMessage("*'mine' already*");
        _adapted.MergeIn();
        _adapted.Invoking(it => new PeftLayout().Import(it, "b", _state)).Should().Throw<InvalidOperationException>().WithMessage("*Unmerge*");
        _adapted.Unmerge();
        _adapted.Adapters.Should().ContainSingle();
    }

    private void Refused(AdapterState state, string message)
    {
        var before = _adapted.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        _adapted.Invoking(it => new PeftLayout().Import(it, "b", state)).Should().Throw<AdapterStateException>().WithMessage(message);
        _adapted.Adapters.Should().ContainSingle();
        var after = _adapted.state_dict();
        after.Keys.Should().BeEquivalentTo(before.Keys);
        after.Should().OnlyContain(pair => pair.Value.Equals(before[pair.Key]));
    }

    private string With(string key, string value) => With(_state.Config, key, value);

    // As text, since some values are what no writer would write.
    private static string With(string config, string key, string value)
    {
        var json = JsonNode.Parse(config)!.AsObject();
        json.Remove(key);
        return json.ToJsonString()[..^1] + $",\"{key}\":{value}}}";
    }
}
