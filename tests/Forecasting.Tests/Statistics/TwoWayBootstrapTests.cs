using ExperimentKit.Statistics;
using MathNet.Numerics.Distributions;

namespace Forecasting.Tests.Statistics;

public sealed class TwoWayBootstrapTests
{
    [Fact]
    public void Of_a_constant_ratio_is_that_ratio_whatever_is_drawn()
    {
        var random = new Random(1);
        PairedBlocks[] seeds = [.. Enumerable.Range(0, 3).Select(_ =>
        {
            var reference = Blocks(6, 5, () => random.NextDouble());
            return new PairedBlocks([.. reference.Select(block => block.Select(error => 0.9 * error).ToArray())], reference);
        })];

        var changes = TwoWayBootstrap.Of(seeds);

        foreach (var end in new[] { changes.Mean, changes.Deviation, changes.Worst }.SelectMany(change => new[] { change.Value, change.Low, change.High })) end.Should().BeApproximately(-0.1, 1e-12);
    }

    /// <summary>Mean 3 against 2, deviation √8 against √2, worst 5 against 3.</summary>
    [Fact]
    public void Of_one_seed_and_one_block_has_values_and_no_ends()
    {
        var changes = TwoWayBootstrap.Of([new([[1, 5]], [[1, 3]])]);

        changes.Mean.Value.Should().BeApproximately(0.5, 1e-15);
        changes.Deviation.Value.Should().BeApproximately(1, 1e-15);
        changes.Worst.Value.Should().BeApproximately(2 / 3.0, 1e-15);
        new[] { changes.Mean, changes.Deviation, changes.Worst }.Should().OnlyContain(change => !change.HasEnds);
    }

    /// <summary>Of two seeds the draws are 11, 12, 21, 22, each at a quarter: the ends are those of a seed alone.</summary>
    [Fact]
    public void Of_two_seeds_and_one_block_ends_with_each_seed_alone()
    {
        var changes = TwoWayBootstrap.Of([new([[1, 3]], [[2, 3]]), new([[2, 10]], [[1, 3]])]);

        Check(changes.Mean, 16 / 9.0 - 1, 4 / 5.0 - 1, 12 / 4.0 - 1);
        Check(changes.Deviation, 10 / 3.0 - 1, 2 / 1.0 - 1, 8 / 2.0 - 1);
        Check(changes.Worst, 13 / 6.0 - 1, 3 / 3.0 - 1, 10 / 3.0 - 1);
    }

    [Fact]
    public void Of_one_seed_and_two_blocks_ends_with_each_block_alone()
    {
        var changes = TwoWayBootstrap.Of([new([[1, 3], [2, 10]], [[2, 3], [1, 3]])]);

        Check(changes.Mean, 16 / 9.0 - 1, 4 / 5.0 - 1, 12 / 4.0 - 1);
        Check(changes.Worst, 13 / 6.0 - 1, 3 / 3.0 - 1, 10 / 3.0 - 1);
    }

    /// <summary>Percentile intervals of some twenty values cover a little less than they are made for.</summary>
    [Theory]
    [InlineData(1, 24)]
    [InlineData(24, 1)]
    [InlineData(20, 24)]
    public void Of_normal_seeds_and_blocks_covers_the_truth_as_often_as_it_says(int seeds, int blocks)
    {
        const int trials = 300;
        var random = new Random(7);
        var covered = 0;
        for (var trial = 0; trial < trials; trial++)
        {
            double[] ofBlock = [.. Enumerable.Range(0, blocks).Select(_ => blocks > 1 ? Normal.Sample(random, 0, 0.05) : 0)];
            PairedBlocks[] all = [.. Enumerable.Range(0, seeds).Select(_ =>
            {
                var ofSeed = seeds > 1 ? Normal.Sample(random, 0, 0.05) : 0;
                return new PairedBlocks([.. ofBlock.Select(effect => new[] { 1.1 + effect + ofSeed, 1.1 + effect + ofSeed })], [.. ofBlock.Select(_ => new[] { 1.0, 1 })]);
            })];
            var change = TwoWayBootstrap.Of(all, new() { Resamples = 400, Seed = trial }).Mean;
            if (change.Low <= 0.1 && 0.1 <= change.High) covered++;
        }

        (covered / (double)trials).Should().BeInRange(0.88, 0.985);
    }

    [Fact]
    public void Of_the_same_seed_of_the_draws_gives_the_same_interval_and_another_another()
    {
        var random = new Random(3);
        PairedBlocks[] seeds = [.. Enumerable.Range(0, 4).Select(_ => new PairedBlocks(Blocks(8, 6, random.NextDouble), Blocks(8, 6, random.NextDouble)))];

        TwoWayBootstrap.Of(seeds).Should().Be(TwoWayBootstrap.Of(seeds));
        TwoWayBootstrap.Of(seeds, new() { Seed = 1 }).Mean.Low.Should().NotBe(TwoWayBootstrap.Of(seeds).Mean.Low);
        TwoWayBootstrap.Of(seeds, new() { Confidence = 0.5 }).Mean.Low.Should().BeGreaterThan(TwoWayBootstrap.Of(seeds).Mean.Low);
    }

    [Fact]
    public void Of_other_blocks_for_another_seed_is_refused() =>
        FluentActions.Invoking(() => TwoWayBootstrap.Of([new([[1, 2]], [[1, 2]]), new([[1, 2]], [[1, 2], [1, 2]])])).Should().Throw<ArgumentException>().WithMessage("*reference's errors of seed 1 are 2 blocks*expected 1 blocks of 2*");

    [Fact]
    public void Of_nothing_is_refused() => FluentActions.Invoking(() => TwoWayBootstrap.Of([])).Should().Throw<ArgumentException>().WithMessage("*at least one seed*");

    [Fact]
    public void OfMean_of_two_values_ends_with_each_alone() => Check(BootstrapInterval.OfMean([1, 4]), 2.5, 1, 4);

    [Fact]
    public void OfMean_of_one_value_has_no_ends() => BootstrapInterval.OfMean([1]).HasEnds.Should().BeFalse();

    [Theory]
    [InlineData(99, 0.95, "Resamples is 99")]
    [InlineData(2000, 1, "Confidence is 1")]
    public void Options_out_of_range_are_refused(int resamples, double confidence, string message) =>
        FluentActions.Invoking(() => BootstrapInterval.OfMean([1, 2], new() { Resamples = resamples, Confidence = confidence })).Should().Throw<ArgumentException>().WithMessage($"*{message}*");

    private static void Check(BootstrapInterval interval, double value, double low, double high)
    {
        interval.Value.Should().BeApproximately(value, 1e-12);
        interval.Low.Should().BeApproximately(low, 1e-12);
        interval.High.Should().BeApproximately(high, 1e-12);
    }

    private static double[][] Blocks(int blocks, int steps, Func<double> error) => [.. Enumerable.Range(0, blocks).Select(_ => Enumerable.Range(0, steps).Select(_ => error()).ToArray())];
}
