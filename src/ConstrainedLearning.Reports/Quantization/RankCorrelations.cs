using ConstrainedLearning.Quantization.Rankings;

namespace ConstrainedLearning.Reports.Quantization;

/// <summary>How far two rankings agree in their order; NaN where there is no order to speak of: of a single layer, or where a score is no number.</summary>
internal static class RankCorrelations
{
    internal static double Spearman(LayerRanking a, LayerRanking b) => HaveOrder(a, b) ? RankCorrelation.Spearman(a, b) : double.NaN;

    internal static double Kendall(LayerRanking a, LayerRanking b) => HaveOrder(a, b) ? RankCorrelation.Kendall(a, b) : double.NaN;

    private static bool HaveOrder(LayerRanking a, LayerRanking b) => a.Layers.Count > 1 && !a.Scores.Concat(b.Scores).Any(double.IsNaN);
}
