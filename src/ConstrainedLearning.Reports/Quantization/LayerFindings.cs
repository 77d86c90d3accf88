namespace ConstrainedLearning.Reports.Quantization;

/// <summary>All numbers of a report on layers.</summary>
internal sealed class LayerFindings(LayerSensitivityReport report)
{
    internal LayerSensitivityReport Report => report;

    internal RuleNames Names { get; } = new(report.Rule, report.Baseline);

    internal LayerSummary Layers { get; } = new(report.Studies, report.Rule, report.Kept);

    /// <summary>By truth, in order of appearance.</summary>
    internal IReadOnlyList<(string Truth, IReadOnlyList<RuleAgreement> Rules)> Agreements { get; } =
        [.. report.Studies.SelectMany(study => study.Truths).Select(truth => truth.Rule).Distinct().Select(truth => (truth, RuleAgreement.Of(report.Studies, truth))).Where(pair => pair.Item2.Count > 0)];

    internal IReadOnlyList<BudgetComparison> Budgets { get; } = BudgetComparison.Of(report.Studies, new(report.Rule, report.Baseline));
}
