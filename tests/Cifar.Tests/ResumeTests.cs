namespace Cifar.Tests;

public sealed class ResumeTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("augment", "epoch 2/3 step 3/4", "--method", "constrained")]
    [InlineData("augment", "epoch 1/3 step 4/4", "--method", "uniform")]
    [InlineData("augment", "epoch 2/3 step 2/4", "--method", "mixed", "--persistent", "true", "--clip", "0.5")]
    [InlineData("augment", "epoch 2/3 step 2/4", "--method", "augerino", "--hold-out", "0.2", "--batch", "40")]
    [InlineData("symmetries", "epoch 2/3 step 1/4", "--resilient", "1")]
    public void Resume_after_a_stop_gives_the_numbers_of_a_run_that_never_stopped(string command, string stopAt, params string[] settings)
    {
        _place.Small(command, [.. settings, "--log-every", "1", "--out", _place.At("straight")]).ShouldSucceed();

        _place.Stopped(stopAt, command, [.. settings, "--out", _place.At("run")]).ShouldFail(130, "--resume " + _place.At("run"));
        _place.Json("run/manifest.json")["status"]!.GetValue<string>().Should().Be("cancelled");
        File.Exists(_place.At("run/summary.json")).Should().BeFalse();
        Workplace.Run(command, "--resume", _place.At("run")).ShouldSucceed();

        _place.Timeless("run").Should().Be(_place.Timeless("straight"));
        _place.Log("run", "step").Select(line => line["step"]!.GetValue<long>()).Should().Equal(Enumerable.Range(1, 12).Select(step => (long)step));
    }

    [Fact]
    public void Resume_of_a_finished_run_changes_nothing()
    {
        _place.Small("augment", "--out", _place.At("run")).ShouldSucceed();
        var before = _place.Files("run");

        Workplace.Run("augment", "--resume", _place.At("run")).ShouldSucceed().Output.Should().Contain("complete already").And.Contain("accuracy");

        _place.Files("run").Should().Equal(before);
    }

    [Fact]
    public void Resume_with_a_contradicting_flag_names_both_values()
    {
        _place.Small("augment", "--out", _place.At("run")).ShouldSucceed();

        Workplace.Run("augment", "--resume", _place.At("run"), "--epsilon", "2").ShouldFail(2, "--epsilon is 2", "0.6");
        Workplace.Run("augment", "--resume", _place.At("run"), "--smoke").ShouldFail(2, "--smoke", "--resume");
        Workplace.Run("symmetries", "--resume", _place.At("run")).ShouldFail(2, "config.json", "method");
    }
}
