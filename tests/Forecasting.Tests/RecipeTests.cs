using System.Text.Json.Nodes;
using ConstrainedLearning.Forecasting;

namespace Forecasting.Tests;

public sealed class RecipeTests : IDisposable
{
    private static readonly string[] _transformer = ["--model", "itransformer", "--d-model", "8", "--heads", "2", "--d-ff", "8", "--layers", "1"];
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Default_recipe_is_written_down_as_settings()
    {
        var config = JsonNode.Parse(Workplace.Run("train", "--print-config").ShouldSucceed().Output)!;

        config["method"]!.GetValue<string>().Should().Be("constant");
        config["epsilon"]!.GetValue<string>().Should().Be("quantile:0.25@train");
        config["dual-init"]!.GetValue<double>().Should().Be(0);
        config["dual-lr"]!.GetValue<double>().Should().Be(0.01);
        config["violations"]!.GetValue<string>().Should().Be("relative");
        config["lr-schedule"]!.GetValue<string>().Should().Be("cosine");
    }

    [Fact]
    public void Default_recipe_moves_multipliers_by_shares_of_the_bound()
    {
        _place.Small("train", "--recipe", "default", "--epsilon", "0.2", "--epochs", "4", "--lr-schedule", "cosine", "--out", _place.At("run")).ShouldSucceed();

        var epochs = Epochs("run");
        epochs.Select(epoch => epoch["learningRate"]!.GetValue<double>()).Should().SatisfyRespectively(
            rate => rate.Should().BeApproximately(1e-3, 1e-12), rate => rate.Should().BeApproximately(1e-3 * (1 + Math.Sqrt(0.5)) / 2, 1e-12), rate => rate.Should().BeApproximately(0.5e-3, 1e-12), rate => rate.Should().BeApproximately(1e-3 * (1 - Math.Sqrt(0.5)) / 2, 1e-12));
        double[] Multipliers(int epoch) => Array(epochs[epoch]["multipliers"]![LossShaping.ConstraintName]);
        for (var epoch = 1; epoch < 4; epoch++)
            for (var step = 0; step < 4; step++)
            {
                // With a unit s the multiplier in the user's units moves by rate (v / s) / s a step; here s = eps = 0.2. The cap of 10 is not reached.
                var mean = Array(epochs[epoch]["values"]![LossShaping.PerStepName])[step];
                (Multipliers(epoch)[step] - Multipliers(epoch - 1)[step]).Should().BeApproximately(Math.Min(10 - Multipliers(epoch - 1)[step], 0.01 * 8 * (mean - 0.2) / (0.2 * 0.2)), 1e-4);
            }
    }

    [Fact]
    public void Even_errors_have_shares_of_the_filled_reference_and_multipliers_that_sum_to_one_at_most()
    {
        _place.Small("train", [.. _transformer, "--recipe", "default", "--rise", "0.1", "--epochs", "10", "--out", _place.At("run")]).ShouldSucceed();

        var summary = _place.Json("run/summary.json");
        summary["method"]!.GetValue<string>().Should().Be("even", "the rise belongs to no other method");
        var filled = StepLevels.Filled(Array(_place.Json("run/erm/summary.json")["trainRunningPerStep"]), 0.1);
        Array(summary["shares"]).Should().Equal(filled.Select(level => level / filled.Average()));
        Array(summary["epsilon"]).Should().BeEmpty();
        Array(summary["multipliers"]![LossShaping.ConstraintName]).Sum().Should().BeLessThanOrEqualTo(1 + 1e-6).And.BePositive();
    }

    [Theory]
    [InlineData("growing", "--power", "2")]
    [InlineData("inverse", "--power", "1")]
    [InlineData("specialist", "--step", "2")]
    public void Weights_of_steps_change_nothing_where_steps_share_no_parameter(string method, string flag, string value)
    {
        // NLinear has output weights of its own for each step, and Adam divides each gradient by its own size.
        _place.Small("train", "--model", "nlinear", "--method", "erm", "--lr", "0.01", "--epochs", "8", "--out", _place.At("erm")).ShouldSucceed();
        _place.Small("train", "--model", "nlinear", "--method", method, flag, value, "--reference", _place.At("erm"), "--lr", "0.01", "--epochs", "8", "--out", _place.At("run")).ShouldSucceed();

        var (erm, own) = (PerStep("erm"), PerStep("run"));
        own[1].Should().BeApproximately(erm[1], 1e-4 * erm[1]);
        if (method == "specialist") own[3].Should().BeGreaterThan(1.01 * erm[3], "the other steps are not trained");
        else own[3].Should().BeApproximately(erm[3], 1e-4 * erm[3]);
    }

