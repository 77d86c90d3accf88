using ConstrainedLearning.Models.Language;
using ConstrainedLearning.Models.Language.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Language;

public sealed class LanguageModelTests
{
    public static TheoryData<string> Names => LanguageSample.Names;

    [Fact]
    public void Models_of_the_published_sizes_have_the_published_numbers_of_parameters()
    {
        Parameters(new Gpt2Checkpoint(), new()).Should().Be(124_439_808, "the smallest GPT-2");
        Parameters(new LlamaCheckpoint(), new() { VocabularySize = 32000, Width = 4096, Layers = 32, Heads = 32, HiddenWidth = 11008, TiesEmbeddings = false }).Should().Be(6_738_415_616, "Llama 2 7B");
        Parameters(new LlamaCheckpoint(), new() { VocabularySize = 128256, Width = 4096, Layers = 32, Heads = 32, KeyValueHeads = 8, HiddenWidth = 14336, TiesEmbeddings = false }).Should().Be(8_030_261_248, "Llama 3 8B");

        static long Parameters(CheckpointFamily family, LanguageModelOptions options) => family.Tensors(options).Sum(tensor => tensor.Shape.Aggregate(1L, (product, size) => product * size));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_are_the_tensors_of_the_published_files(string name)
    {
        using var model = LanguageSample.Model(name);
        CheckpointFamily family = name == "gpt2" ? new Gpt2Checkpoint() : new LlamaCheckpoint();

        model.named_parameters().Select(pair => (pair.name, string.Join(',', pair.parameter.shape))).Should().BeEquivalentTo(family.Tensors(model.Options).Select(tensor => (tensor.Name, string.Join(',', tensor.Shape))));
    }

    [Fact]
    public void Llama_of_7_billion_has_the_published_hidden_width() =>
        new LanguageModelOptions { Width = 4096, Heads = 32 }.WithHiddenWidthOr(Llama.DefaultHiddenWidth(4096)).HiddenWidth.Should().Be(11008);

    [Fact]
    public void Projections_have_the_published_names_and_are_linear()
    {
        using var gpt2 = LanguageSample.Model("gpt2");
        using var llama = LanguageSample.Model("llama");

        Linears(gpt2).Where(name => name.Contains(".h.1.")).Should().Equal("transformer.h.1.attn.c_attn", "transformer.h.1.attn.c_proj", "transformer.h.1.mlp.c_fc", "transformer.h.1.mlp.c_proj");
        Linears(llama).Where(name => !name.Contains("layers.0")).Should().Equal(
            "lm_head", "model.layers.1.mlp.down_proj", "model.layers.1.mlp.gate_proj", "model.layers.1.mlp.up_proj",
            "model.layers.1.self_attn.k_proj", "model.layers.1.self_attn.o_proj", "model.layers.1.self_attn.q_proj", "model.layers.1.self_attn.v_proj");
        llama.get_parameter("model.layers.0.self_attn.k_proj.weight")!.shape.Should().Equal(4, 12);

        static IEnumerable<string> Linears(nn.Module model) => model.named_modules().Where(entry => entry.module is Linear).Select(entry => entry.name).Order(StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Logits_depend_on_no_later_token(string name)
    {
        using var scope = NewDisposeScope();
        using var model = LanguageSample.Model(name);
        Waves.Fill(model);
        var tokens = LanguageSample.Tokens();
        var changed = tokens.clone();
        changed[.., 4..].fill_(3);

        var difference = (model.call(tokens) - model.call(changed)).abs().amax([0, 2]).data<float>().ToArray();

        difference[..4].Should().OnlyContain(value => value == 0);
        difference[4..].Should().OnlyContain(value => value > 1e-3);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Call_leaves_its_logits_alone(string name)
    {
        using var model = LanguageSample.Model(name);
        using var tokens = LanguageSample.Tokens();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        model.call(tokens).Dispose();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }

    [Fact]
    public void Initial_weights_have_the_published_deviations()
    {
        random.manual_seed(3);
        var options = new LanguageModelOptions { VocabularySize = 500, ContextLength = 32, Width = 128, Layers = 2, Heads = 4, TiesEmbeddings = false };
        using var scope = NewDisposeScope();
        using var gpt2 = new Gpt2(options);
        using var llama = new Llama(options);

        foreach (var (name, parameter) in gpt2.named_parameters().Concat(llama.named_parameters()))
        {
            if (name.EndsWith(".bias", StringComparison.Ordinal)) parameter.abs().max().item<float>().Should().Be(0, name);
            else if (parameter.dim() == 1) parameter.sub(1).abs().max().item<float>().Should().Be(0, name);
            // 4096 draws at least: a deviation within 5 % is within five of its own.
            else parameter.std().item<float>().Should().BeApproximately(name.EndsWith("c_proj.weight", StringComparison.Ordinal) ? 0.01f : 0.02f, name.EndsWith("c_proj.weight", StringComparison.Ordinal) ? 0.0005f : 0.001f, name);
        }
    }

    [Fact]
    public void Dropout_acts_in_training_only()
    {
        random.manual_seed(4);
        using var scope = NewDisposeScope();
        foreach (var model in new LanguageModel[] { new Gpt2(LanguageSample.Options with { Dropout = 0.5 }), new Llama(LanguageSample.Options with { Dropout = 0.5 }) })
        {
            Waves.Fill(model);
            model.call(LanguageSample.Tokens()).Equals(model.call(LanguageSample.Tokens())).Should().BeFalse();
            model.eval();
            model.call(LanguageSample.Tokens()).Equals(model.call(LanguageSample.Tokens())).Should().BeTrue();
            model.Dispose();
        }
    }

    [Fact]
    public void Half_precision_follows_single_precision()
    {
        using var scope = NewDisposeScope();
        using var model = LanguageSample.Model("llama");
        Waves.Fill(model);
        var expected = model.call(LanguageSample.Tokens());

        model.to(ScalarType.BFloat16);
        var logits = model.call(LanguageSample.Tokens());

        logits.dtype.Should().Be(ScalarType.BFloat16);
        (logits.to(ScalarType.Float32) - expected).norm().item<float>().Should().BeLessThan(0.05f * expected.norm().item<float>());
    }

    [Fact]
    public void Tokens_of_another_shape_or_type_are_refused()
    {
        using var scope = NewDisposeScope();
        using var model = new Gpt2(LanguageSample.Options);

        Refuses(zeros([2, 10], ScalarType.Int64), "there are 10 tokens, the model's context has 9*");
        Refuses(zeros([2, 0], ScalarType.Int64), "there is no token*");
        Refuses(zeros([2], ScalarType.Int64), "tokens are Int64 of shape [2], expected int64 [batch, length]*");
        Refuses(zeros([2, 2], ScalarType.Float32), "tokens are Float32 of shape [2, 2]*");

        void Refuses(Tensor tokens, string message) => model.Invoking(it => it.call(tokens)).Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void Options_that_fit_no_model_are_refused()
    {
        var options = LanguageSample.Options;
        Refuses(() => new Gpt2(options with { Heads = 5 }), "*Width is 12 and Heads is 5*");
        Refuses(() => new Llama(options with { Heads = 6, KeyValueHeads = 4 }), "*Heads is 6 and KeyValueHeads is 4*");
        Refuses(() => new Gpt2(options with { KeyValueHeads = 1 }), "*GPT-2 has no grouped heads*");
        Refuses(() => new Gpt2(options with { RotaryScaling = new() }), "*GPT-2 has learned positions*");
        Refuses(() => new Llama(options with { Heads = 12 }), "*a head has 1 numbers*even*");
        Refuses(() => new Llama(options with { RotaryScaling = new() { LowFrequencyFactor = 5 } }), "*expected the second to be more*");
        Refuses(() => options with { Width = 0 }, "Width is 0*");
        Refuses(() => options with { HiddenWidth = -1 }, "HiddenWidth is -1*");
        Refuses(() => options with { NormEpsilon = double.NaN }, "NormEpsilon is NaN*");
        Refuses(() => options with { RotaryBase = 1 }, "RotaryBase is 1*");
        Refuses(() => options with { Dropout = 1 }, "Dropout is 1*");

        static void Refuses(Func<object> make, string message) => make.Should().Throw<ArgumentException>().WithMessage(message);
    }
}
