using ConstrainedLearning.Reports.Html;
using static ConstrainedLearning.Reports.Numbers;

namespace ConstrainedLearning.Reports.Quantization;

/// <summary>How the numbers of a report on layers came to be.</summary>
internal static class MethodSection
{
    internal static ReportSection Create(LayerFindings findings) => new("How the numbers were got", "", []) { First = HtmlReport.Findings([.. Sentences(findings)]) };

    private static IEnumerable<string> Sentences(LayerFindings findings)
    {
        var studies = findings.Report.Studies;
        yield return $"{(studies.Count == 1 ? "One training" : $"{Count(studies.Count)} trainings")} of the same model under a bound on every layer’s rounding error (seed{(studies.Count == 1 ? "" : "s")} {string.Join(", ", studies.Select(study => study.Seed))}); {Count(findings.Layers.Layers.Count)} layers, {Weights(findings)} weights.";
        yield return "A score says how much a layer needs its precision, by one rule; only the order of the scores counts. The multipliers’ scores come from the training itself; other rules look at the trained model.";
        yield return "Cost in passes: what a ranking took beyond the training that was done anyway, in forward-and-backward passes over one batch; a pass without gradient counts a third.";
        if (findings.Agreements.Any(pair => pair.Rules.Any(rule => rule.Draws > 1))) yield return "Several rankings of one rule in a training, such as random ones, are draws: they are averaged before anything else.";
        if (findings.Budgets.Any(budget => !budget.IsExact)) yield return "Layers get whole bits, so that rules do not use up a budget alike. Values are read off the straight line between a rule’s two nearest points, and rules are compared where they used equally many bits.";
        yield return studies.Count == 1
            ? "With one seed there is no spread between seeds, so nothing here has an interval."
            : $"Intervals are Student’s t over the seeds, 95\u00A0%, {Count(studies.Count - 1)} {(studies.Count == 2 ? "degree" : "degrees")} of freedom. Those of correlations are cut at ±1. Differences are paired: both rules are compared on the same training, then averaged. Nothing is corrected for the number of comparisons.";
    }

    private static string Weights(LayerFindings findings) => findings.Layers.Weights.Sum().ToString("#,0", System.Globalization.CultureInfo.InvariantCulture);
}
