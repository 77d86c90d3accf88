using ExperimentKit.Statistics;

namespace Forecasting.Tests.Statistics;

public sealed class PairedDifferenceTests
{
    /// <summary>Differences 1, 2, 3: mean 2, standard error 1 / √3, Student's 97.5 % quantile with two degrees of freedom 4.3027 (table).</summary>
    [Fact]
    public void Of_three_pairs_has_the_interval_of_the_table()
    {
        var difference = PairedDifference.Of([2, 4, 6], [1, 2, 3]);

        difference.Mean.Should().Be(2);
        difference.HalfWidth.Should().BeApproximately(4.3027 / Math.Sqrt(3), 1e-4);
        difference.Ahead.Should().Be(3);
        difference.Count.Should().Be(3);
    }

    [Fact]
    public void Of_one_pair_has_no_interval() => PairedDifference.Of([1], [3]).Should().Be(new PairedDifference(-2, double.NaN, 0, 1));

    [Fact]
    public void Of_sides_of_different_length_is_refused() =>
        FluentActions.Invoking(() => PairedDifference.Of([1, 2], [1])).Should().Throw<ArgumentException>().WithMessage("*2 values and 1*");

    [Theory]
    [InlineData("")]
    [InlineData("1.25", 1.25)]
    [InlineData("2.00 ± 1.41", 1.0, 3.0)]
    public void Spread_is_mean_and_standard_deviation(string expected, params double[] values) => Spread.Of(values, "F2").Should().Be(expected);
}