    [Theory]
    [InlineData("growing", "--power", "2", new[] { 1.0, 4, 9, 16 })]
    [InlineData("specialist", "--step", "3", new[] { 0.0, 0, 1, 0 })]
    public void Weights_are_the_stated_ones(string method, string flag, string value, double[] weights)
    {
        _place.Small("train", "--method", method, flag, value, "--epochs", "1", "--out", _place.At("run")).ShouldSucceed();

        Array(_place.Json("run/levels.json")["weights"]).Should().Equal(weights);
    }

    [Fact]
    public void Levels_that_are_multiples_follow_the_reference()
    {
        _place.Small("train", "--epsilon", "times:0.9@val", "--epochs", "1", "--out", _place.At("run")).ShouldSucceed();

        Array(_place.Json("run/summary.json")["epsilon"]).Should().Equal(Array(_place.Json("run/erm/summary.json")["validation"]!["perStep"]).Select(error => error * 0.9));
    }

    [Theory]
    [InlineData("even", "--method", "even")]
    [InlineData("constant", "--dual-rule", "nupi")]
    [InlineData("constant", "--dual-rule", "augmented")]
    [InlineData("constant", "--dual-data", "validation")]
    [InlineData("constant", "--average", "0.9")]
    [InlineData("worst", "--share", "0.5")]
    public void Stopped_run_goes_on_to_the_same_numbers(string method, string flag, string value)
    {
        string[] settings = [.. _transformer, "--recipe", "default", "--dropout", "0.2", flag, value];
        _place.Small("train", [.. settings, "--log-every", "1", "--out", _place.At("straight")]).ShouldSucceed();
        _place.Stopped($"{method}: epoch 2/3 step 3/8", "train", [.. settings, "--out", _place.At("run")]).ShouldFail(130, "--resume " + _place.At("run"));

        Workplace.Run("train", "--resume", _place.At("run")).ShouldSucceed();

        _place.Timeless("run").Should().Be(_place.Timeless("straight"));
    }

    [Fact]
    public void Average_is_measured_in_the_parameters_place()
    {
        _place.Small("train", "--method", "erm", "--average", "0.99", "--out", _place.At("average")).ShouldSucceed();
        _place.Small("train", "--method", "erm", "--out", _place.At("plain")).ShouldSucceed();

        Array(_place.Json("average/summary.json")["trainRunningPerStep"]).Should().Equal(Array(_place.Json("plain/summary.json")["trainRunningPerStep"]), "training is the same");
        PerStep("average").Should().NotEqual(PerStep("plain"));
        _place.Json("average/summary.json")["best"].Should().BeNull("the iterate that would be kept is not the one that was measured");
    }

    [Theory]
    [InlineData("constant", "--rise", "0.1", "--method even")]
    [InlineData("even", "--share", "0.1", "--method worst")]
    [InlineData("even", "--step", "2", "--method specialist")]
    [InlineData("specialist", "--step", "5", "--horizon 4")]
    [InlineData("worst", "--share", "0", "above 0")]
    [InlineData("worst", "--resilient", "2", "--method worst")]
    [InlineData("erm", "--power", "2", "--method growing")]
    [InlineData("constant", "--epsilon", "times:0@train", "times:F@train")]
    [InlineData("constant", "--dual-rule", "adam", "nupi")]
    public void Setting_of_another_method_is_refused(string method, string flag, string value, string explained) =>
        _place.Small("train", "--method", method, flag, value, "--out", _place.At("run")).ShouldFail(2, flag, explained);

    private double[] PerStep(string run) => Array(_place.Json(run + "/summary.json")["test"]!["perStep"]);

    private static double[] Array(JsonNode? node) => [.. node!.AsArray().Select(value => value!.GetValue<double>())];

    private List<JsonObject> Epochs(string run) =>
        [.. File.ReadLines(_place.At(run + "/metrics.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject()).Where(line => line["event"]!.GetValue<string>() == "epoch")];
}
