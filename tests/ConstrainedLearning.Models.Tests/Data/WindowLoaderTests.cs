using ConstrainedLearning.Models.Data;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Data;

public sealed class WindowLoaderTests : IDisposable
{
    private const int Lookback = 5;
    private const int Horizon = 3;
    private static readonly Series _series = Counting(60);
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly WindowedSeries _windows = new(_series, SplitPlan.Generic(60), Lookback, Horizon);

    public void Dispose()
    {
        _windows.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData(Part.Train, 42 - 5 - 3 + 1)]
    [InlineData(Part.Validation, 6 + 5 - 5 - 3 + 1)]
    [InlineData(Part.Test, 12 + 5 - 5 - 3 + 1)]
    public void Count_is_rows_less_window_plus_one(Part part, int expected) => _windows.Count(part).Should().Be(expected);

    [Theory]
    [InlineData(Part.Train)]
    [InlineData(Part.Validation)]
    [InlineData(Part.Test)]
    public void Epoch_shuffled_holds_every_window_exactly_once(Part part)
    {
        var loader = Loader(part, new() { BatchSize = 4, Shuffle = true });

        Starts(loader.Epoch(0)).Order().Should().Equal(Enumerable.Range(_windows.FirstStart(part), _windows.Count(part)));
        loader.Epoch(0).Count().Should().Be(loader.BatchCount);
    }

    [Fact]
    public void Epoch_in_order_starts_at_the_first_window_and_ends_with_a_partial_batch()
    {
        var loader = Loader(Part.Test, WindowLoaderOptions.ForEvaluation(batchSize: 4));

        loader.Epoch(0).Select(batch => batch.Count).Should().Equal(4, 4, 2);
        Starts(loader.Epoch(7)).Should().Equal(Enumerable.Range(60 - 12 - Lookback, 10));
    }

    [Fact]
    public void Epoch_dropping_the_last_gives_full_batches_only()
    {
        var loader = Loader(Part.Train, WindowLoaderOptions.ForTraining(batchSize: 8));

        loader.BatchCount.Should().Be(4);
        loader.Epoch(0).Select(batch => batch.Count).Should().Equal(8, 8, 8, 8);
    }

    [Fact]
    public void Epoch_same_seed_same_order_other_epoch_or_seed_another()
    {
        var options = new WindowLoaderOptions { BatchSize = 4, Shuffle = true };
        var order = Starts(Loader(Part.Train, options).Epoch(3));

        Starts(Loader(Part.Train, options).Epoch(3)).Should().Equal(order);
        Starts(Loader(Part.Train, options).Epoch(4)).Should().NotEqual(order);
        Starts(Loader(Part.Train, options with { Seed = 1 }).Epoch(3)).Should().NotEqual(order);
    }

    [Fact]
    public void Epoch_does_not_depend_on_or_disturb_torchs_random_numbers()
    {
        var loader = Loader(Part.Train, WindowLoaderOptions.ForTraining(4));
        manual_seed(5);
        var first = Starts(loader.Epoch(1));
        var drawn = rand(1).item<float>();

        Starts(loader.Epoch(1)).Should().Equal(first);
        manual_seed(5);
        rand(1).item<float>().Should().Be(drawn);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(8)]
    public void Epoch_resumed_after_some_batches_equals_no_interruption(int done)
    {
        var loader = Loader(Part.Train, WindowLoaderOptions.ForTraining(batchSize: 4));
        var whole = Starts(loader.Epoch(2));

        Starts(loader.Epoch(2).Take(done)).Concat(Starts(loader.Epoch(2, skip: done))).Should().Equal(whole);
    }

    [Fact]
    public void Batch_equals_naive_slicing_of_the_standardised_series()
    {
        using var some = tensor(new long[] { 11, 0, 37 });
        var values = _windows.Scaler.Transform(_series.Values);
        var time = TimeFeatures.Encode(_series.Times, TimeFrequency.Hourly);

        using var batch = _windows.Batch(some);

        Numbers(batch.Input.Past).Should().Equal(Slices(values, 0, Lookback));
        Numbers(batch.Target).Should().Equal(Slices(values, Lookback, Horizon));
        Numbers(batch.Input.PastTime).Should().Equal(Slices(time, 0, Lookback));
        Numbers(batch.Input.FutureTime).Should().Equal(Slices(time, Lookback, Horizon));
        batch.Target.shape.Should().Equal(3, Horizon, 2);

        static IEnumerable<float> Slices(float[,] table, int offset, int rows) =>
            from start in new[] { 11, 0, 37 }
            from row in Enumerable.Range(start + offset, rows)
            from column in Enumerable.Range(0, table.GetLength(1))
            select table[row, column];
    }

    [Fact]
    public void Epoch_batch_is_disposed_when_the_next_is_asked_for()
    {
        ForecastBatch? first = null;
        foreach (var batch in Loader(Part.Train, WindowLoaderOptions.ForTraining(4)).Epoch(0).Take(2))
            first ??= batch;

        first!.Target.IsInvalid.Should().BeTrue();
        first.Input.Past.IsInvalid.Should().BeTrue();
    }

    [Fact]
    public void New_batch_larger_than_the_part_is_refused_where_partial_ones_are_dropped()
    {
        var create = () => Loader(Part.Validation, WindowLoaderOptions.ForTraining(batchSize: 5));

        create.Should().Throw<DataException>().WithMessage("the Validation part has 4 windows, fewer than one batch of 5*");
    }

    [Fact]
    public void New_series_too_short_for_the_window_is_refused()
    {
        var create = () => new WindowedSeries(_series, SplitPlan.Generic(60), 5, 7);

        create.Should().Throw<DataException>().WithMessage("the Validation part of the generic split has 6 rows and 5 before it, fewer than the 12*");
    }

    [Fact]
    public void Scaler_restores_the_units_of_the_series()
    {
        using var batch = _windows.Batch(tensor(new long[] { 20 }));

        var restored = _windows.Scaler.Restore(batch.Target);

        Numbers(restored).Should().Equal(new[] { 25f, 50, 26, 52, 27, 54 }, (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [BenchmarkDataFact]
    public void Count_of_etth1_windows_is_the_fields()
    {
        var series = new DataStore(BenchmarkDataFactAttribute.Folder).Open("etth1");
        using var windows = new WindowedSeries(series, SplitPlan.Named("ett", series), 96, 96);

        (windows.Count(Part.Train), windows.Count(Part.Validation), windows.Count(Part.Test)).Should().Be((8449, 2785, 2785));
    }

    private WindowLoader Loader(Part part, WindowLoaderOptions options) => new(_windows, part, options);

    /// <summary>Rows at which the windows start: the first channel counts rows.</summary>
    private List<int> Starts(IEnumerable<ForecastBatch> batches)
    {
        var starts = new List<int>();
        foreach (var batch in batches)
        {
            using var rows = _windows.Scaler.Restore(batch.Input.Past);
            using var first = rows.narrow(1, 0, 1).narrow(2, 0, 1).contiguous();
            starts.AddRange(first.data<float>().ToArray().Select(value => (int)MathF.Round(value)));
        }
        return starts;
    }

    private static float[] Numbers(Tensor tensor) => tensor.contiguous().data<float>().ToArray();

    private static Series Counting(int rows)
    {
        var values = new double[rows, 2];
        for (var row = 0; row < rows; row++)
            (values[row, 0], values[row, 1]) = (row, 2 * row);
        return new Series("counting", ["row", "double"], [.. Enumerable.Range(0, rows).Select(row => new DateTime(2020, 1, 1).AddHours(row))], values, "");
    }
}
