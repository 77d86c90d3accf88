using System.Text.Json.Nodes;

namespace Forecasting.Tests;

public sealed class ConfigTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void PrintConfig_of_the_paper_s_recipe_shows_the_published_protocol()
    {
        var config = Printed("--recipe", "paper");

        config["lookback"]!.GetValue<int>().Should().Be(96);
        config["horizon"]!.GetValue<int>().Should().Be(96);
        config["batch"]!.GetValue<int>().Should().Be(32);
        config["epochs"]!.GetValue<int>().Should().Be(10);
        config["lr"]!.GetValue<double>().Should().Be(1e-4);
        config["dual-lr"]!.GetValue<double>().Should().Be(0.01);
        config["method"]!.GetValue<string>().Should().Be("constant");
        config["dual-init"]!.GetValue<double>().Should().Be(1);
        config["violations"]!.GetValue<string>().Should().Be("absolute");
        config["lr-schedule"]!.GetValue<string>().Should().Be("halving");
        config["dual-cap"]!.GetValue<double>().Should().Be(10);
        config["slack-lr"]!.GetValue<double>().Should().Be(0.1);
        config["seed"]!.GetValue<int>().Should().Be(2021);
        config["moving-average"]!.GetValue<double>().Should().Be(25, "the model's own default is resolved");
    }

    [Fact]
    public void PrintConfig_read_back_as_a_file_gives_the_same()
    {
        string[] settings = ["--model", "itransformer", "--d-model", "64", "--epsilon", "quantile:0.5@val", "--resilient", "2", "--data", "ili", "--horizon", "24"];
        var first = Printed(settings);
        File.WriteAllText(_place.At("config.json"), first.ToJsonString());

        Printed("--config", _place.At("config.json")).ToJsonString().Should().Be(first.ToJsonString());
    }

    [Fact]
    public void Config_file_is_overridden_by_flags()
    {
        File.WriteAllText(_place.At("c.json"), """{ "lookback": 48, "horizon": 24 } // comments may stand here""");

        var config = Printed("--config", _place.At("c.json"), "--horizon", "12");

        config["lookback"]!.GetValue<int>().Should().Be(48);
        config["horizon"]!.GetValue<int>().Should().Be(12);
    }

    [Theory]
    [InlineData("""{ "lokback": 48 }""", "lokback", "lookback")]
    [InlineData("""{ "lookback": "many" }""", "lookback", "many")]
    [InlineData("""{ "lookback": [1] }""", "lookback", "one value")]
    [InlineData("[1]", "object", "settings")]
    [InlineData("{ \"lookback\": ", "not JSON", "line 1")]
    public void Config_file_mistake_is_named(string json, params string[] words)
    {
        File.WriteAllText(_place.At("c.json"), json);

        Workplace.Run("train", "--config", _place.At("c.json"), "--print-config").ShouldFail(2, [_place.At("c.json"), .. words]);
    }

    [Fact]
    public void Help_shows_every_setting_with_its_default_and_ends_in_examples()
    {
        var help = Workplace.Run("train", "--help").ShouldSucceed().Output;

        foreach (var name in Printed().Select(setting => setting.Key)) help.Should().MatchRegex($"--{name}[ \\n]");
        help.Should().Contain("[default: 96]").And.Contain("--resume DIR");
        help[help.IndexOf("Examples:", StringComparison.Ordinal)..].Should().Contain("train --epochs 3");
    }

    [Fact]
    public void Help_of_the_program_lists_its_commands() =>
        Workplace.Run("--help").ShouldSucceed().Output.Should().ContainAll("train", "levels", "compare");

    private static JsonObject Printed(params string[] arguments) => JsonNode.Parse(Workplace.Run(["train", "--print-config", .. arguments]).ShouldSucceed().Output)!.AsObject();
}
