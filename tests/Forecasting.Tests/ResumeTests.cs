namespace Forecasting.Tests;

public sealed class ResumeTests : IDisposable
{
    private static readonly string[] _transformer = ["--model", "itransformer", "--d-model", "8", "--heads", "2", "--d-ff", "8", "--layers", "1", "--dropout", "0.2"];
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("constant+resilient: epoch 2/3 step 3/8")]
    [InlineData("constant+resilient: epoch 1/3 step 8/8")]
    [InlineData("erm: epoch 2/3 step 5/8")]
    public void Resume_after_a_stop_gives_the_numbers_of_a_run_that_never_stopped(string stopAt)
    {
        string[] settings = [.. _transformer, "--resilient", "2"];
        _place.Small("train", [.. settings, "--log-every", "1", "--out", _place.At("straight")]).ShouldSucceed();

        var stopped = _place.Stopped(stopAt, "train", [.. settings, "--out", _place.At("run")]);
        stopped.ShouldFail(130, "--resume " + _place.At("run"));
        _place.Json("run/manifest.json")["status"]!.GetValue<string>().Should().Be("cancelled");
        File.Exists(_place.At("run/summary.json")).Should().BeFalse();

        Workplace.Run("train", "--resume", _place.At("run")).ShouldSucceed();

        _place.Timeless("run").Should().Be(_place.Timeless("straight"));
        Steps("run").Should().Equal(Steps("straight"), "each step is logged once");
        _place.Json("run/manifest.json")["commandLines"]!.AsArray().Should().HaveCount(2);
        _place.Json("run/manifest.json")["status"]!.GetValue<string>().Should().Be("completed");
    }

    [Fact]
    public void Resume_passes_over_a_damaged_checkpoint_and_says_so()
    {
        _place.Small("train", "--epsilon", "0.2", "--out", _place.At("straight")).ShouldSucceed();
        _place.Stopped("epoch 3/3 step 2/8", "train", "--epsilon", "0.2", "--out", _place.At("run"));
        var newest = Checkpoints("run")[^1];
        Damage(newest);

        var resumed = Workplace.Run("train", "--resume", _place.At("run"));

        resumed.Code.Should().Be(0);
        resumed.Error.Should().Contain("warning").And.Contain(newest).And.Contain("checksum");
        _place.Timeless("run").Should().Be(_place.Timeless("straight"));
    }

    [Fact]
    public void Resume_refuses_when_every_checkpoint_is_damaged_and_loses_nothing()
    {
        _place.Stopped("epoch 3/3 step 2/8", "train", "--epsilon", "0.2", "--out", _place.At("run"));
        foreach (var path in Checkpoints("run")) Damage(path);
        var before = _place.Files("run");

        Workplace.Run("train", "--resume", _place.At("run")).ShouldFail(1, "checkpoint", "checksum");

        var after = _place.Files("run");
        foreach (var (path, contents) in before.Where(file => !file.Key.EndsWith("manifest.json", StringComparison.Ordinal)))
            after.Should().Contain(path, contents);
    }

    [Fact]
    public void Resume_with_a_contradicting_flag_names_both_values()
    {
        _place.Stopped("epoch 2/3 step 1/8", "train", "--epsilon", "0.2", "--out", _place.At("run"));

        Workplace.Run("train", "--resume", _place.At("run"), "--lookback", "32").ShouldFail(2, "--lookback", "32", "16");
        Workplace.Run("train", "--resume", _place.At("run"), "--lookback", "16").ShouldSucceed();
    }

    [Fact]
    public void Resume_on_changed_data_is_refused()
    {
        _place.Stopped("epoch 2/3 step 1/8", "train", "--epsilon", "0.2", "--out", _place.At("run"));
        File.WriteAllText(_place.Data, Workplace.Csv(401));

        Workplace.Run("train", "--resume", _place.At("run")).ShouldFail(1, "series.csv", "sha256");
    }

    [Fact]
    public void Resume_of_a_finished_run_changes_nothing()
    {
        _place.Small("train", "--epsilon", "0.2", "--out", _place.At("run")).ShouldSucceed();
        var before = _place.Files("run");

        Workplace.Run("train", "--resume", _place.At("run")).ShouldSucceed().Output.Should().Contain("complete already");

        _place.Files("run").Should().Equal(before);
    }

    [Fact]
    public void Resume_of_a_folder_that_is_no_run_is_refused()
    {
        Workplace.Run("train", "--resume", _place.Folder).ShouldFail(2, "config.json");
    }

    private List<string> Checkpoints(string run) => [.. Directory.EnumerateFiles(_place.At(run + "/checkpoints")).Order(StringComparer.Ordinal)];

    private string[] Steps(string run) =>
        [.. File.ReadLines(_place.At(run + "/metrics.jsonl")).Select(line => System.Text.Json.Nodes.JsonNode.Parse(line)!).Select(line => $"{line["event"]} {line["step"]}")];

    private static void Damage(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
