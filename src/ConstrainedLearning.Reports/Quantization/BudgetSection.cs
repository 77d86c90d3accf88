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
        $"{Quantity(budget)} at equal budgets, {Treatment(budget)}",
        (budget.Treatment == BudgetTreatment.Calibrated
            ? "Every rule has the same budget, and gives most to the layers that it ranks first; what is left over differs a little. Here the weights stay as they were trained; only running statistics are taken anew."
            : "Every rule has the same budget. Here the model is trained again from the start at the chosen bits.")
        + (budget.IsAccuracy ? " Higher is better." : " Lower is better."),
        [Figure(budget, findings)])
    { Last = string.Join("\n", Tables(budget, findings).Select(HtmlReport.Scrolled)) });

    /// <summary>First what the rules reached on average and how that differs from the multipliers, then all of it.</summary>
    internal static IEnumerable<Table> Tables(BudgetComparison budget, LayerFindings findings)
    {
        var (subject, severalSeeds) = (budget.Subject, findings.Report.Studies.Count > 1);
        var decimals = budget.IsAccuracy ? 2 : Decimals(budget.Rules.SelectMany(rule => budget.Budgets.Select((_, place) => budget.At(rule, place).Mean)));
        var name = $"{Quantity(budget)}{(budget.IsAccuracy ? " in %" : "")}, {Treatment(budget)}";
        var spread = severalSeeds ? " ± standard deviation over seeds" : "";
        List<Column> columns = [new("Rule"), new("Mean over the budgets", Alignment.Right)];
        if (subject is not null) columns.Add(new("Rule minus multipliers", Alignment.Right));
        if (subject is not null && severalSeeds) columns.Add(new("95 % interval", Alignment.Right));
        yield return new Table(columns, [.. budget.Rules.Select(rule => (string[])[rule, PlusMinus(budget.Mean(rule), decimals), .. subject is not null ? Difference(rule) : []])])
        {
            Caption = $"{name}: mean{spread}" + (subject is not null ? $"; the difference{(severalSeeds ? ", paired by seed," : "")} is {(budget.IsAccuracy ? "below" : "above")} 0 where the multipliers are better" : ""),
        };
        yield return new Table(
            [new("Rule"), .. budget.Budgets.Select(bits => new Column($"{Short(Math.Round(bits, 2))} bits", Alignment.Right))],
            [.. budget.Rules.Select(rule => (string[])[rule, .. budget.Budgets.Select((_, place) => PlusMinus(budget.At(rule, place), decimals))])])
        { Caption = $"{name}, at each budget: mean{spread}" };

        string[] Difference(string rule)
        {
            var difference = rule == subject ? Estimate.Of([]) : budget.Difference(rule, subject);
            string[] cells = [Signed(difference.Mean, decimals), difference.HasInterval ? $"{Signed(difference.Low, decimals)} to {Signed(difference.High, decimals)}" : Missing];
            return severalSeeds ? cells : cells[..1];
        }
    }

    private static Figure Figure(BudgetComparison budget, LayerFindings findings)
    {
        var vertical = ChartStyle.Vertical(budget.IsAccuracy ? "accuracy in %" : "loss");
        BudgetCurve[] curves = [.. budget.Rules.Select(rule => new BudgetCurve(
            rule, findings.Names.RoleOf(rule, budget.Rival), [.. budget.Budgets.Select((_, place) => (budget.Budgets[place], budget.At(rule, place))).Where(point => double.IsFinite(point.Item2.Mean))]))];
        var title = $"{Quantity(budget)} against bits, {Treatment(budget)}";
        return new(
            [new Chart($"budgets-{Treatment(budget)}", BudgetCurves.Create(title, vertical, curves), $"{title}: one curve for each rule, the multipliers and their best rival in colour.") { Height = 420 }],
            $"{Quantity(budget)} on test data against the average number of bits of a weight{(findings.Report.Studies.Count > 1 ? "; lines are means over seeds, the bands one standard deviation to both sides" : "")}. All numbers are in the tables below.");
    }

    private static string Quantity(BudgetComparison budget) => budget.IsAccuracy ? "Accuracy" : "Loss";

    private static string Treatment(BudgetComparison budget) => budget.Treatment == BudgetTreatment.Calibrated ? "calibrated" : "retrained";

    private static string PlusMinus(Estimate estimate, int decimals) => estimate.HasInterval ? $"{Fixed(estimate.Mean, decimals)}\u00A0±\u00A0{Fixed(estimate.Deviation, decimals)}" : Fixed(estimate.Mean, decimals);
}
