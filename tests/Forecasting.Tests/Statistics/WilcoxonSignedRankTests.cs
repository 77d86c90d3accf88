using ExperimentKit.Statistics;

namespace Forecasting.Tests.Statistics;

public sealed class WilcoxonSignedRankTests
{
    [Theory]
    [InlineData(5, 0.0625)]
    [InlineData(6, 0.03125)]
    [InlineData(8, 0.0078125)]
    public void Of_differences_of_one_sign_have_one_pattern_of_two_to_the_n_on_each_side(int count, double expected)
    {
        double[] differences = [.. Enumerable.Range(1, count).Select(size => 0.1 * size)];

        WilcoxonSignedRank.Of(differences).Should().Be(new WilcoxonSignedRank(count * (count + 1) / 2.0, count, expected));
        WilcoxonSignedRank.Of([.. differences.Select(difference => -difference)]).Should().Be(new WilcoxonSignedRank(0, count, expected));
    }

    /// <summary>Critical values of the two-sided test, as statistical tables print them: the largest rank sum that is significant at the level.</summary>
    [Theory]
    [InlineData(6, 0.05, 0)]
    [InlineData(7, 0.05, 2)]
    [InlineData(8, 0.05, 3)]
    [InlineData(9, 0.05, 5)]
    [InlineData(10, 0.05, 8)]
    [InlineData(12, 0.05, 13)]
    [InlineData(15, 0.05, 25)]
    [InlineData(20, 0.05, 52)]
    [InlineData(25, 0.05, 89)]
    [InlineData(30, 0.05, 137)]
    [InlineData(50, 0.05, 434)]
    [InlineData(8, 0.01, 0)]
    [InlineData(10, 0.01, 3)]
    [InlineData(15, 0.01, 15)]
    [InlineData(20, 0.01, 37)]
    public void Of_agrees_with_published_critical_values(int count, double level, int critical)
    {
        WilcoxonSignedRank.Of(WithRankSum(count, critical)).PValue.Should().BeLessThanOrEqualTo(level);
        WilcoxonSignedRank.Of(WithRankSum(count, critical + 1)).PValue.Should().BeGreaterThan(level);
    }

    [Fact]
    public void Of_with_ties_and_zeros_is_the_share_of_all_sign_patterns()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 40; trial++)
        {
            double[] differences = [.. Enumerable.Range(0, 3 + trial % 9).Select(_ => (double)random.Next(-4, 5))];

            var test = WilcoxonSignedRank.Of(differences);

            var (rankSum, count, expected) = ByAllPatterns(differences);
            test.RankSum.Should().Be(rankSum);
            test.Count.Should().Be(count);
            test.PValue.Should().BeApproximately(expected, 1e-12, string.Join(' ', differences));
        }
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(7)]
    public void Of_many_differences_the_normal_law_is_near_the_exact_one_with_and_without_ties(int sizes)
    {
        var random = new Random(2);
        double[] differences = [.. Enumerable.Range(0, WilcoxonSignedRank.LargestExact + 10).Select(i => (random.NextDouble() < 0.35 ? -1 : 1) * (sizes > 100 ? 1 + i : 1 + random.Next(sizes)))];

        var test = WilcoxonSignedRank.Of(differences);

        test.PValue.Should().BeInRange(0.001, 0.9).And.BeApproximately(WilcoxonSignedRank.Exact(DoubledRanks(differences), (int)(2 * test.RankSum)), 0.003);
    }

    [Fact]
    public void Of_nothing_but_zeros_says_nothing() => WilcoxonSignedRank.Of([0, 0]).Should().Be(new WilcoxonSignedRank(0, 0, 1));

    [Fact]
    public void Of_a_difference_that_is_no_number_is_refused() =>
        FluentActions.Invoking(() => WilcoxonSignedRank.Of([1, double.NaN])).Should().Throw<ArgumentException>().WithMessage("*difference 1 is NaN*");

    /// <summary>1 to n, of which those that sum to a number are positive.</summary>
    private static double[] WithRankSum(int count, int sum)
    {
        var differences = new double[count];
        for (var rank = count; rank > 0; rank--)
        {
            var isPositive = rank <= sum;
            differences[rank - 1] = isPositive ? rank : -rank;
            if (isPositive) sum -= rank;
        }
        return differences;
    }

    private static (double RankSum, int Count, double PValue) ByAllPatterns(double[] differences)
    {
        double[] kept = [.. differences.Where(difference => difference != 0)];
        if (kept.Length == 0) return (0, 0, 1);
        double[] ranks = [.. DoubledRanks(kept).Select(rank => rank / 2.0)];
        var total = ranks.Sum();
        var observed = ranks.Where((_, i) => kept[i] > 0).Sum();
        var asFar = Enumerable.Range(0, 1 << kept.Length).Count(pattern => Math.Abs(ranks.Where((_, i) => (pattern >> i & 1) == 1).Sum() - total / 2) >= Math.Abs(observed - total / 2));
        return (observed, kept.Length, asFar / (double)(1 << kept.Length));
    }

    /// <summary>Twice (1 + smaller ones + (as large ones - 1) / 2).</summary>
    private static int[] DoubledRanks(double[] kept) =>
        [.. kept.Select(one => 1 + 2 * kept.Count(other => Math.Abs(other) < Math.Abs(one)) + kept.Count(other => Math.Abs(other) == Math.Abs(one)))];
}
