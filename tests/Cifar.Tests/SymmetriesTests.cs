namespace Cifar.Tests;

public sealed class SymmetriesTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Symmetries_data_turned_by_any_angle_makes_rotation_the_cheapest()
    {
        var turned = Symmetries("turned", "--symmetry", "rotated180", "--per-class", "100", "--epochs", "15");
        Symmetries("plain", "--per-class", "100", "--epochs", "15");

        turned.Output.Should().Contain("cheapest: rotation");
        Price("turned", "rotation").Should().BeLessThan(Price("turned", "translation")).And.BeLessThan(Price("turned", "scale"));
        (Price("turned", "rotation") / Price("turned", "translation")).Should().BeLessThan(0.9 * Price("plain", "rotation") / Price("plain", "translation"), "digits as they are have no such symmetry");
    }

    [Fact]
    public void Symmetries_resilience_gives_way_where_it_is_dear_and_lowers_its_price()
    {
        Symmetries("hard");
        var resilient = Symmetries("resilient", "--resilient", "1");

        resilient.Output.Should().ContainAll("gave way most: ", "whose bound 0.35 became ");
        foreach (var family in new[] { "rotation", "translation", "scale" })
        {
            Result("hard", family)["slack"]!.GetValue<double>().Should().Be(0);
            Result("resilient", family)["slack"]!.GetValue<double>().Should().BePositive();
            Price("resilient", family).Should().BeLessThan(Price("hard", family));
        }
    }

    [Fact]
    public void Symmetries_summary_counts_three_requirements()
    {
        Symmetries("run", "--symmetry", "translated");

        var summary = _place.Json("run/summary.json");
        summary["method"]!.GetValue<string>().Should().Be("symmetries");
        summary["symmetry"]!.GetValue<string>().Should().Be("translated");
        summary["requirements"]!.AsObject().Select(pair => pair.Key).Should().Equal("rotation", "translation", "scale");
        summary["passes"]!.GetValue<double>().Should().BeApproximately(12 * (1 + 3 * (1 + 2 / 3.0)), 1e-9);
        summary["multiplier"].Should().BeNull("there are three");
    }

    private Outcome Symmetries(string run, params string[] more) => _place.Small("symmetries", ["--out", _place.At(run), .. more]).ShouldSucceed();

    private double Price(string run, string family) => Result(run, family)["multiplier"]!["mean"]!.GetValue<double>();

    private System.Text.Json.Nodes.JsonNode Result(string run, string family) => _place.Json(run + "/summary.json")["requirements"]![family]!;
}
