using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Html;
using ConstrainedLearning.Reports.Tables;
using static ConstrainedLearning.Reports.Numbers;

namespace ConstrainedLearning.Reports.Quantization;

/// <summary>How far each ranking agrees with what happens when layers lose their precision one at a time.</summary>
internal static class AgreementSection
{
    internal static ReportSection Create(LayerFindings findings) => new(
        "Which ranking is right",
        findings.Agreements.Count == 0 ? "" : "A truth changes the precision of one layer alone and measures how much the loss changes. A good ranking puts the layers into the same order: rank correlation 1. Without any relation it is 0, in reversed order −1.",
        [.. findings.Agreements.Index().Select(item => Figure(item.Item.Truth, item.Item.Rules, findings, item.Index))])
    { Last = string.Join("\n", Tables(findings).Select(HtmlReport.Scrolled)) };

    internal static IEnumerable<Table> Tables(LayerFindings findings) => findings.Agreements.Select(pair => Table(pair.Truth, pair.Rules, findings.Report.Studies.Count > 1));

    private static Table Table(string truth, IReadOnlyList<RuleAgreement> rules, bool severalSeeds)
    {
        Column[] Columns(string name) => severalSeeds ? [new(name, Alignment.Right), new("95 % interval", Alignment.Right)] : [new(name, Alignment.Right)];
        string[] Cells(Estimate estimate) => severalSeeds ? [Fixed(estimate.Mean, 2), LayerSection.Interval(Math.Max(-1, estimate.Low), Math.Min(1, estimate.High), 2)] : [Fixed(estimate.Mean, 2)];
        return new Table([new("Rule"), .. Columns("Spearman"), .. Columns("Kendall"), new("Cost in passes", Alignment.Right)], [.. rules.Select(rule => (string[])
            [
                rule.Draws > 1 ? $"{rule.Rule} (mean of {rule.Draws} draws)" : rule.Rule,
                .. Cells(rule.Spearman),
                .. Cells(rule.Kendall),
                Short(Math.Round(rule.Passes, 1)),
            ])])
        { Caption = $"Rank correlation with “{truth}”" };
    }

    private static Figure Figure(string truth, IReadOnlyList<RuleAgreement> rules, LayerFindings findings, int place)
    {
        var rival = rules.FirstOrDefault(rule => !findings.Names.IsOurs(rule.Rule))?.Rule;
        var axis = ChartStyle.Horizontal("Spearman’s rank correlation");
        var lowest = rules.Select(rule => rule.Spearman.HasInterval ? rule.Spearman.Low : rule.Spearman.Mean).Where(double.IsFinite).DefaultIfEmpty(0).Min();
        (axis.Minimum, axis.Maximum, axis.MajorStep, axis.MinorStep) = (lowest < 0 ? Math.Max(-1, Math.Floor(lowest * 5) / 5) : 0, 1, 0.2, 0.2);
        var bars = rules.Select(rule => new IntervalBar(rule.Rule, rule.Spearman, RuleColours.Of(findings.Names.RoleOf(rule.Rule, rival)))).ToArray();
        return new(
            [new Chart("agreement" + (place == 0 ? "" : "-" + Count(place + 1)), IntervalBars.Create($"Agreement with “{truth}”", axis, bars), $"Bars of the rules’ rank correlation with “{truth}”, highest first.") { Height = IntervalBars.Height(bars.Length) }],
            $"How far each rule’s order of the layers agrees with “{truth}”{(findings.Report.Studies.Count > 1 ? ", mean over the seeds with its 95\u00A0% interval" : "")}. Dark blue: the multipliers{(rules.Any(rule => findings.Names.RoleOf(rule.Rule, rival) == RuleRole.Version) ? ", pale blue: versions of them" : "")}{(rival is null ? "" : $"; orange: the best rival, “{rival}”")}. Rules whose intervals overlap widely are not told apart by these trainings.");
    }
}
