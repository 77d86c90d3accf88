using ConstrainedLearning.Quantization.Rankings;
using ConstrainedLearning.Reports.Quantization;

namespace ConstrainedLearning.Reports.Tests;

public sealed class RankCorrelationsTests
{
    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4 }, new double[] { 1, 2, 4, 3 }, 0.8, 4 / 6.0)]
    [InlineData(new double[] { 1, 1, 2, 3 }, new double[] { 1, 2, 3, 4 }, 0.9486832980505138, 0.9128709291752769)] // 4.5 / sqrt(4.5 * 5), 5 / sqrt(5 * 6)
    [InlineData(new double[] { 1, 1, 1, 1 }, new double[] { 1, 2, 3, 4 }, double.NaN, double.NaN)]
    [InlineData(new double[] { 1, double.NaN, 3, 4 }, new double[] { 1, 2, 3, 4 }, double.NaN, double.NaN)]
    [InlineData(new double[] { 1 }, new double[] { 2 }, double.NaN, double.NaN)]
    public void Layers_are_matched_by_name_and_what_has_no_order_has_no_correlation(double[] a, double[] b, double spearman, double kendall)
    {
        string[] layers = [.. new[] { "a", "b", "c", "d" }.Take(a.Length)];
        var (x, y) = (new LayerRanking("x", layers, a, 0), new LayerRanking("y", [.. layers.Reverse()], [.. b.Reverse()], 0));

        Same(RankCorrelations.Spearman(x, y), spearman);
        Same(RankCorrelations.Kendall(x, y), kendall);

        static void Same(double actual, double expected)
        {
            if (double.IsNaN(expected)) actual.Should().Be(double.NaN);
            else actual.Should().BeApproximately(expected, 1e-12);
        }
    }
}
