namespace ConstrainedLearning.Reports.Tests;

public sealed class EstimateTests
{
    [Fact]
    public void Interval_is_students()
    {
        // s^2 = 7/3; t with 2 degrees of freedom at 97.5 %: 4.30265273 (any table).
        var estimate = Estimate.Of([1, 2, 4]);

        estimate.Mean.Should().BeApproximately(7 / 3.0, 1e-12);
        estimate.Deviation.Should().BeApproximately(Math.Sqrt(7 / 3.0), 1e-12);
        estimate.Radius.Should().BeApproximately(4.30265273 * Math.Sqrt(7 / 9.0), 1e-7);
        (estimate.Low + estimate.High).Should().BeApproximately(14 / 3.0, 1e-12);
    }

    [Theory]
    [InlineData(2, 12.7062047)]
    [InlineData(10, 2.2621572)]
    [InlineData(31, 2.0422725)]
    public void Quantile_is_that_of_the_tables(int count, double quantile)
    {
        double[] values = [.. Enumerable.Range(0, count).Select(i => i % 2.0)];
        var estimate = Estimate.Of(values);

        (estimate.Radius / (estimate.Deviation / Math.Sqrt(count))).Should().BeApproximately(quantile, 1e-6);
    }

    [Fact]
    public void One_value_has_no_interval_and_none_no_mean()
    {
        Estimate.Of([3]).Should().BeEquivalentTo(new { Mean = 3.0, Count = 1, HasInterval = false });
        Estimate.Of([3]).Radius.Should().Be(double.NaN);
        Estimate.Of([double.NaN, double.PositiveInfinity]).Mean.Should().Be(double.NaN);
        Estimate.Of([1, double.NaN, 3]).Should().Be(Estimate.Of([1, 3]));
    }
}
