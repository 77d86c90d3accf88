using ConstrainedLearning.Adapters;
using ConstrainedLearning.Adapters.Files;
using ConstrainedLearning.Models.Files;
using ConstrainedLearning.Models.Language;
using static TorchSharp.torch;

namespace Adapters.Tests;

public sealed class AdaptTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("lora", 512)] // rank 2 on 8 sites of 16 by 16
    [InlineData("rslora", 512)]
    [InlineData("lora-fa", 256)]
    [InlineData("dora", 640)] // 16 magnitudes more a site
    [InlineData("lorta", 64)] // 2 (16 + 8 + 2 + 2 + 4)
    [InlineData("lorta-author", 64)]
    [InlineData("vera", 144)] // (2 + 16) a site
    [InlineData("nola", 32)] // 2 + 2 a site
    [InlineData("lora-xs", 32)] // 4 a site
    [InlineData("lotr", 96)] // 2 (16 + 16) and 4 a site
    [InlineData("tucker", 544)] // 4 + 2 (16 + 16) a site
    [InlineData("gated", 528)] // 2 gates more a site
    [InlineData("full", 2048)]
    [InlineData("ssf", 256)]
    [InlineData("ia3", 128)]
    [InlineData("bottleneck", 656)] // 2 * 16 * 2 + 2 + 16 a site
    [InlineData("oft", 64)] // 8 blocks of 2 by 2 have one angle each
    public void Every_adapter_trains_its_numbers_and_leaves_a_file_and_a_report(string method, int numbers)
    {
        var outcome = _place.Small("adapt", "--method", method, "--rank", "2", "--lr", "3e-2", "--forget", "0.5", "--out", _place.At("run")).ShouldSucceed();

        var summary = _place.Json("run/summary.json");
        summary["trained"]!.GetValue<long>().Should().Be(numbers);
        summary["iterations"]!.GetValue<long>().Should().Be(20);
        summary["old"]![0]!["verdict"]!.GetValue<string>().Should().Be("Holds");
        outcome.Output.Should().ContainAll("held out: holds", "adapter:", "report:");
        File.ReadAllText(_place.At("run/report.html")).Should().ContainAll("What the requirements cost", "forgetting");
        File.Exists(_place.At("run/adapter/adapter_config.json")).Should().BeTrue();
    }

    [Theory]
    [InlineData(1, 8)] // 8 blocks of 2 by 2
    [InlineData(50, 56)] // 2 blocks of 8 by 8
    [InlineData(120, 120)]
    public void Rotations_have_the_size_that_comes_nearest_too(int wanted, int numbers)
    {
        using var layer = nn.Linear(16, 16);
        using var adapter = Training.AdapterMethods.Create("oft", Sites.Of(layer), new Training.AdapterSize(4, null, 4, 0), wanted);
        Training.AdapterMethods.Count(adapter).Should().Be(numbers);
    }

    [Fact]
    public void Written_adapter_on_the_base_gives_the_losses_of_the_summary()
    {
        _place.Small("adapt", "--method", "lorta", "--rank", "4", "--lr", "0.1", "--out", _place.At("run")).ShouldSucceed();

        using var scope = NewDisposeScope();
        using var opened = PretrainedLanguageModel.Open(Path.Combine(_place.Base, "model"));
        using var data = new Training.TextData("markov:2", new CharacterTokenizer(), 20000, 16, 8, CPU);
        using var adapted = new AdaptedModel(opened.Model);
        var before = Training.Measure.Mean(opened.Model, data.Test, 20);
        var (config, tensors) = AdapterFolder.Read(_place.At("run/adapter"));
        using var state = new AdapterState(config, tensors);
        new PeftLayout().Import(adapted, "again", state);

        var summary = _place.Json("run/summary.json");
        before.Should().Be(summary["newBefore"]!.GetValue<double>());
        Training.Measure.Mean(opened.Model, data.Test, 20).Should().Be(summary["test"]!.GetValue<double>()).And.BeLessThan(before);
    }

    [Fact]
    public void Requirements_are_measured_and_priced_each_by_its_name()
    {
        _place.Small(
            "adapt", "--method", "gated", "--rank", "4", "--lr", "0.1", "--old-text", "markov:1;markov:3", "--forget", "0.001", "--resilient", "2", "--capacity", "0.01", "--budget", "400", "--mergeable", "0.001", "--merge-bits", "3",
            "--base-bits", "4", "--out", _place.At("run")).ShouldSucceed().Output.Should().ContainAll("forgetting 1", "forgetting 2", "the gates have left", "merged onto 3 bits", "capacity pays most at");

        var summary = _place.Json("run/summary.json");
        var names = summary["requirements"]!.AsArray().Select(item => item!["name"]!.GetValue<string>()).ToList();
        names.Should().HaveCount(12).And.Contain(["forgetting 1", "forgetting 2", "budget", "mergeability", "capacity[model.layers.1.self_attn.v_proj]"]);
        summary["gatesLeft"]!.GetValue<long>().Should().BeInRange(1, 400);
        summary["old"]!.AsArray().Should().HaveCount(2);
    }

    [Theory]
    [InlineData("lorta", 92, 3)] // 32 a rank
    [InlineData("lora", 700, 3)] // 256 a rank: 768 is nearer than 512
    [InlineData("vera", 144, 2)]
    public void Parameters_choose_the_nearest_rank(string method, int parameters, int rank)
    {
        _place.Small("adapt", "--method", method, "--parameters", $"{parameters}", "--steps", "10", "--out", _place.At("run")).ShouldSucceed();

        _place.Json("run/summary.json")["rank"]!.GetValue<int>().Should().Be(rank);
    }

    [Fact]
    public void Resume_after_a_stop_gives_the_numbers_of_a_run_that_never_stopped()
    {
        string[] settings = ["--method", "lorta", "--rank", "3", "--forget", "0.001", "--capacity", "0.01"];
        _place.Small("adapt", [.. settings, "--log-every", "1", "--out", _place.At("straight")]).ShouldSucceed();

        _place.Stopped("epoch 6/10 step 1/2", "adapt", [.. settings, "--out", _place.At("run")]).ShouldFail(130, "--resume " + _place.At("run"));
        File.Exists(_place.At("run/summary.json")).Should().BeFalse();
        Workplace.Run("adapt", "--resume", _place.At("run")).ShouldSucceed();

        _place.Timeless("run").Should().Be(_place.Timeless("straight"));
        File.ReadAllBytes(_place.At("run/adapter/adapter_model.safetensors")).Should().Equal(File.ReadAllBytes(_place.At("straight/adapter/adapter_model.safetensors")));
    }

    [Fact]
    public void Resumed_pretraining_is_one_that_never_stopped()
    {
        _place.Stopped("epoch 3/10 step 2/4", "pretrain", "--out", _place.At("unused")).ShouldFail(2, "--base");
        string[] settings = ["pretrain", "--smoke", "--threads", "1", "--log-every", "1"];
        Workplace.Run([.. settings, "--model", "gpt2", "--out", _place.At("straight")]).ShouldSucceed();
        Workplace.Run("pretrain", "--resume", _place.At("straight")).ShouldSucceed().Output.Should().Contain("complete already");

        var losses = _place.Json("straight/summary.json");
        losses["test"]!.GetValue<double>().Should().BeGreaterThan(losses["entropy"]!.GetValue<double>());
    }
}
