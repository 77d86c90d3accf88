using ExperimentKit.Statistics;

namespace Forecasting.Tests.Statistics;

public sealed class HolmTests
{
    /// <summary>0.005 × 4, 0.01 × 3, 0.03 × 2, and 0.04 × 1 raised to the one before it.</summary>
    [Fact]
    public void Adjust_textbook_example()
    {
        var adjusted = Holm.Adjust([0.01, 0.04, 0.03, 0.005]);

        foreach (var (value, expected) in adjusted.Zip([0.03, 0.06, 0.06, 0.02])) value.Should().BeApproximately(expected, 1e-15);
    }

    /// <summary>Holm's correction is the closed test whose intersections are tested by Bonferroni: the largest |I| min p over the sets I that a test is in.</summary>
    [Fact]
    public void Adjust_is_the_closed_test_by_Bonferroni()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 20; trial++)
        {
            double[] values = [.. Enumerable.Range(0, 1 + trial % 7).Select(_ => Math.Round(Math.Pow(random.NextDouble(), 3), 2))];

            var adjusted = Holm.Adjust(values);

            for (var test = 0; test < values.Length; test++)
                adjusted[test].Should().BeApproximately(Sets(values).Where(set => set.Contains(test)).Max(set => Math.Min(1, set.Count * set.Min(member => values[member]))), 1e-15);
        }
    }

    [Fact]
    public void Adjust_of_no_test_is_none() => Holm.Adjust([]).Should().BeEmpty();

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    public void Adjust_what_is_no_probability_is_refused(double value) =>
        FluentActions.Invoking(() => Holm.Adjust([0.5, value])).Should().Throw<ArgumentException>().WithMessage("*p-value 1 is*");

    private static IEnumerable<List<int>> Sets(double[] values) =>
        Enumerable.Range(1, (1 << values.Length) - 1).Select(pattern => Enumerable.Range(0, values.Length).Where(member => (pattern >> member & 1) == 1).ToList());
}
