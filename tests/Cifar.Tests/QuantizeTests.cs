namespace Cifar.Tests;

public sealed class QuantizeTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Bounds_on_layers_are_priced_and_reported_by_name()
    {
        var outcome = _place.Small("quantize", "--bits", "2", "--epsilon-layer", "0.01", "--relative", "--export", "--out", _place.At("run")).ShouldSucceed();

        outcome.Output.Should().ContainAll("2-bit, 2 bits a weight", "2-bit/layers: layers.0", "as whole numbers", "report:");
        var layers = _place.Json("run/summary.json")["bounds"]!["2-bit/layers"]!.AsArray();
        layers.Select(layer => layer!["name"]!.GetValue<string>()).Should().Equal("layers.0", "layers.1");
        layers.Should().OnlyContain(layer => layer!["multiplier"]!.GetValue<double>() > 0 && layer["value"]!.GetValue<double>() > 0.01);
        var exported = _place.Json("run/summary.json")["exported"]!["2-bit"]!;
        exported["agreeing"]!.GetValue<long>().Should().BeGreaterThan(exported["images"]!.GetValue<long>() * 98 / 100);
        new FileInfo(_place.At("run/model-2-bit.safetensors")).Length.Should().BeGreaterThan(exported["bytes"]!.GetValue<long>());
        _place.Log("run", "epoch").Last()["metrics"]!.AsObject().Select(pair => pair.Key).Should().Contain(["test accuracy", "test 2-bit accuracy"]);
        File.ReadAllText(_place.At("run/report.html")).Should().ContainAll("layers.0", "2-bit");
    }

    // Bounds that never bind cost nothing: the model is that of plain training, of which post-training measures the same twin.
    [Fact]
    public void Bounds_that_do_not_bind_leave_plain_training()
    {
        _place.Small("quantize", "--bits", "4", "--epsilon-layer", "1e6", "--epsilon-output", "1e6", "--output-price", "0", "--out", _place.At("bounded")).ShouldSucceed();
        _place.Small("quantize", "--bits", "4", "--method", "post-training", "--out", _place.At("plain")).ShouldSucceed();

        _place.Json("bounded/summary.json")["full"]!.ToJsonString().Should().Be(_place.Json("plain/summary.json")["full"]!.ToJsonString());
    }

    [Theory]
    [InlineData("post-training", "8,2"), InlineData("dorefa", "2"), InlineData("pact", "4"), InlineData("lsq", "2")]
    public void Methods_to_compare_with_run_at_their_bit_widths(string method, string bits)
    {
        _place.Small("quantize", "--method", method, "--bits", bits, "--lr", "0.01", "--out", _place.At("run")).ShouldSucceed();

        var low = _place.Json("run/summary.json")["low"]!.AsObject();
        low.Select(pair => pair.Key).Should().Equal(bits.Split(',').Select(width => width + "-bit"));
        low.Should().OnlyContain(pair => pair.Value!["test"]!["accuracy"]!.GetValue<double>() > 0.3, "ten classes are guessed rightly in a tenth");
    }

    [Theory]
    [InlineData("--normalization", "own"), InlineData("--dual", "epoch"), InlineData("--resilient", "1"), InlineData("--epsilon-loss", "0.1"), InlineData("--distance", "cross-entropy"), InlineData("--price", "loss"),
     InlineData("--comparison", "published")]
    public void Every_setting_of_the_bounds_trains(string flag, string value)
    {
        _place.Small("quantize", "--model", "preresnet20", "--epochs", "1", "--bits", "2", "--epsilon-layer", "0.01", "--relative", flag, value, "--out", _place.At("run")).ShouldSucceed();

        _place.Json("run/summary.json")["bounds"]!["2-bit/layers"]!.AsArray().Should().HaveCount(20);
    }

    [Theory]
    [InlineData("multiplier"), InlineData("multiplier-per-bit"), InlineData("integer-program")]
    public void Budget_gives_each_layer_bits_that_a_new_training_takes(string allocate)
    {
        var outcome = _place.Small("quantize", "--bits", "2", "--epsilon-layer", "0.01", "--relative", "--budget", "3", "--allocate", allocate, "--then", "retrain", "--out", _place.At("run")).ShouldSucceed();

        outcome.Output.Should().Contain("trained again at these bits");
        _place.Json("run/summary.json")["budget"]!["averageBits"]!.GetValue<double>().Should().BeInRange(2, 3);
        var bits = _place.Json("run/budget.json").AsObject();
        bits.Select(pair => pair.Key).Should().Equal("layers.0", "layers.1");
        _place.Json("run/retrained/plan.json").ToJsonString().Should().Be(bits.ToJsonString());
        _place.Small("quantize", "--plan", _place.At("run/budget.json"), "--out", _place.At("planned")).ShouldSucceed();
        _place.Json("planned/summary.json")["low"]!.ToJsonString().Should().Be(_place.Json("run/retrained/summary.json")["low"]!.ToJsonString());
    }

    [Theory]
    [InlineData("epoch 2/3 step 3/4", "--epsilon-layer", "0.01", "--relative", "true", "--normalization", "own", "--model", "preresnet20", "--batch", "100", "--per-class", "40")]
    [InlineData("epoch 2/3 step 1/4", "--epsilon-layer", "0.01", "--price", "loss", "--dual", "epoch", "--bits", "4,2")]
    [InlineData("epoch 1/3 step 4/4", "--method", "lsq")]
    public void Resume_after_a_stop_gives_the_numbers_of_a_run_that_never_stopped(string stopAt, params string[] settings)
    {
        _place.Small("quantize", [.. settings, "--log-every", "1", "--out", _place.At("straight")]).ShouldSucceed();

        _place.Stopped(stopAt, "quantize", [.. settings, "--out", _place.At("run")]).ShouldFail(130, "--resume " + _place.At("run"));
        Workplace.Run("quantize", "--resume", _place.At("run")).ShouldSucceed();

        _place.Timeless("run").Should().Be(_place.Timeless("straight"));
    }

    [Theory]
    [InlineData("1 to 8", "--bits", "9")]
    [InlineData("1 to 8", "--bits", "2,2")]
    [InlineData("one bit width", "--bits", "4,2", "--method", "dorefa")]
    [InlineData("at least 2", "--bits", "1", "--method", "lsq")]
    [InlineData("needs a bound", "--epsilon-output", "none")]
    [InlineData("at least 0, or none", "--epsilon-layer", "-1")]
    [InlineData("preresnet20", "--comparison", "published")]
    [InlineData("trains it", "--normalization", "own", "--epsilon-output", "none", "--epsilon-layer", "1")]
    [InlineData("give --epsilon-layer", "--price", "loss")]
    [InlineData("trained no scales", "--budget", "4", "--epsilon-layer", "1", "--normalization", "own")]
    [InlineData("prices of layers", "--budget", "3")]
    [InlineData("below the 4", "--budget", "3", "--epsilon-layer", "1")]
    [InlineData("layers.0", "--layers", "conv*")]
    [InlineData("there is no plan", "--plan", "nowhere.json")]
    public void Impossible_settings_are_explained_and_nothing_is_written(string explained, params string[] settings)
    {
        _place.Small("quantize", [.. settings, "--out", _place.At("run")]).ShouldFail(2, explained);

        Directory.Exists(_place.At("run")).Should().BeFalse();
    }

    [Theory]
    [InlineData("""{ "layers.0": 32, "layers.1": 32 }""", "full precision")]
    [InlineData("""{ "layers.2": 4 }""", "layers.2"), InlineData("""{ "layers.0": 9 }""", "9 bits"), InlineData("[4, 4]", "JSON object"), InlineData("bits", "JSON object"), InlineData("""{ "layers.0": 2.5 }""", "JSON object")]
    public void Plans_that_do_not_fit_are_explained(string text, string explained)
    {
        File.WriteAllText(_place.At("plan.json"), text);

        _place.Small("quantize", "--plan", _place.At("plan.json"), "--out", _place.At("run")).ShouldFail(2, "plan.json", explained);

        Directory.Exists(_place.At("run")).Should().BeFalse();
    }
}
