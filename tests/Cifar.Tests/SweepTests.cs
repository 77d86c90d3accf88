using Cifar.Sweeps;

namespace Cifar.Tests;

public sealed class SweepTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Compare_runs_each_method_at_each_seed_and_puts_them_into_one_table()
    {
        var outcome = Compare("--methods", "none,constrained+proposals=4,mixed+equal-cost", "--seeds", "0,2");

        foreach (var seed in new[] { 0, 2 })
            foreach (var method in new[] { "none", "constrained+proposals=4", "mixed+equal-cost" })
                _place.Json($"sweep/{method}/seed-{seed}/summary.json")["seed"]!.GetValue<int>().Should().Be(seed);
        _place.Json("sweep/constrained+proposals=4/seed-0/summary.json")["passes"]!.GetValue<double>().Should().BeApproximately(12 * (2 + 4 / 3.0), 1e-9);
        // 2 + 2/3 passes a step against 1 + 2/3: 3 epochs become 4.8, so 5.
        _place.Json("sweep/mixed+equal-cost/seed-0/summary.json")["epochs"]!.GetValue<int>().Should().Be(5);
        outcome.Output.Should().ContainAll("run 1 of 6: none, seed 0", "run 6 of 6: mixed+equal-cost, seed 2", "less none");
        File.ReadAllText(_place.At("sweep/comparison.md")).Should().ContainAll("| none", "of 2 |");
    }

    [Fact]
    public void Compare_same_method_at_same_seed_is_that_run_of_augment()
    {
        Compare("--methods", "none,mixed", "--seeds", "3");
        _place.Small("augment", "--method", "mixed", "--seed", "3", "--out", _place.At("run")).ShouldSucceed();

        _place.Timeless("sweep/mixed/seed-3").Should().Be(_place.Timeless("run"));
    }

    [Fact]
    public void Compare_again_keeps_what_is_done_and_other_settings_are_refused()
    {
        Compare("--methods", "none", "--seeds", "0");
        var before = _place.Files("sweep/none/seed-0");

        Compare("--methods", "none", "--seeds", "0,1").Output.Should().Contain("run 2 of 2").And.NotContain("run 1 of 2");
        _place.Files("sweep/none/seed-0").Should().Equal(before);
        _place.Small("compare", "--out", _place.At("sweep"), "--methods", "none", "--epsilon", "3").ShouldFail(2, "--epsilon is 3", "0.6");
    }

    [Fact]
    public void Compare_leaves_a_run_to_the_process_that_holds_it()
    {
        Compare("--methods", "none", "--seeds", "0");
        Directory.CreateDirectory(_place.At("sweep/uniform/seed-0"));
        using (new FileStream(_place.At("sweep/uniform/seed-0/lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            Compare("--methods", "none,uniform", "--seeds", "0").Output.Should().Contain("1 of 2 runs are not done");
            File.Exists(_place.At("sweep/uniform/seed-0/config.json")).Should().BeFalse();
        }
        Compare("--methods", "none,uniform", "--seeds", "0").Output.Should().NotContain("not done");
    }

    [Fact]
    public void Compare_that_was_stopped_goes_on_to_the_same_table()
    {
        Compare("--methods", "none,uniform", "--seeds", "0");
        var straight = File.ReadAllText(_place.At("sweep/comparison.md"));

        _place.Stopped("epoch 2/3 step 2/4", "compare", "--methods", "none,uniform", "--seeds", "0", "--out", _place.At("again")).ShouldFail(130, "same command line");
        _place.Small("compare", "--log-every", "1", "--methods", "none,uniform", "--seeds", "0", "--out", _place.At("again")).ShouldSucceed();

        File.ReadAllText(_place.At("again/comparison.md")).Should().Be(straight);
    }

    [Theory]
    [InlineData("--methods", "nothing", "nothing", "none")]
    [InlineData("--methods", "constrained+epsilon=-1", "constrained+epsilon=-1", "above 0")]
    [InlineData("--methods", "constrained+cheaply", "cheaply", "equal-cost")]
    [InlineData("--methods", ",", "names none")]
    [InlineData("--seeds", "1-", "--seeds")]
    [InlineData("--seeds", "3-1", "--seeds")]
    [InlineData("--seeds", "one", "--seeds")]
    [InlineData("--against", "worst", "not among")]
    public void Compare_explains_what_is_wrong_and_writes_nothing(string flag, string value, params string[] explained)
    {
        _place.Small("compare", flag, value, "--out", _place.At("sweep")).ShouldFail(2, explained);

        Directory.Exists(_place.At("sweep")).Should().BeFalse();
    }

    [Fact]
    public void Survey_plants_symmetries_and_counts_how_often_they_are_found()
    {
        var outcome = _place.Small("survey", "--symmetries", "none,rotated180", "--methods", "constrained,constrained+resilient=1,augerino", "--seeds", "0-1", "--epsilon", "0.01", "--out", _place.At("survey")).ShouldSucceed();

        _place.Json("survey/rotated180/constrained+resilient=1/seed-1/summary.json")["resilient"]!.GetValue<double>().Should().Be(1);
        _place.Json("survey/none/augerino/seed-0/summary.json")["widths"]!.AsObject().Should().HaveCount(6);
        outcome.Output.Should().ContainAll("Accuracy", "constrained: mean price", "constrained+resilient=1: slack at the end", "of 2");
        File.ReadAllText(_place.At("survey/survey.md")).Should().ContainAll("| rotated180", "gave way least is the planted one");
        _place.Small("survey", "--symmetries", "sheared", "--out", _place.At("other")).ShouldFail(2, "sheared", "scaled");
    }

    private Outcome Compare(params string[] more) => _place.Small("compare", [.. more, "--out", _place.At("sweep")]).ShouldSucceed();
}
