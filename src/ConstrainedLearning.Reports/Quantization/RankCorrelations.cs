using ConstrainedLearning.Quantization.Rankings;
using MathNet.Numerics.Statistics;

namespace ConstrainedLearning.Reports.Quantization;

/// <summary>How far two rankings of the same layers agree in their order: 1 the same, 0 none, -1 reversed; NaN where all scores of one are equal.</summary>
internal static class RankCorrelations
{
    /// <summary>Spearman's rho: the correlation of the ranks, equals sharing theirs.</summary>
    internal static double Spearman(LayerRanking a, LayerRanking b)
    {
        var (x, y) = Paired(a, b);
        return x.Length < 2 ? double.NaN : Correlation.Spearman(x, y);
    }

    /// <summary>Kendall's tau-b: (concordant - discordant) / sqrt((pairs - ties in a)(pairs - ties in b)).</summary>
    internal static double Kendall(LayerRanking a, LayerRanking b)
    {
        var (x, y) = Paired(a, b);
        long difference = 0, inX = 0, inY = 0;
        for (var i = 1; i < x.Length; i++)
            for (var j = 0; j < i; j++)
            {
                var (dx, dy) = (x[i].CompareTo(x[j]), y[i].CompareTo(y[j]));
                (difference, inX, inY) = (difference + Math.Sign(dx) * Math.Sign(dy), inX + Math.Abs(Math.Sign(dx)), inY + Math.Abs(Math.Sign(dy)));
            }
        return inX == 0 || inY == 0 ? double.NaN : difference / Math.Sqrt((double)inX * inY);
    }

    private static (double[] X, double[] Y) Paired(LayerRanking a, LayerRanking b)
    {
        var scores = b.Layers.Zip(b.Scores).ToDictionary(pair => pair.First, pair => pair.Second);
        return ([.. a.Scores], [.. a.Layers.Select(layer => scores[layer])]);
    }
}
