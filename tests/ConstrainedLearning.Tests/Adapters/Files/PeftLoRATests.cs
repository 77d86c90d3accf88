using System.Text.Json;
using System.Text.Json.Nodes;
using ConstrainedLearning.Adapters;
using ConstrainedLearning.Adapters.Files;
using FluentAssertions;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters.Files;

/// <summary>LoRA in PEFT's layout: what goes out comes back to the last bit, and what is no such adapter is refused by name.</summary>
public sealed class PeftLoRATests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public PeftLoRATests() => manual_seed(11);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Keys_and_shapes_are_the_librarys()
    {
        var model = new Plain();
        using var adapted = new AdaptedModel(model);
        adapted.Add("mine", new LoRA(Sites.Of(model, "table", "line", "image", "head"), new LoRAOptions { Rank = 3 }));
        using var state = new PeftLayout { Task = "SEQ_CLS", BaseModel = "someone/something" }.Export(adapted, "mine");

        state.Tensors.Select(pair => $"{pair.Key} [{string.Join(", ", pair.Value.shape)}]").Should().BeEquivalentTo(
            "base_model.model.table.lora_embedding_A [3, 7]", "base_model.model.table.lora_embedding_B [6, 3]",
            "base_model.model.line.lora_A.weight [3, 4, 3]", "base_model.model.line.lora_B.weight [5, 3, 1]",
            "base_model.model.image.lora_A.weight [3, 1, 3, 3]", "base_model.model.image.lora_B.weight [2, 3, 1, 1]",
            "base_model.model.head.lora_A.weight [3, 2]", "base_model.model.head.lora_B.weight [2, 3]");
        using var config = JsonDocument.Parse(state.Config);
        config.RootElement.GetProperty("peft_type").GetString().Should().Be("LORA");
        config.RootElement.GetProperty("r").GetInt32().Should().Be(3);
        config.RootElement.GetProperty("lora_alpha").GetRawText().Should().Be("3", "the library's is a whole number");
        config.RootElement.GetProperty("bias").GetString().Should().Be("none");
        config.RootElement.GetProperty("task_type").GetString().Should().Be("SEQ_CLS");
        config.RootElement.GetProperty("target_modules").EnumerateArray().Select(item => item.GetString()).Should().BeEquivalentTo("table", "line", "image", "head");
    }

    public static TheoryData<LoRAOptions> Options =>
    [
        new LoRAOptions { Rank = 3, Alpha = 5 },
        new LoRAOptions { Rank = 2, Scale = RankScale.ByRootOfRank, Dropout = 0.25, Initialization = LoRAInitialization.Gaussian },
        new LoRAOptions { Rank = 2, Ranks = [new("line", 4), new("^head", 1)] },
        new LoRAOptions { Rank = 2, Alpha = 7, Ranks = [new("image", 3)], Alphas = [new("image", 1.5), new(".*a.*", 9)] },
        new LoRAOptions { Rank = 2, Ranks = [new("line", 4), new("image", 3)], Alphas = [new("line", 0.5)] },
    ];

    [Theory, MemberData(nameof(Options))]
    public void What_goes_out_comes_back_to_the_last_bit(LoRAOptions options)
    {
        var model = new Plain();
        var input = randint(0, 7, [5, 4], dtype: ScalarType.Int64);
        using var adapted = new AdaptedModel(model);
        adapted.eval();
        Catalog.Shake(adapted.Add("mine", new LoRA(Sites.Of(model, "table", "line", "image", "head"), options)));
        var expected = model.call(input);
        using var state = new PeftLayout().Export(adapted, "mine");
        adapted.Remove("mine");
        using var _ = no_grad();
        (model.call(input) - expected).abs().max().ToDouble().Should().BeGreaterThan(1e-3);

        var adapter = new PeftLayout().Import(adapted, "yours", state);
        adapted.eval();
        model.call(input).Equals(expected).Should().BeTrue();
        adapter.Sites.Select(site => site.Name).Should().Equal("table", "line", "image", "head");
        adapter.Factors.parameters().Should().OnlyContain(factor => factor.requires_grad && factor.dtype == ScalarType.Float64);
        using var again = new PeftLayout().Export(adapted, "yours");
        again.Tensors.Should().HaveSameCount(state.Tensors);
        foreach (var (key, value) in state.Tensors) again.Tensors[key].Equals(value).Should().BeTrue(key);
        var imported = ((LoRA)adapter).Options;
        (imported.Rank, imported.Scale, imported.Dropout, imported.Initialization).Should().Be((options.Rank, options.Scale, options.Dropout, options.Initialization));
    }

    // Issues 3584 and 3282 of the library: names that are in each other, or in the model, have cut stored adapters short.
    [Fact]
    public void Names_within_each_other_and_within_the_model_are_each_stored_whole()
    {
        var model = new Blocks();
        var input = randn(5, Blocks.Width, dtype: ScalarType.Float64);
        using var adapted = new AdaptedModel(model);
        string[] names = ["foo", "foobar", "query", "mlp", "lora_A", "layers", "weight"];
        for (var i = 0; i < names.Length; i++) Catalog.Shake(adapted.Add(names[i], new LoRA(Sites.Of(model), new LoRAOptions { Rank = i + 1 })));
        var expected = names.ToDictionary(name => name, name =>
        {
            using var only = adapted.Only(name);
            return model.call(input).detach();
        });
        var states = names.ToDictionary(name => name, name => new PeftLayout().Export(adapted, name));
        foreach (var name in names) adapted.Remove(name);

        foreach (var (name, state) in states)
        {
            state.Tensors.Should().HaveCount(16, "two for each of the eight sites of '{0}'", name);
            new PeftLayout().Import(adapted, name, state);
            using (adapted.Only(name)) model.call(input).detach().Equals(expected[name]).Should().BeTrue(name);
            adapted.Remove(name);
            state.Dispose();
        }
    }

    [Fact]
    public void Layers_whose_names_are_ends_of_others_are_meant_alone()
    {
        var model = nn.Sequential(("head", nn.Linear(4, 4)), ("deep", nn.Sequential(("head", nn.Linear(4, 4)))));
        using var adapted = new AdaptedModel(model);
        adapted.Add("a", new LoRA(Sites.Of(model, "h*")));
        using var state = new PeftLayout().Export(adapted, "a");
        JsonNode.Parse(state.Config)!["target_modules"]!.GetValue<string>().Should().Be("head", "a list of 'head' would mean 'deep.head' too");
        new PeftLayout().Import(adapted, "b", state).Sites.Select(site => site.Name).Should().Equal("head");
    }

    /// <summary>Every kind of layer that the library adapts as we do.</summary>
    internal sealed class Plain : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Embedding table;
        private readonly TorchSharp.Modules.Conv1d line;
        private readonly TorchSharp.Modules.Conv2d image;
        private readonly TorchSharp.Modules.Linear head;

        internal Plain() : base(nameof(Plain))
        {
            table = nn.Embedding(7, 6);
            line = nn.Conv1d(4, 5, 3, padding: 1);
            image = nn.Conv2d(1, 2, 3, stride: 2, padding: 1);
            head = nn.Linear(2, 2);
            RegisterComponents();
            this.to(ScalarType.Float64);
        }

        public override Tensor forward(Tensor input) => head.call(image.call(line.call(table.call(input)).tanh().unsqueeze(1)).tanh().mean([2, 3]));
    }
}
