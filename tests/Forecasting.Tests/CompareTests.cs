using System.Globalization;

namespace Forecasting.Tests;

public sealed class CompareTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Compare_trains_every_method_and_tabulates_it()
    {
        var outcome = Compare("constant,constant+resilient,linear,exponential,monotonic").ShouldSucceed();

        string[] labels = ["erm", "constant", "constant+resilient", "linear", "exponential", "monotonic"];
        outcome.Output.Should().ContainAll(labels);
        var rows = File.ReadAllLines(_place.At("all/comparison.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        rows.Select(row => row[0]).Distinct().Should().Equal(labels);
        foreach (var label in labels)
        {
            var test = _place.Json($"all/{label.Replace('+', '-')}/summary.json")["test"]!;
            double.Parse(rows.Single(row => row[0] == label && row[1] == "test")[2], CultureInfo.InvariantCulture).Should().Be(test["mse"]!.GetValue<double>());
            File.ReadAllText(_place.At("all/report.html")).Should().Contain($"{label.Replace('+', '-')}/report.html");
        }
        File.ReadAllText(_place.At("all/comparison.md")).Should().Contain("| constant+resilient");
        double.Parse(rows.Single(row => row[0] == "erm" && row[1] == "train")[5], CultureInfo.InvariantCulture).Should().BePositive("the run without bounds exceeds its own median somewhere");
    }

    [Fact]
    public void Compare_fitted_line_goes_through_the_mean_error_of_the_run_without_bounds()
    {
        Compare("linear").ShouldSucceed();

        double[] Array(string file, string name) => [.. _place.Json(file)[name]!.AsArray().Select(value => value!.GetValue<double>())];
        Array("all/linear/summary.json", "epsilon").Average().Should().BeApproximately(Array("all/erm/summary.json", "trainRunningPerStep").Average(), 1e-12, "a least-squares line has the mean of what it fits");
    }

    [Fact]
    public void Compare_again_keeps_finished_runs_and_adds_new_methods()
    {
        Compare("constant").ShouldSucceed();
        var before = _place.Files("all/constant");

        Compare("constant,monotonic").ShouldSucceed().Output.Should().Contain("constant: finished before, kept");

        _place.Files("all/constant").Should().Equal(before);
        File.Exists(_place.At("all/monotonic/summary.json")).Should().BeTrue();
    }

    [Theory]
    [InlineData("erm: epoch 2/3 step 2/8")]
    [InlineData("constant: epoch 2/3 step 2/8")]
    public void Compare_stopped_and_started_again_ends_as_if_it_never_had(string stopAt)
    {
        _place.Small("compare", "--methods", "constant", "--log-every", "1", "--out", _place.At("straight")).ShouldSucceed();
        _place.Stopped(stopAt, "compare", "--methods", "constant", "--out", _place.At("all")).ShouldFail(130, "--out " + _place.At("all"));

        _place.Small("compare", "--methods", "constant", "--log-every", "1", "--out", _place.At("all")).ShouldSucceed();

        string Numbers(string run) => _place.Timeless(run).Replace(_place.At(run.Split('/')[0]), "", StringComparison.Ordinal);
        Numbers("all/erm").Should().Be(Numbers("straight/erm"));
        Numbers("all/constant").Should().Be(Numbers("straight/constant"));
    }

    [Fact]
    public void Compare_with_other_settings_in_the_same_folder_is_refused()
    {
        Compare("constant").ShouldSucceed();

        Compare("constant", "--seed", "3").ShouldFail(2, "--seed", "3", "2021");
    }

    [Fact]
    public void Compare_unknown_method_names_the_nearest_before_anything_runs()
    {
        Compare("constant+resiliant").ShouldFail(2, "constant+resiliant", "constant+resilient");

        Directory.Exists(_place.At("all")).Should().BeFalse();
    }

    [Fact]
    public void Compare_into_a_folder_that_holds_something_else_is_refused()
    {
        Directory.CreateDirectory(_place.At("all"));
        File.WriteAllText(_place.At("all/thesis.txt"), "years of work");

        Compare("constant").ShouldFail(2, "not empty");
    }

    [Fact]
    public void Levels_prints_quantiles_of_a_run_without_bounds()
    {
        _place.Small("levels", "--out", _place.At("erm")).ShouldSucceed();
        var perStep = _place.Json("erm/summary.json")["trainRunningPerStep"]!.AsArray().Select(value => value!.GetValue<double>()).Order().ToArray();

        var printed = Workplace.Run("levels", "--reference", _place.At("erm"), "--quantiles", "0,0.5,1").ShouldSucceed().Output;

        foreach (var level in new[] { perStep[0], (perStep[1] + perStep[2]) / 2, perStep[3] })
            printed.Should().Contain(level.ToString("G4", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Levels_quantile_out_of_range_is_refused() =>
        Workplace.Run("levels", "--quantiles", "0.5,2").ShouldFail(2, "--quantiles", "0.5,2");

    private Outcome Compare(string methods, params string[] more) => _place.Small("compare", ["--methods", methods, "--out", _place.At("all"), .. more]);
}
