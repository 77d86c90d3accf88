using System.Globalization;
using System.Text.Json.Nodes;
using ConstrainedLearning.Forecasting;

namespace Forecasting.Tests;

public sealed class TrainTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Train_constant_level_writes_the_whole_folder()
    {
        _place.Small("train", "--epsilon", "0.2", "--out", _place.At("run")).ShouldSucceed();

        foreach (var file in new[] { "config.json", "manifest.json", "metrics.jsonl", "summary.json", "report.html", "levels.json" })
            File.Exists(_place.At("run/" + file)).Should().BeTrue(file);
        Directory.EnumerateFiles(_place.At("run/checkpoints"), "*.checkpoint").Should().HaveCount(2, "the newest two are kept");
        Directory.EnumerateFiles(_place.At("run/figures"), "*.svg").Should().NotBeEmpty();
        Directory.Exists(_place.At("run/erm")).Should().BeFalse("a number needs no reference run");
    }

    [Fact]
    public void Train_summary_holds_what_other_programs_read()
    {
        _place.Small("train", "--epsilon", "0.2", "--resilient", "2", "--out", _place.At("run")).ShouldSucceed();

        var summary = _place.Json("run/summary.json");
        summary["dataset"]!.GetValue<string>().Should().Be("series.csv");
        summary["model"]!.GetValue<string>().Should().Be("dlinear");
        summary["method"]!.GetValue<string>().Should().Be("constant");
        summary["status"]!.GetValue<string>().Should().Be("completed");
        Numbers(summary, "lookback", "horizon", "seed", "epochs", "iterations").Should().Equal(16, 4, 2021, 3, 24);
        Array(summary["epsilon"]).Should().Equal(0.2, 0.2, 0.2, 0.2);
        foreach (var part in new[] { "train", "validation", "test" })
        {
            var result = summary[part]!.AsObject();
            var perStep = Array(result["perStep"]);
            perStep.Should().HaveCount(4);
            result["mse"]!.GetValue<double>().Should().BeApproximately(perStep.Average(), 1e-12);
            result["mcv"]!.GetValue<double>().Should().BeApproximately(perStep.Average(error => Math.Max(0, error - 0.2)), 1e-12);
            var mean = perStep.Average();
            result["windowStd"]!.GetValue<double>().Should().BeApproximately(Math.Sqrt(perStep.Sum(error => (error - mean) * (error - mean)) / 3), 1e-12);
            result["mae"]!.GetValue<double>().Should().BePositive();
        }
        Array(summary["multipliers"]![LossShaping.ConstraintName]).Should().HaveCount(4);
        Array(summary["slacks"]![LossShaping.ConstraintName]).Should().HaveCount(4).And.OnlyContain(slack => slack > 0, "bounds that give way do so at a price above 0");
        summary["secondsPerIteration"]!.GetValue<double>().Should().BePositive();
        summary["best"]!["validation"]!["mse"]!.GetValue<double>().Should().BeLessThanOrEqualTo(summary["validation"]!["mse"]!.GetValue<double>());
    }

    [Fact]
    public void Train_multipliers_grow_by_rate_times_steps_times_mean_excess()
    {
        _place.Small("train", "--epsilon", "0.2", "--dual-lr", "0.001", "--out", _place.At("run")).ShouldSucceed();

        var epochs = Epochs("run");
        double[] Multipliers(int i) => Array(epochs[i]["multipliers"]![LossShaping.ConstraintName]);
        for (var i = 1; i < epochs.Count; i++)
        {
            var errors = Array(epochs[i]["values"]![LossShaping.PerStepName]);
            for (var step = 0; step < 4; step++)
                (Multipliers(i)[step] - Multipliers(i - 1)[step]).Should().BeApproximately(0.001 * 8 * (errors[step] - 0.2), 1e-5);
        }
    }

    [Fact]
    public void Train_learning_rate_halves_after_two_epochs()
    {
        _place.Small("train", "--method", "erm", "--epochs", "4", "--out", _place.At("run")).ShouldSucceed();

        Epochs("run").Select(epoch => epoch["learningRate"]!.GetValue<double>()).Should().Equal(1e-3, 1e-3, 0.5e-3, 0.25e-3);
    }

    [Fact]
    public void Train_quantile_level_is_that_of_a_run_without_bounds()
    {
        _place.Small("train", "--epsilon", "quantile:0.25@train", "--out", _place.At("run")).ShouldSucceed();
        _place.Small("train", "--epsilon", "quantile:0.75@val", "--reference", _place.At("run/erm"), "--out", _place.At("other")).ShouldSucceed();

        var reference = _place.Json("run/erm/summary.json");
        reference["method"]!.GetValue<string>().Should().Be("erm");
        Array(reference["epsilon"]).Should().BeEmpty();
        reference["test"]!["mcv"].Should().BeNull();
        Array(_place.Json("run/summary.json")["epsilon"]).Should().OnlyContain(level => level == StepLevels.Quantile(Array(reference["trainRunningPerStep"]), 0.25));
        Array(_place.Json("other/summary.json")["epsilon"]).Should().OnlyContain(level => level == StepLevels.Quantile(Array(reference["validation"]!["perStep"]), 0.75));
        Directory.Exists(_place.At("other/erm")).Should().BeFalse("the reference was given");
    }

    [Theory]
    [InlineData("linear", "--slope", "0.1", "--offset", "0.2", 0.2, 0.5)]
    [InlineData("exponential", "--scale", "0.2", "--rate", "0.1", 0.2, 0.26997176)]
    public void Train_shapes_give_their_bounds(string method, string a, string first, string b, string second, double start, double end)
    {
        _place.Small("train", "--method", method, a, first, b, second, "--epochs", "1", "--out", _place.At("run")).ShouldSucceed();

        var epsilon = Array(_place.Json("run/summary.json")["epsilon"]);
        epsilon[0].Should().BeApproximately(start, 1e-12);
        epsilon[3].Should().BeApproximately(end, 1e-7);
    }

    [Fact]
    public void Train_levels_from_a_file_are_taken_one_a_step()
    {
        File.WriteAllText(_place.At("levels.txt"), "0.1\n0.2\n0.3\n0.4\n");
        _place.Small("train", "--epsilon", "@" + _place.At("levels.txt"), "--epochs", "1", "--out", _place.At("run")).ShouldSucceed();

        Array(_place.Json("run/summary.json")["epsilon"]).Should().Equal(0.1, 0.2, 0.3, 0.4);
    }

    [Fact]
    public void Train_monotonic_has_one_price_fewer_than_steps()
    {
        _place.Small("train", "--method", "monotonic", "--epochs", "1", "--out", _place.At("run")).ShouldSucceed();

        Array(_place.Json("run/summary.json")["multipliers"]![LossShaping.ConstraintName]).Should().HaveCount(3);
    }

    [Fact]
    public void Train_same_seed_gives_the_same_numbers()
    {
        _place.Small("train", "--epsilon", "0.2", "--out", _place.At("one")).ShouldSucceed();
        _place.Small("train", "--epsilon", "0.2", "--out", _place.At("two")).ShouldSucceed();

        _place.Timeless("one").Should().Be(_place.Timeless("two"));
    }

    [Fact]
    public void Train_event_files_are_written_on_request_and_change_no_number()
    {
        _place.Small("train", "--epsilon", "0.2", "--out", _place.At("plain")).ShouldSucceed();
        _place.Small("train", "--epsilon", "0.2", "--tensorboard", "--out", _place.At("run")).ShouldSucceed();

        Directory.GetFiles(_place.At("plain"), "events*").Should().BeEmpty();
        System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(Directory.GetFiles(_place.At("run"), "events.out.tfevents.*").Single())).Should().ContainAll("loss/train", "validation/mse", "dual/step loss[3]");
        _place.Timeless("run").Should().Be(_place.Timeless("plain"));
    }

    [Fact]
    public void Train_manifest_says_what_ran()
    {
        _place.Small("train", "--epsilon", "0.2", "--out", _place.At("run")).ShouldSucceed();

        var manifest = _place.Json("run/manifest.json");
        manifest["status"]!.GetValue<string>().Should().Be("completed");
        manifest["seed"]!.GetValue<long>().Should().Be(2021);
        manifest["machine"]!["device"]!.GetValue<string>().Should().Be("cpu");
        manifest["machine"]!["threads"]!.GetValue<int>().Should().Be(1);
        manifest["data"]![0]!["sha256"]!.GetValue<string>().Should().Be(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(_place.Data))));
        manifest["commandLines"]![0]!.GetValue<string>().Should().StartWith("train --data");
    }

    private static double[] Array(JsonNode? node) => [.. node!.AsArray().Select(value => value!.GetValue<double>())];

    private static IEnumerable<double> Numbers(JsonObject summary, params string[] names) => names.Select(name => double.Parse(summary[name]!.ToJsonString(), CultureInfo.InvariantCulture));

    private List<JsonObject> Epochs(string run) =>
        [.. File.ReadLines(_place.At(run + "/metrics.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject()).Where(line => line["event"]!.GetValue<string>() == "epoch")];
}
