using ConstrainedLearning.Quantization.Rankings;

namespace ConstrainedLearning.Reports.Quantization;

/// <summary>How far a rule's order of the layers agrees with a truth's: within each study the mean over its draws, then over the studies.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Spearman">Spearman's correlation.</param>
/// <param name="Kendall">Kendall's tau-b.</param>
/// <param name="Passes">What a ranking cost, on average.</param>
/// <param name="Draws">The largest number of its rankings in a study.</param>
internal sealed record RuleAgreement(string Rule, Estimate Spearman, Estimate Kendall, double Passes, int Draws)
{
    /// <summary>All rules beside one truth, the one that agrees most first.</summary>
    internal static IReadOnlyList<RuleAgreement> Of(IReadOnlyList<LayerStudy> studies, string truth) =>
        [.. studies.SelectMany(study => study.Rankings).Select(ranking => ranking.Rule).Distinct().Select(rule => Of(studies, truth, rule)).OrderByDescending(agreement => agreement.Spearman.Mean)];

    private static RuleAgreement Of(IReadOnlyList<LayerStudy> studies, string truth, string rule)
    {
        LayerRanking[] all = [.. studies.SelectMany(study => RankingsOf(study, rule))];
        return new(rule, Over(RankCorrelations.Spearman), Over(RankCorrelations.Kendall), all.Average(ranking => ranking.Passes), studies.Max(study => study.Rankings.Count(ranking => ranking.Rule == rule)));

        Estimate Over(Func<LayerRanking, LayerRanking, double> correlation) => Estimate.Of(studies.Select(study =>
            Estimate.Of(RankingsOf(study, rule).SelectMany(draw => study.Truths.Where(other => other.Rule == truth).Select(other => correlation(draw, other)))).Mean));
    }

    private static IEnumerable<LayerRanking> RankingsOf(LayerStudy study, string rule) => study.Rankings.Where(ranking => ranking.Rule == rule);
}
