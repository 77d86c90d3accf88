using ConstrainedLearning.Quantization.Rankings;
using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Html;
using ConstrainedLearning.Reports.Tables;
using static ConstrainedLearning.Reports.Numbers;

namespace ConstrainedLearning.Reports.Quantization;

/// <summary>What models reach whose bits were given out by each ranking, at equal budgets.</summary>
internal static class BudgetSection
{
    internal static IEnumerable<ReportSection> Create(LayerFindings findings) => findings.Budgets.Select((budget, place) => new ReportSection(
        $"{Quantity(budget)} at equal budgets, {(budget.Treatment == BudgetTreatment.Calibrated ? "calibrated" : "retrained")}",
        (budget.Treatment == BudgetTreatment.Calibrated
            ? "Every rule gives out the same number of bits, most to the layers that it ranks first. Here the weights stay as they were trained; only running statistics are taken anew."
            : "Every rule gives out the same number of bits. Here the model is trained again from the start at the chosen bits.")
        + (budget.IsAccuracy ? " Higher is better." : " Lower is better."),
        [Figure(budget, findings)])
    { Last = HtmlReport.Scrolled(Table(budget, findings)) });

    internal static Table Table(BudgetComparison budget, LayerFindings findings)
    {
        var subject = findings.Names.Subject;
        var estimates = budget.Rules.ToDictionary(rule => rule, rule => budget.Budgets.Select((_, place) => budget.At(rule, place)).Append(budget.Mean(rule)).ToArray());
        var decimals = budget.IsAccuracy ? 2 : Decimals(estimates.Values.SelectMany(row => row).Select(estimate => estimate.Mean));
        List<Column> columns = [new("Rule"), .. budget.Budgets.Select(bits => new Column($"{Short(Math.Round(bits, 2))} bits", Alignment.Right)), new("Mean", Alignment.Right)];
        if (budget.HasSubject) columns.Add(new("Difference to the multipliers", Alignment.Right));
        return new Table(columns, [.. budget.Rules.Select(rule => (string[])
            [rule, .. estimates[rule].Select(estimate => PlusMinus(estimate, decimals)), .. budget.HasSubject ? [rule == subject ? Missing : Difference(budget.Difference(rule, subject), decimals)] : Array.Empty<string>()])])
        {
            Caption = $"{Quantity(budget)}{(budget.IsAccuracy ? " in %" : "")}: mean{(findings.Report.Studies.Count > 1 ? " ± standard deviation over seeds" : "")}"
                + (budget.HasSubject ? $"; difference over the budgets in common{(findings.Report.Studies.Count > 1 ? ", paired by seed, with its 95 % interval" : "")}: {(budget.IsAccuracy ? "below" : "above")} 0 the multipliers are better" : ""),
        };
    }

    private static Figure Figure(BudgetComparison budget, LayerFindings findings)
    {
        var vertical = ChartStyle.Vertical(budget.IsAccuracy ? "accuracy in %" : "loss");
        BudgetCurve[] curves = [.. budget.Rules.Select(rule => new BudgetCurve(
            rule, findings.Names.RoleOf(rule, budget.Rival), [.. budget.Budgets.Select((_, place) => (budget.Bits(rule, place), budget.At(rule, place))).Where(point => double.IsFinite(point.Item2.Mean))]))];
        var title = $"{Quantity(budget)} against bits, {(budget.Treatment == BudgetTreatment.Calibrated ? "calibrated" : "retrained")}";
        return new(
            [new Chart(budget.Treatment == BudgetTreatment.Calibrated ? "budgets-calibrated" : "budgets-retrained", BudgetCurves.Create(title, vertical, curves), $"{title}: one curve for each rule, the multipliers and their best rival in colour.") { Height = 420 }],
            $"{Quantity(budget)} on test data against the average number of bits of a weight{(findings.Report.Studies.Count > 1 ? "; lines are means over seeds, the bands one standard deviation to both sides" : "")}. All numbers are in the table below.");
    }

    private static string Quantity(BudgetComparison budget) => budget.IsAccuracy ? "Accuracy" : "Loss";

    private static string PlusMinus(Estimate estimate, int decimals) => estimate.HasInterval ? $"{Fixed(estimate.Mean, decimals)}\u00A0±\u00A0{Fixed(estimate.Deviation, decimals)}" : Fixed(estimate.Mean, decimals);

    private static string Difference(Estimate difference, int decimals) =>
        Signed(difference.Mean, decimals) + (difference.HasInterval ? $" ({Signed(difference.Low, decimals)} to {Signed(difference.High, decimals)})" : "");
}
