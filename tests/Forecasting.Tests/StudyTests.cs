namespace Forecasting.Tests;

public sealed class StudyTests : IDisposable
{
    private static readonly string[] _tables = ["study.md", "study.csv", "families.csv", "floors.md", "prices.md"];
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Study_runs_every_method_in_every_setting_beside_plain_training()
    {
        var outcome = Study("all", "--models", "dlinear,nlinear+lr=0.01", "--methods", "constant,worst+share=0.5,specialist+step=2").ShouldSucceed();

        outcome.Output.Should().Contain("24 of 24 |", "two models, two seeds; erm, three levels, the worst steps and a specialist");
        string[] settings = [.. Directory.GetDirectories(_place.At("all")).Select(path => Path.GetFileName(path)!).Where(name => name != "figures").Order(StringComparer.Ordinal)];
        settings.Should().HaveCount(2).And.OnlyContain(name => name.StartsWith("series-", StringComparison.Ordinal) && name.EndsWith("-4", StringComparison.Ordinal));
        foreach (var setting in settings)
        {
            var variants = Directory.GetDirectories(_place.At("all/" + setting));
            variants.Should().HaveCount(6);
            foreach (var variant in variants)
            {
                foreach (var seed in new[] { "seed-0", "seed-1" }) File.Exists(Path.Combine(variant, seed, "summary.json")).Should().BeTrue();
                Directory.Exists(Path.Combine(variant, "seed-0", "checkpoints")).Should().BeFalse("what has ended needs none");
            }
        }
        _place.Json("all/" + settings[1] + "/erm/seed-0/config.json")["lr"]!.GetValue<double>().Should().Be(0.01, "a model brings settings of its own");
        var tables = File.ReadAllText(_place.At("all/study.md"));
        tables.Should().Contain("constant+epsilon=quantile:0.5@train").And.Contain("worst+share=0.5").And.NotContain("specialist");
        File.ReadAllText(_place.At("all/floors.md")).Should().Contain("2: ");
        File.ReadAllText(_place.At("all/prices.md")).Should().Contain("quantile:0.75@train");
        Directory.GetFiles(_place.At("all/figures"), "*.svg").Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("1 of 8")]
    [InlineData("5 of 8")]
    public void Study_stopped_and_started_again_gives_the_same_tables(string stopAt)
    {
        Study("straight").ShouldSucceed();
        _place.Stopped(stopAt, "study", [.. Flags, "--out", _place.At("all")]).ShouldFail(130, "--out");

        Study("all").ShouldSucceed();

        foreach (var table in _tables) File.ReadAllText(_place.At("all/" + table)).Should().Be(File.ReadAllText(_place.At("straight/" + table)));
    }

    [Fact]
    public void Study_report_of_what_has_ended_trains_nothing()
    {
        Study("all", "--seeds", "0").ShouldSucceed();

        Study("all", "--report-only").ShouldSucceed().Output.Should().Contain("4 of 8 runs have not ended");

        Directory.GetDirectories(_place.At("all"), "seed-1", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public void Study_with_other_settings_in_the_same_folder_is_refused()
    {
        Study("all").ShouldSucceed();

        Study("all", "--epochs", "2").ShouldFail(2, "--epochs", "2", "3");
    }

    [Theory]
    [InlineData("--methods", "constent", "constant")]
    [InlineData("--methods", "constant+rise=0.1", "--rise", "even")]
    [InlineData("--methods", "specialist+step=9", "specialist+step=9", "horizon of every series")]
    [InlineData("--models", "dlinear+d-model=3", "d-model")]
    [InlineData("--models", ",", "--models")]
    [InlineData("--series", "absent.csv", "absent.csv")]
    [InlineData("--levels", "quantile:2@train", "quantile")]
    [InlineData("--seeds", "a", "--seeds")]
    public void Study_impossible_list_is_explained_before_anything_runs(string flag, string value, params string[] words)
    {
        var outcome = Study("all", flag, value);

        outcome.Code.Should().BeOneOf(1, 2);
        outcome.Error.Should().ContainAll(words).And.NotContain("   at ");
        Directory.Exists(_place.At("all/figures")).Should().BeFalse();
    }

    private string[] Flags => ["--series", _place.Data, "--methods", "constant", "--levels", "quantile:0.5@train,quantile:0.75@train,0.3", "--seeds", "0-1", "--lookback", "16", "--horizon", "4", "--batch", "32", "--epochs", "3", "--lr", "0.001"];

    private Outcome Study(string folder, params string[] more)
    {
        List<string> flags = [.. Flags, "--out", _place.At(folder)];
        foreach (var at in more.Select(flag => flags.IndexOf(flag)).Where(at => at >= 0).OrderDescending()) flags.RemoveRange(at, 2);
        return Workplace.Run(["study", .. flags, .. more, "--log-every", "1"]);
    }
}
