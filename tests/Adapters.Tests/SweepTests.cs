namespace Adapters.Tests;

public sealed class SweepTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Compare_chooses_each_rate_by_validation_text_and_shows_test_text()
    {
        string[] sweep = ["--methods", "lora+rank=1,lorta+forget=0.01", "--rates", "10,0.01", "--seeds", "0,1", "--steps", "10", "--out", _place.At("sweep")];
        var outcome = _place.Small("compare", sweep).ShouldSucceed();

        outcome.Output.Should().ContainAll("run 1 of 8", "run 8 of 8", "less the first", "rise on old text");
        var table = File.ReadAllLines(_place.At("sweep/comparison.md"));
        table.Single(line => line.StartsWith("| lora+rank=1 ")).Replace(" ", "").Should().Contain("|0.01|");
        _place.Small("compare", sweep).ShouldSucceed().Output.Should().NotContain("run 1 of");
        _place.Small("compare", [.. sweep, "--lr", "0.5"]).ShouldFail(2, "--lr is 0.5");
    }

    [Fact]
    public void Compare_same_settings_are_that_run_of_adapt()
    {
        _place.Small("compare", "--methods", "vera+rank=3", "--seeds", "4", "--steps", "10", "--out", _place.At("sweep")).ShouldSucceed();
        _place.Small("adapt", "--method", "vera", "--rank", "3", "--seed", "4", "--steps", "10", "--out", _place.At("run")).ShouldSucceed();

        _place.Timeless("sweep/vera+rank=3/seed-4").Should().Be(_place.Timeless("run"));
    }

    [Fact]
    public void Place_gives_every_rule_the_same_number_of_parameters()
    {
        var outcome = _place.Small("place", "--capacity", "1e-3", "--probe-seeds", "0,1", "--seeds", "5", "--sites-kept", "3", "--steps", "10", "--lr", "0.1", "--out", _place.At("place")).ShouldSucceed();

        outcome.Output.Should().ContainAll("place by prices", "the probes' prices agree", "explained variance and prices");
        foreach (var rule in new[] { "even", "prices", "least price", "random", "gradient norm", "explained variance" }) _place.Json($"place/{rule}/seed-5/summary.json")["trained"]!.GetValue<long>().Should().Be(256);
    }
}
