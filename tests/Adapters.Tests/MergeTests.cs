using System.Globalization;

namespace Adapters.Tests;

public sealed class MergeTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Merged_model_is_a_base_that_starts_where_the_adapter_ended()
    {
        _place.Small("adapt", "--method", "lora", "--lr", "0.1", "--out", _place.At("run")).ShouldSucceed();

        Workplace.Run("merge", "--base", _place.Base, "--adapter", _place.At("run/adapter"), "--out", _place.At("merged")).ShouldSucceed().Output.Should().Contain("output moved by at most");
        _place.Small("adapt", "--base", _place.At("merged"), "--out", _place.At("again")).ShouldSucceed();

        Number("again", "newBefore").Should().BeApproximately(Number("run", "test"), 1e-5);
    }

    [Fact]
    public void Weights_scale_adapters_and_bits_round()
    {
        _place.Small("adapt", "--method", "lorta", "--lr", "0.1", "--out", _place.At("run")).ShouldSucceed();
        var adapter = _place.At("run/adapter");

        Workplace.Run("merge", "--base", _place.Base, "--adapter", $"{adapter},{adapter}", "--weight", "1,-1", "--out", _place.At("nothing")).ShouldSucceed();
        Workplace.Run("merge", "--base", _place.Base, "--adapter", adapter, "--bits", "2", "--out", _place.At("coarse")).ShouldSucceed();
        _place.Small("adapt", "--base", _place.At("nothing"), "--steps", "10", "--out", _place.At("a")).ShouldSucceed();
        _place.Small("adapt", "--base", _place.At("coarse"), "--steps", "10", "--out", _place.At("b")).ShouldSucceed();

        Number("a", "newBefore").Should().BeApproximately(Number("run", "newBefore"), 1e-5);
        Number("b", "newBefore").Should().NotBeApproximately(Number("run", "test"), 1e-3);
    }

    [Fact]
    public void What_cannot_be_merged_is_refused_and_nothing_is_written()
    {
        _place.Small("adapt", "--method", "bottleneck", "--rank", "2", "--out", _place.At("run")).ShouldSucceed();

        Workplace.Run("merge", "--base", _place.Base, "--adapter", _place.At("run/adapter"), "--out", _place.At("merged")).ShouldFail(1, "bottleneck", "cannot be merged");

        Directory.Exists(_place.At("merged")).Should().BeFalse();
    }

    private double Number(string run, string name) => double.Parse(_place.Json(run + "/summary.json")[name]!.ToString(), CultureInfo.InvariantCulture);
}
