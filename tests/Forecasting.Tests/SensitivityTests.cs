using System.Text.Json.Nodes;
using ExperimentKit.Layers;

namespace Forecasting.Tests;

public sealed class SensitivityTests : IDisposable
{
    // Encoder layers of one block, all but the embedding and the projection, in the order of the pass.
    private static readonly string[] _layers = ["encoder.0.attention.project", "encoder.0.attention.output", "encoder.0.feedForward.expand", "encoder.0.feedForward.contract"];

    private static readonly string[] _small =
    [
        "--d-model", "8", "--heads", "2", "--d-ff", "8", "--layers", "1", "--epochs", "2", "--epsilon-layer", "0.001", "--dual-lr", "1", "--budgets", "4", "--study-batches", "2",
        "--retrain", "multiplier,depth", "--retrain-budgets", "4,8", "--seeds", "0",
    ];

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Sensitivity_studies_each_seed_and_trains_again_at_chosen_bits()
    {
        Sensitivity("study", "--seeds", "0,1").ShouldSucceed().Output.Should().Contain("report: ").And.NotContain("not done");

        foreach (var seed in new[] { 0, 1 })
        {
            var study = _place.Json($"study/seed-{seed}/study.json");
            study["seed"]!.GetValue<int>().Should().Be(seed);
            study["costs"]!.AsArray().Select(cost => cost!["layer"]!.GetValue<string>()).Should().Equal(_layers);
            study["multipliers"]!.AsArray()[^1]!.AsArray().Select(value => value!.GetValue<double>()).Should().OnlyContain(value => value > 0, "no layer can be so close to itself at 2 bits");
            var rules = study["points"]!.AsArray().Select(point => point!["rule"]!.GetValue<string>()).ToHashSet();
            rules.Should().Contain(RuleNames.All, "these are the names that --retrain knows");

            // With the largest budget every rule gives all layers their bits, which is one training.
            var everything = string.Join('-', _layers.Select(_ => 8));
            var retrained = Directory.EnumerateDirectories(_place.At($"study/seed-{seed}/retrained")).Select(Path.GetFileName).ToList();
            retrained.Should().Contain(everything).And.HaveCountLessThanOrEqualTo(3);
            foreach (var name in retrained) Bits(_place.Json($"study/seed-{seed}/retrained/{name}/summary.json")).Should().Equal(name!.Split('-').Select(int.Parse));
        }
        File.ReadAllText(_place.At("study/report.html")).Should().ContainAll(_layers);
        File.ReadAllText(_place.At("study/sensitivity.md")).Should().Contain("| multiplier per bit");
    }

    [Fact]
    public void Sensitivity_more_bits_bring_the_model_closer_to_itself()
    {
        Sensitivity("study").ShouldSucceed();

        double Gap(string run)
        {
            var test = _place.Json($"study/seed-0/{run}summary.json")["test"]!;
            return Math.Abs(test["low"]!.GetValue<double>() - test["full"]!.GetValue<double>());
        }
        Gap("retrained/8-8-8-8/").Should().BeLessThan(Gap(""));
    }

    [Theory]
    [InlineData("2 bits, seed 0: epoch 2/2 step 3/8")]
    [InlineData("looking at the layers")]
    [InlineData("8.00 bits on average, seed 0: epoch 1/2 step 8/8")]
    public void Sensitivity_stopped_and_started_again_ends_as_if_it_never_had(string stopAt)
    {
        Sensitivity("straight", "--log-every", "1").ShouldSucceed();
        _place.Stopped(stopAt, "sensitivity", [.. _small, "--out", _place.At("study")]).ShouldFail(130, "same command line");
        File.Exists(_place.At("study/report.html")).Should().BeFalse();

        Sensitivity("study", "--log-every", "1").ShouldSucceed();

        File.ReadAllText(_place.At("study/sensitivity.md")).Should().Be(File.ReadAllText(_place.At("straight/sensitivity.md")));
        File.ReadAllText(_place.At("study/seed-0/study.json")).Should().Be(File.ReadAllText(_place.At("straight/seed-0/study.json")));
        _place.Timeless("study/seed-0/retrained/8-8-8-8").Should().Be(_place.Timeless("straight/seed-0/retrained/8-8-8-8"));
    }

    [Fact]
    public void Sensitivity_again_keeps_what_has_ended_and_refuses_other_settings()
    {
        Sensitivity("study").ShouldSucceed();
        var before = _place.Files("study/seed-0");

        Sensitivity("study").ShouldSucceed();
        Sensitivity("study", "--high", "4").ShouldFail(2, "--high", "4", "8", "--out");

        _place.Files("study/seed-0").Should().Equal(before);
    }

    [Fact]
    public void Sensitivity_takes_the_layers_that_are_named_and_other_grids()
    {
        Sensitivity("study", "--quantized", "*feedForward*", "--weights", "tensor", "--layer-error", "absolute", "--retrain", "none").ShouldSucceed();

        _place.Json("study/seed-0/study.json")["costs"]!.AsArray().Select(cost => cost!["layer"]!.GetValue<string>()).Should().Equal(_layers[2..]);
    }

    [Fact]
    public void Sensitivity_of_an_encoder_with_a_decoder_orders_its_layers_as_the_pass_does()
    {
        Sensitivity("study", "--model", "transformer", "--label-length", "4", "--retrain", "none").ShouldSucceed();

        var names = _place.Json("study/seed-0/study.json")["costs"]!.AsArray().Select(cost => cost!["layer"]!.GetValue<string>()).ToList();
        names.Should().NotContain("projection").And.Contain("decoder.0.crossAttention.query");
        names.IndexOf("encoder.0.feedForward.contract").Should().BeLessThan(names.IndexOf("decoderEmbedding.value"), "the decoder's embedding is named before the encoder and called after it");
    }

    [Theory]
    [InlineData("--model", "dlinear", "itransformer")]
    [InlineData("--bits", "1", "--bits is 1")]
    [InlineData("--high", "2", "--high is 2")]
    [InlineData("--high", "9", "at most 8")]
    [InlineData("--budgets", "1.5", "1.5 bits", "below the 2")]
    [InlineData("--budgets", "3,x", "numbers above 0")]
    [InlineData("--retrain", "multiplyer", "multiplyer", "multiplier")]
    [InlineData("--retrain-budgets", "1", "1 bits")]
    [InlineData("--quantized", "*.head", "*.head", "embedding")]
    [InlineData("--epsilon-layer", "0", "above 0")]
    [InlineData("--layer-error", "relativ", "relative")]
    [InlineData("--seeds", "a", "--seeds", "whole numbers")]
    [InlineData("--heads", "3", "heads that divide")]
    [InlineData("--epsilon", "0.1", "--epsilon")]
    public void Sensitivity_impossible_flag_is_explained(string flag, string value, params string[] words)
    {
        _place.Small("sensitivity", flag, value, "--out", _place.At("study")).ShouldFail(2, words);

        Directory.Exists(_place.At("study")).Should().BeFalse();
    }

    private Outcome Sensitivity(string folder, params string[] more) =>
        _place.Small("sensitivity", [.. _small.Chunk(2).Where(pair => !more.Contains(pair[0])).SelectMany(pair => pair), .. more, "--out", _place.At(folder)]);

    private static IEnumerable<int> Bits(JsonObject summary) => summary["bits"]!.AsObject().Select(pair => pair.Value!.GetValue<int>());
}
