namespace Cifar.Tests;

public sealed class PrecisionSweepTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Precisions_puts_each_method_at_each_bit_width_into_one_table()
    {
        var outcome = _place.Small(
            "precisions", "--methods", "post-training,dorefa,constrained+bits=2+epsilon-layer=0.01", "--bits", "8,2", "--seeds", "0,1", "--against", "dorefa", "--out", _place.At("sweep")).ShouldSucceed();

        outcome.Output.Should().ContainAll("run 1 of 8: post-training at 8, 2 bits, seed 0", "less dorefa");
        var rows = File.ReadLines(_place.At("sweep/precisions.md")).Where(line => line.StartsWith('|')).Skip(2).Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..3]).ToList();
        rows.Select(row => $"{row[0]} {row[1]}").Should().Equal("8 post-training", "8 dorefa", "2 post-training", "2 dorefa", "2 constrained+bits=2+epsilon-layer=0.01");
    }

    [Fact]
    public void Sensitivity_studies_the_layers_and_trains_again_at_chosen_bits()
    {
        string[] line = ["sensitivity", "--smoke", "--threads", "1", "--seeds", "0,1", "--out", _place.At("study")];
        var outcome = Workplace.Run(line).ShouldSucceed();

        outcome.Output.Should().ContainAll("lowered alone", "hessian", "integer program", "Keep ");
        _place.Json("study/seed-1/study.json")["rankings"]!.AsArray().Select(ranking => ranking!["rule"]!.GetValue<string>()).Should().Contain(["multiplier", "mean error", "fisher", "raised on training data"]);
        Directory.GetFiles(_place.At("study/retrained"), "summary.json", SearchOption.AllDirectories).Should().HaveCount(2);
        File.ReadAllText(_place.At("study/report.html")).Should().ContainAll("layers.0", "Retrained".ToLowerInvariant());
        var before = File.ReadAllText(_place.At("study/sensitivity.md"));

        Workplace.Run(line).ShouldSucceed().Output.Should().NotContain("run 1 of");

        File.ReadAllText(_place.At("study/sensitivity.md")).Should().Be(before);
    }

    [Theory]
    [InlineData("one bit width", "--bits", "4,2")]
    [InlineData("give --epsilon-layer", "--epsilon-layer", "none")]
    [InlineData("more than the 2", "--high", "2")]
    [InlineData("below the 2", "--budgets", "1.5,3")]
    [InlineData("commas", "--budgets", "three")]
    [InlineData("no rule \"multipler\"", "--retrain", "multipler")]
    [InlineData("trained no scales", "--normalization", "own")]
    public void Sensitivity_explains_what_is_wrong_and_writes_nothing(string explained, params string[] settings)
    {
        Workplace.Run(["sensitivity", "--smoke", .. settings, "--out", _place.At("study")]).ShouldFail(2, explained);

        Directory.Exists(_place.At("study")).Should().BeFalse();
    }
}
