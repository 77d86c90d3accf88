using System.Text.Json.Nodes;
using ConstrainedLearning.Models.Files;
using ConstrainedLearning.Models.Language;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Language;

public sealed class PretrainedLanguageModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Names => LanguageSample.Names;

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("gpt2", true)]
    [InlineData("gpt2", false)]
    [InlineData("llama", true)]
    [InlineData("llama", false)]
    public void Open_gives_the_model_of_the_files_by_either_names(string name, bool prefix)
    {
        PretrainedSample.Write(_folder, Configuration(name), PretrainedSample.Tensors(name, prefix));

        using var opened = PretrainedLanguageModel.Open(_folder.Path);

        Golden_logits(name, opened.Model.call(LanguageSample.Tokens()), 1e-5);
        opened.Tokenizer.Should().BeNull();
        opened.Model.Options.Dropout.Should().Be(0);
    }

    [Fact]
    public void Open_ignores_the_masks_and_the_head_that_old_files_have()
    {
        var tensors = PretrainedSample.Tensors("gpt2", prefix: false);
        tensors["h.0.attn.bias"] = ones([1, 1, 9, 9], ScalarType.Bool);
        tensors["h.1.attn.masked_bias"] = tensor(-1e4f);
        tensors["lm_head.weight"] = zeros(11, 12);
        PretrainedSample.Write(_folder, PretrainedSample.Gpt2Configuration, tensors);

        using var opened = PretrainedLanguageModel.Open(_folder.Path);

        Golden_logits("gpt2", opened.Model.call(LanguageSample.Tokens()), 1e-5);
    }

    [Theory]
    [InlineData(ScalarType.BFloat16, ScalarType.Float32)]
    [InlineData(ScalarType.Float16, ScalarType.Float64)]
    [InlineData(ScalarType.Float32, ScalarType.BFloat16)]
    public void Open_converts_the_weights(ScalarType stored, ScalarType wanted)
    {
        var tensors = PretrainedSample.Tensors("llama");
        PretrainedSample.Write(_folder, PretrainedSample.LlamaConfiguration, tensors.ToDictionary(pair => pair.Key, pair => pair.Value.to(stored)));

        using var opened = PretrainedLanguageModel.Open(_folder.Path, wanted, dropout: 0.25);

        foreach (var (parameterName, parameter) in opened.Model.named_parameters())
            parameter.Equals(tensors[parameterName].to(stored).to(wanted)).Should().BeTrue(parameterName);
        opened.Model.parameters().Should().OnlyContain(parameter => parameter.dtype == wanted && parameter.requires_grad);
        opened.Model.Options.Dropout.Should().Be(0.25);
    }

    [Fact]
    public void Open_reads_several_files()
    {
        var tensors = PretrainedSample.Tensors("llama").ToList();
        _folder.Write("config.json", PretrainedSample.LlamaConfiguration.ToJsonString());
        var map = new JsonObject();
        foreach (var (shard, part) in new[] { tensors.Take(8), tensors.Skip(8) }.Index())
        {
            SafetensorsFile.Write(Path.Combine(_folder.Path, $"part{shard}.safetensors"), part);
            foreach (var (name, _) in part) map.Add(name, $"part{shard}.safetensors");
        }
        _folder.Write("model.safetensors.index.json", new JsonObject { ["weight_map"] = map }.ToJsonString());

        using var opened = PretrainedLanguageModel.Open(_folder.Path);

        Golden_logits("llama", opened.Model.call(LanguageSample.Tokens()), 1e-5);
        opened.Invoking(it => it.Save(_folder.Path)).Should().Throw<IOException>().WithMessage("*a checkpoint in several files*");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Open_of_Save_is_the_model(string name)
    {
        using var model = LanguageSample.Model(name);
        PretrainedLanguageModel.Save(model, Path.Combine(_folder.Path, "new", "folder"));

        using var opened = PretrainedLanguageModel.Open(Path.Combine(_folder.Path, "new", "folder"));

        opened.Model.Options.Should().Be(model.Options);
        opened.Model.GetType().Should().Be(model.GetType());
        opened.Model.call(LanguageSample.Tokens()).Equals(model.call(LanguageSample.Tokens())).Should().BeTrue();
    }

    [Fact]
    public void Save_writes_what_others_read()
    {
        var tensors = PretrainedSample.Tensors("gpt2");
        PretrainedSample.Write(_folder, PretrainedSample.Gpt2Configuration, tensors);
        using var opened = PretrainedLanguageModel.Open(_folder.Path);

        opened.Save(_folder.Path);

        using var file = SafetensorsFile.Open(Path.Combine(_folder.Path, "model.safetensors"));
        file.Metadata["format"].Should().Be("pt");
        file.Entries.Select(entry => entry.Name).Should().BeEquivalentTo(tensors.Keys);
        foreach (var (name, value) in tensors) file.Read(name).Equals(value).Should().BeTrue(name);
        var configuration = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.Path, "config.json")))!.AsObject();
        foreach (var key in new[] { "model_type", "activation_function", "vocab_size", "n_positions", "n_embd", "n_layer", "n_head", "n_inner", "layer_norm_epsilon" })
            JsonNode.DeepEquals(configuration[key], PretrainedSample.Gpt2Configuration[key]).Should().BeTrue(key);
        configuration["architectures"]![0]!.GetValue<string>().Should().Be("GPT2LMHeadModel");
        configuration["torch_dtype"]!.GetValue<string>().Should().Be("float32");
    }

    [Fact]
    public void Open_reads_the_tokenizer_and_refuses_one_of_more_tokens_than_the_model()
    {
        var configuration = PretrainedSample.Gpt2Configuration;
        using var model = new Gpt2(LanguageSample.Options with { VocabularySize = 256 });
        PretrainedLanguageModel.Save(model, _folder.Path);
        _folder.Write("vocab.json", BytePairSample.Vocabulary().ToJsonString());
        _folder.Write("merges.txt", "#version: 0.2\n");

        using (var opened = PretrainedLanguageModel.Open(_folder.Path)) opened.Tokenizer!.Decode(opened.Tokenizer.Encode("text")).Should().Be("text");

        _folder.Write("tokenizer.json", BytePairSample.Llama3().ToJsonString());
        Refused("*its tokenizer has 260 tokens and its model knows 256*");
    }

    [Fact]
    public void Open_names_tensors_that_are_missing_left_over_or_wrong()
    {
        var tensors = PretrainedSample.Tensors("gpt2");
        void With(Action<Dictionary<string, Tensor>> change, string message)
        {
            var changed = new Dictionary<string, Tensor>(tensors);
            change(changed);
            PretrainedSample.Write(_folder, PretrainedSample.Gpt2Configuration, changed);
            Refused(message);
        }

        With(all => all.Remove("transformer.h.1.mlp.c_fc.weight"), "*tensors are missing: 'transformer.h.1.mlp.c_fc.weight' [12, 20]; *");
        With(all => all["transformer.h.2.ln_1.weight"] = zeros(12), "*tensors are not expected: 'transformer.h.2.ln_1.weight' [12]; *");
        With(all => all["lm_head.bias"] = zeros(11), "*tensors are not expected: 'lm_head.bias' [11]; *");
        With(all => all["transformer.h.0.attn.c_attn.weight"] = zeros(36, 12), "*'transformer.h.0.attn.c_attn.weight' is of shape [36, 12], expected [12, 36] by config.json");
        With(all => all["transformer.ln_f.bias"] = zeros([12], ScalarType.Int32), "*'transformer.ln_f.bias' is of type Int32, expected one of Float32*");
        With(all => all["ln_f.bias"] = zeros(12), "*'transformer.ln_f.bias' is there twice*");
        With(all => all.Clear(), "*tensors are missing: 'transformer.wte.weight' [11, 12], *, *, *, * and more;*");
    }

    [Fact]
    public void Configurations_that_are_none_are_refused()
    {
        Gpt2("\"n_layer\": 2", "\"n_layer\": -2", "*config.json*n_layer is -2, expected a whole number from 1*");
        Gpt2("\"n_layer\": 2", "\"n_layer\": 2000000000", "*tensors are missing: 'transformer.h.2.ln_1.weight'*and more*");
        Gpt2("\"n_embd\": 12", "\"n_embd\": 2147483646", "*'transformer.wte.weight' is of shape [11, 12], expected [11, 2147483646]*");
        Gpt2("\"n_embd\": 12", "\"n_embd\": 3000000000", "*n_embd is 3000000000*");
        Gpt2("\"n_embd\": 12", "\"n_embd\": 12.5", "*n_embd is 12.5*");
        Gpt2("\"n_embd\": 12", "\"n_embd\": \"12\"", "*n_embd is \"12\"*");
        Gpt2("\"n_embd\": 12,", "", "*it has no n_embd");
        Gpt2("\"n_head\": 3", "\"n_head\": 5", "*Width is 12 and Heads is 5*");
        Gpt2("\"gelu_new\"", "\"relu\"", "*activation_function is 'relu', expected 'gelu_new' or*");
        Gpt2("\"model_type\": \"gpt2\"", "\"model_type\": \"bert\"", "*model_type is 'bert', expected gpt2 or llama");
        Gpt2("\"model_type\": \"gpt2\",", "", "*it has no model_type");
        Gpt2("\"n_ctx\": 9", "\"scale_attn_by_inverse_layer_idx\": true", "*scale_attn_by_inverse_layer_idx is true*");
        Gpt2("\"layer_norm_epsilon\": 1E-05", "\"layer_norm_epsilon\": 0", "*layer_norm_epsilon is 0, expected a number more than 0");
        Gpt2("\"layer_norm_epsilon\": 1E-05", "\"layer_norm_epsilon\": 1e999", "*layer_norm_epsilon is 1e999*");
        Gpt2("\"n_ctx\": 9", "\"n_embd\": 9", "*it is not JSON*");
        Llama("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 4", "*Heads is 6 and KeyValueHeads is 4*");
        Llama("\"num_attention_heads\": 6", "\"num_attention_heads\": 4", "*a head has 3 numbers*even*");
        Llama("\"attention_bias\": false", "\"attention_bias\": true", "*attention_bias is true, expected false*");
        Llama("\"attention_bias\": false", "\"attention_bias\": 1", "*attention_bias is 1, expected true or false");
        Llama("\"attention_bias\": false", "\"head_dim\": 4", "*head_dim is 4, expected hidden_size / num_attention_heads = 2");
        Llama("\"rope_scaling\": null", "\"rope_scaling\": {\"type\": \"yarn\"}", "*rope_scaling is of type 'yarn', expected default or llama3");
        Llama("\"rope_scaling\": null", "\"rope_scaling\": []", "*rope_scaling is an array, expected an object");
        Llama("\"rope_scaling\": null", "\"rope_scaling\": {\"rope_type\": \"llama3\"}", "*it has no factor");
        Llama("\"rope_theta\": 10000", "\"rope_theta\": 1", "*RotaryBase is 1*");

        void Gpt2(string found, string replaced, string message) => With("gpt2", found, replaced, message);
        void Llama(string found, string replaced, string message) => With("llama", found, replaced, message);
        void With(string name, string found, string replaced, string message)
        {
            PretrainedSample.Write(_folder, Configuration(name), PretrainedSample.Tensors(name));
            var text = Configuration(name).ToJsonString(new() { WriteIndented = true });
            text.Should().Contain(found);
            _folder.Write("config.json", text.Replace(found, replaced, StringComparison.Ordinal));
            Refused(message);
        }
    }

    [Theory]
    [InlineData("", "*it is not JSON*")]
    [InlineData("[]", "*it holds an array, expected an object")]
    [InlineData("{\"model_type\": \"\\ud83d\"}", "*model_type is no text*")]
    [InlineData("{\"model_type\": 7}", "*model_type is 7, expected a text")]
    public void Configurations_of_another_kind_are_refused(string text, string message)
    {
        _folder.Write("config.json", text);

        Refused(message);
    }

    [Fact]
    public void Files_that_are_absent_are_named()
    {
        Refused("*config.json' cannot be used: there is no such file");
        _folder.Write("config.json", PretrainedSample.Gpt2Configuration.ToJsonString());
        Refused("*neither model.safetensors.index.json nor model.safetensors*");
        _folder.Invoking(it => PretrainedLanguageModel.Open(Path.Combine(it.Path, "nowhere"))).Should().Throw<PretrainedFileException>().WithMessage("*nowhere' cannot be used: there is no such folder");
        _folder.Invoking(it => PretrainedLanguageModel.Open(it.Path, ScalarType.Int64)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static JsonObject Configuration(string name) => name == "gpt2" ? PretrainedSample.Gpt2Configuration : PretrainedSample.LlamaConfiguration;

    private static void Golden_logits(string name, Tensor logits, double tolerance)
    {
        var expected = Golden.Read("language.json")[name]!.Get<double[]>("logits");
        logits.to(ScalarType.Float64).contiguous().data<double>().ToArray().Zip(expected, (found, wanted) => Math.Abs(found - wanted)).Max().Should().BeLessThan(tolerance * Math.Max(1, expected.Max(Math.Abs)));
    }

    private void Refused(string message) => _folder.Invoking(it => PretrainedLanguageModel.Open(it.Path)).Should().Throw<IOException>().WithMessage(message);
}
