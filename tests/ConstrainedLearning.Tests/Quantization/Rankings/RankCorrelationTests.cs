using ConstrainedLearning.Quantization.Rankings;

namespace ConstrainedLearning.Tests.Quantization.Rankings;

public sealed class RankCorrelationTests
{
    [Fact]
    public void Are_the_numbers_of_scipy()
    {
        // The examples of scipy.stats.spearmanr and scipy.stats.kendalltau; both have ties.
        RankCorrelation.Spearman(Ranking(1, 2, 3, 4, 5), Ranking(5, 6, 7, 8, 7)).Should().BeApproximately(0.8207826816681233, 1e-12);
        RankCorrelation.Kendall(Ranking(12, 2, 1, 12, 2), Ranking(1, 4, 7, 1, 0)).Should().BeApproximately(-0.47140452079103173, 1e-12);
    }

    // Without ties rho = 1 - 6 sum d^2 / (n (n^2 - 1)) and tau = (n (n - 1) / 2 - 2 inversions) / (n (n - 1) / 2).
    [Fact]
    public void Are_the_textbook_formulas_without_ties()
    {
        var (first, second) = (Ranking(10, 20, 30, 40), Ranking(0.2, 0.1, 7, 3));

        RankCorrelation.Spearman(first, second).Should().BeApproximately(1 - 6.0 * 4 / (4 * 15), 1e-12);
        RankCorrelation.Kendall(first, second).Should().BeApproximately((6.0 - 2 * 2) / 6, 1e-12);
    }

    [Fact]
    public void Look_at_the_order_alone_and_match_layers_by_their_names()
    {
        var ranking = Ranking(1, 2, 3, 4);
        var shuffled = new LayerRanking("other", ["l3", "l1", "l0", "l2"], [1e9, 0.5, -3, 0.6], 0);

        foreach (var correlation in new Func<LayerRanking, LayerRanking, double>[] { RankCorrelation.Spearman, RankCorrelation.Kendall })
        {
            correlation(ranking, shuffled).Should().BeApproximately(1, 1e-12);
            correlation(shuffled, ranking).Should().BeApproximately(1, 1e-12);
            correlation(ranking, Ranking(4, 3, 2, 1)).Should().BeApproximately(-1, 1e-12);
            correlation(ranking, Ranking(2, 2, 2, 2)).Should().Be(double.NaN);
        }
    }

    [Fact]
    public void Refuse_other_layers()
    {
        foreach (var correlation in new Func<LayerRanking, LayerRanking, double>[] { RankCorrelation.Spearman, RankCorrelation.Kendall })
        {
            Refused(() => correlation(Ranking(1, 2), Ranking(1, 2, 3)), "*'test' ranks 3 layers, expected the same 2*");
            Refused(() => correlation(Ranking(1, 2), new LayerRanking("other", ["l0", "x"], [1, 2], 0)), "*'other' does not rank the layer 'l1'*");
            Refused(() => correlation(Ranking(1), Ranking(1)), "*1 layer*two at least*");
            Refused(() => correlation(Ranking(1, double.NaN), Ranking(1, 2)), "*'l1' no number*");
            Refused(() => correlation(Ranking(1, 2), Ranking(1, double.NaN)), "*'l1' no number*");
        }
    }

    private static LayerRanking Ranking(params double[] scores) => new("test", [.. scores.Select((_, i) => $"l{i}")], scores, 0);

    private static void Refused(Action action, string message) => action.Should().Throw<ArgumentException>().WithMessage(message);
}
