namespace Forecasting.Tests;

public sealed class BadInputTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("2020-01-03 00:00:00,0.5,x1.2", "line 50", "noisy", "x1.2")]
    [InlineData("2020-01-03 00:00:00,NaN,1.2", "line 50", "wave", "NaN")]
    [InlineData("2020-01-03 00:00:00,0.5", "line 50", "2 cell(s)", "expected 3")]
    [InlineData("yesterday,0.5,1.2", "line 50", "date", "yesterday")]
    public void Train_bad_cell_is_named_and_nothing_is_written(string line, params string[] words)
    {
        File.WriteAllText(_place.Data, Workplace.Csv(400, row => row == 48 ? line : null));

        _place.Small("train", "--out", _place.At("run")).ShouldFail(1, [_place.Data, .. words]);

        Directory.Exists(_place.At("run")).Should().BeFalse();
    }

    [Fact]
    public void Train_series_without_a_date_column_is_refused()
    {
        File.WriteAllText(_place.Data, "wave,noisy\n1,2\n3,4\n");

        _place.Small("train").ShouldFail(1, "no column \"date\"", "wave,noisy");
    }

    [Fact]
    public void Train_too_few_rows_is_refused()
    {
        File.WriteAllText(_place.Data, Workplace.Csv(20));

        _place.Small("train", "--out", _place.At("run")).ShouldFail(1, "rows", "fewer than");
    }

    [Fact]
    public void Train_missing_file_is_refused() =>
        Workplace.Run("train", "--data", _place.At("none.csv")).ShouldFail(1, "none.csv");

    [Theory]
    [InlineData("--model", "dlinar", "dlinear")]
    [InlineData("--method", "constnat", "constant")]
    [InlineData("--split", "et", "ett")]
    [InlineData("--lokback", "3", "--lookback")]
    [InlineData("--lookback", "0", "at least 1")]
    [InlineData("--lookback", "1.5", "whole number")]
    [InlineData("--lr", "0,1", "above 0")]
    [InlineData("--d-model", "64", "dlinear")]
    [InlineData("--epsilon", "0.1,0.2,0.3", "3 numbers")]
    [InlineData("--epsilon", "quantile:1.5@train", "quantile:F@train")]
    [InlineData("--epsilon", "quantile:0.5@tests", "quantile:F@train")]
    [InlineData("--epsilon", "low", "a number")]
    [InlineData("--epsilon", "@absent.txt", "absent.txt")]
    [InlineData("--slope", "1", "--offset")]
    [InlineData("--dual-cap", "0.5", "--dual-init")]
    [InlineData("--reference", "absent", "absent")]
    public void Train_impossible_flag_is_explained(string flag, string value, string explained)
    {
        _place.Small("train", "--out", _place.At("run"), flag, value).ShouldFail(2, explained);

        Directory.Exists(_place.At("run")).Should().BeFalse();
    }

    [Fact]
    public void Train_slacks_that_would_swing_are_refused() =>
        _place.Small("train", "--resilient", "30", "--epsilon", "1").ShouldFail(2, "--slack-lr", "--resilient", "below 2");

    [Fact]
    public void Train_heads_that_do_not_divide_the_width_are_refused() =>
        _place.Small("train", "--model", "itransformer", "--d-model", "10", "--heads", "3", "--epsilon", "1", "--out", _place.At("run")).ShouldFail(2, "itransformer", "10", "3");

    [Fact]
    public void Train_device_that_is_absent_is_explained()
    {
        if (TorchSharp.torch.cuda.is_available()) return;

        _place.Small("train", "--device", "cuda", "--out", _place.At("run")).ShouldFail(2, "--device cuda", "--device cpu");
    }

    [Fact]
    public void Train_into_a_folder_that_holds_something_touches_nothing()
    {
        Directory.CreateDirectory(_place.At("run"));
        File.WriteAllText(_place.At("run/thesis.txt"), "years of work");
        var before = _place.Files("run");

        _place.Small("train", "--out", _place.At("run")).ShouldFail(2, "not empty", "--resume");

        _place.Files("run").Should().Equal(before);
    }

    [Fact]
    public void Train_reference_of_another_kind_is_refused()
    {
        _place.Small("train", "--epsilon", "0.2", "--epochs", "1", "--out", _place.At("bounded")).ShouldSucceed();
        _place.Small("train", "--method", "erm", "--epochs", "1", "--horizon", "6", "--out", _place.At("longer")).ShouldSucceed();

        _place.Small("train", "--reference", _place.At("bounded"), "--out", _place.At("run")).ShouldFail(2, "constant", "erm");
        _place.Small("train", "--reference", _place.At("longer"), "--out", _place.At("run")).ShouldFail(2, "horizon", "6", "4");
        Directory.Exists(_place.At("run")).Should().BeFalse();
    }

    [Fact]
    public void Train_reference_with_a_damaged_summary_is_refused()
    {
        _place.Small("train", "--method", "erm", "--epochs", "1", "--out", _place.At("erm")).ShouldSucceed();
        File.WriteAllText(_place.At("erm/summary.json"), "{ \"dataset\": ");

        _place.Small("train", "--reference", _place.At("erm")).ShouldFail(1, _place.At("erm/summary.json"), "damaged");
    }

    [Fact]
    public void Train_loss_that_blows_up_ends_with_a_sentence()
    {
        _place.Small("train", "--epsilon", "1", "--lr", "1e38", "--out", _place.At("run")).ShouldFail(1, "not finite");

        _place.Json("run/manifest.json")["status"]!.GetValue<string>().Should().Be("non-finite");
    }

    [Fact]
    public void Run_unknown_command_names_the_nearest() => Workplace.Run("trian").ShouldFail(2, "trian", "train");
}
