using ConstrainedLearning.Adapters;
using ConstrainedLearning.Adapters.Files;
using ConstrainedLearning.Models.Files;
using FluentAssertions;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters.Files;

/// <summary>Adapters that <c>golden/adapters/adapters.py</c> has written and computed with, in PyTorch and by PEFT's rules: read here they give the same outputs, and written again they are the same tensors.</summary>
public sealed class PeftGoldenTests : IDisposable
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "golden", "adapters");

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData("lora")]
    [InlineData("patterns")]
    [InlineData("dora")]
    [InlineData("vera")]
    [InlineData("ia3")]
    public void Adapters_of_another_writer_give_its_outputs_and_go_out_as_they_came(string name)
    {
        using var model = new Network();
        PretrainedWeights.Load(model, Path.Combine(Root, "base.safetensors"), key => key == "input" ? null : key);
        using var adapted = new AdaptedModel(model);
        adapted.eval();
        var (config, tensors) = AdapterFolder.Read(Path.Combine(Root, name));
        using var state = new AdapterState(config, tensors);
        using var input = Read(Path.Combine(Root, "base.safetensors"), "input");
        using var expected = Read(Path.Combine(Root, name, "output.safetensors"), "output");
        using var _ = no_grad();
        (model.call(input) - expected).abs().max().ToDouble().Should().BeGreaterThan(1e-3);

        new PeftLayout().Import(adapted, "theirs", state);
        adapted.eval();

        (model.call(input) - expected).abs().max().ToDouble().Should().BeLessThan(1e-6);
        using var again = new PeftLayout().Export(adapted, "theirs");
        var folder = Directory.CreateTempSubdirectory("constrained-learning-").FullName;
        try
        {
            AdapterFolder.Write(folder, again.Config, again.Tensors);
            File.ReadAllBytes(Path.Combine(folder, AdapterFolder.TensorsName)).Should().Equal(File.ReadAllBytes(Path.Combine(Root, name, AdapterFolder.TensorsName)), "the same keys, shapes and numbers give the same file");
            // What the configuration says is the same to the reader too.
            adapted.Remove("theirs");
            using var read = new AdapterState(AdapterFolder.Read(folder).ConfigJson, AdapterFolder.Read(folder).Tensors);
            new PeftLayout().Import(adapted, "ours", read);
            adapted.eval();
            (model.call(input) - expected).abs().max().ToDouble().Should().BeLessThan(1e-6);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The library may leave the frozen factors to the seed: PyTorch's numbers are drawn here again.
    [Fact]
    public void Frozen_factors_are_those_of_the_seed()
    {
        using var scope = NewDisposeScope();
        using var model = new Network();
        using var adapted = new AdaptedModel(model);
        var (config, tensors) = AdapterFolder.Read(Path.Combine(Root, "vera"));
        using var all = new AdapterState(config, tensors);
        var state = new AdapterState(config.Replace("\"save_projection\": true", "\"save_projection\": false", StringComparison.Ordinal), tensors.Where(pair => !pair.Key.Contains("vera_A") && !pair.Key.Contains("vera_B")).ToDictionary());
        var factors = new PeftLayout().Import(adapted, "theirs", state).Factors;
        factors["vera_A"].Equals(tensors["base_model.vera_A"]).Should().BeTrue();
        factors["vera_B"].Equals(tensors["base_model.vera_B"]).Should().BeTrue();
        adapted.Invoking(it => new PeftLayout().Import(it, "b", state with { Config = config })).Should().Throw<AdapterStateException>().WithMessage("*missing are 'base_model.vera_A', 'base_model.vera_B'*");
    }

    private static Tensor Read(string path, string name)
    {
        using var file = SafetensorsFile.Open(path);
        return file.Read(name);
    }

    /// <summary>The network of the script.</summary>
    private sealed class Network : nn.Module<Tensor, Tensor>
    {
        private readonly Embedding table;
        private readonly Conv1d line;
        private readonly Conv2d image;
        private readonly Linear hidden, head;

        internal Network() : base(nameof(Network))
        {
            table = nn.Embedding(7, 6);
            line = nn.Conv1d(4, 5, 3, padding: 1);
            image = nn.Conv2d(1, 2, 3, stride: 2, padding: 1);
            hidden = nn.Linear(2, 3);
            head = nn.Linear(3, 2);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(hidden.call(image.call(line.call(table.call(input)).tanh().unsqueeze(1)).tanh().mean([2, 3])).tanh());
    }
}
