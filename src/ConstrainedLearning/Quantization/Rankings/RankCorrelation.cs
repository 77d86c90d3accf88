using MathNet.Numerics.Statistics;

namespace ConstrainedLearning.Quantization.Rankings;

/// <summary>How far two rankings of the same layers agree, from -1 to 1. NaN where one of them gives all layers the same score.</summary>
public static class RankCorrelation
{
    /// <summary>Spearman's rho: the correlation of the ranks, equals having the mean of theirs.</summary>
    /// <exception cref="ArgumentException">Other layers, fewer than two, or a score that is no number.</exception>
    public static double Spearman(LayerRanking first, LayerRanking second)
    {
        var (x, y) = Matched(first, second);
        return Correlation.Spearman(x, y);
    }

    /// <summary>Kendall's tau-b: (concordant - discordant) / sqrt((pairs not tied in the first) (pairs not tied in the second)). Kendall, "The treatment of ties in ranking problems", Biometrika 33, 1945.</summary>
    /// <exception cref="ArgumentException">Other layers, fewer than two, or a score that is no number.</exception>
    public static double Kendall(LayerRanking first, LayerRanking second)
    {
        var (x, y) = Matched(first, second);
        double agreeing = 0, apartInX = 0, apartInY = 0;
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (inX, inY) = (x[i].CompareTo(x[j]), y[i].CompareTo(y[j]));
                agreeing += inX * inY;
                apartInX += Math.Abs(inX);
                apartInY += Math.Abs(inY);
            }
        }
        return agreeing / Math.Sqrt(apartInX * apartInY);
    }

    private static (double[] X, double[] Y) Matched(LayerRanking first, LayerRanking second)
    {
        var scores = second.ScoresOf(first.Layers);
        first.Check();
        if (scores.Length < 2) throw new ArgumentException($"rankings of {scores.Length} layer cannot agree or disagree: expected two at least");
        return ([.. first.Scores], scores);
    }
}
