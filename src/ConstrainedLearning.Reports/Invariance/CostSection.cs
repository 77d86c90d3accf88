using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Epochs;
using ConstrainedLearning.Reports.Html;
using ConstrainedLearning.Reports.Sensitivity;

namespace ConstrainedLearning.Reports.Invariance;

/// <summary>What the requirements cost and when: prices, multipliers, the bounded losses, slacks.</summary>
internal static class CostSection
{
    internal static ReportSection Create(InvarianceReport report, EpochSeries series)
    {
        var requirements = report.Requirements;
        ConstraintHistory[] histories = [.. requirements.Where(requirement => Switching.Of(report.History, requirement.Name) is not null).Select(requirement => report.History!.Constraints[requirement.Name])];
        return new(
            requirements.Count == 1 ? "What the requirement costs" : "What each requirement costs",
            "A multiplier is a price: how much the loss on images as they are would fall per unit by which the bound is relaxed. It is also the weight of transformed images in training: augmentation is on while it is above 0.",
            [.. Prices(report), .. Multipliers(report, series, histories), .. Losses(requirements, series), .. Slacks(report, histories)])
        { First = string.Join("\n", First(report, series)) };
    }

    private static IEnumerable<string> First(InvarianceReport report, EpochSeries series)
    {
        if (report.Prices is { Prices.Count: > 0 } prices)
        {
            if (prices.Diagnosis is { } diagnosis) yield return $"<p class=\"status\"><strong>How it ended.</strong> {HtmlText.Escape(diagnosis.Sentence)}</p>";
            yield return HtmlReport.Scrolled(PriceTable.Create(prices));
        }
        foreach (var requirement in report.Requirements)
            if (Switched(report, requirement, series) is { } sentence)
                yield return $"<p>{HtmlText.Escape(sentence)}</p>";
    }

    private static string? Switched(InvarianceReport report, InvarianceRequirement requirement, EpochSeries series)
    {
        var subject = report.Requirements.Count == 1 ? "Augmentation" : $"Augmentation by “{requirement.Name}”";
        var active = series.Observed(requirement.Name, "active").Values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
        if (Switching.Of(report.History, requirement.Name) is not { } switching) return double.IsNaN(active) ? null : $"{subject} was on at {Numbers.Percent(active)} of the steps.";
        return switching.Sentence(subject, series.Last, active);
    }

    private static IEnumerable<Figure> Prices(InvarianceReport report)
    {
        if (report.Prices?.Prices.Count(price => price.Multiplier != 0) > 1)
            yield return new([PriceBars.Ranking(report.Prices)], "The last prices, highest first: relaxing the uppermost bound helps the loss most.");
    }

    private static IEnumerable<Figure> Multipliers(InvarianceReport report, EpochSeries series, ConstraintHistory[] histories)
    {
        const string Reading = "A line that levels off has found its price; one that still climbs needs more training or asks for something out of reach.";
        if (histories.Length > 0)
            yield return new(
                [new Chart("multipliers", MultiplierLines.Create(report.History!, histories), "Multipliers over the training steps.") { Height = 340 }],
                (histories.Length == 1 ? "The multiplier over the training; shaded where augmentation was on. " : "The multipliers over the training. ")
                + Reading + (Switching.Of(report.History, histories[0].Name) is { Every: > 1 and var every } ? $" One step in {every} was recorded; switches between them go unseen." : ""));
        else if (report.Requirements.Select(requirement => series.Observed(requirement.Name, "multiplier")).Where(EpochSeries.IsShown).ToArray() is { Length: > 0 } means)
            yield return new(
                [new Chart("multipliers", EpochLines.Create("Multiplier per epoch", ChartStyle.Vertical("multiplier λ"), means), "Mean multiplier of each epoch.") { Height = 340 }],
                "The mean multiplier of each epoch. " + Reading);
    }

    private static IEnumerable<Figure> Losses(IReadOnlyList<InvarianceRequirement> requirements, EpochSeries series)
    {
        EpochLine[] losses = [.. requirements.Select(requirement => series.Constraint(requirement.Name, requirement.Epsilon)).Where(EpochSeries.IsShown)];
        if (losses.Length == 0) yield break;
        var several = losses.Select(line => line.Bound).Distinct().Count() > 1;
        yield return new(
            [new Chart("loss-under-transformations", EpochLines.Create("Loss under transformations", EpochLines.LossAxis("mean loss", losses), losses), "Mean loss under the chosen transformations of each epoch, and its bound.") { Height = 320 }],
            $"The mean loss of each epoch under the transformations that were chosen. {(several ? "Each dashed line is the bound of the line of its colour" : "The dashed line is the bound")}: above it the multiplier grows, below it the multiplier falls.");
    }

    private static IEnumerable<Figure> Slacks(InvarianceReport report, ConstraintHistory[] histories)
    {
        HistoryLine[] slacks = [.. histories.Where(history => history.Slacks.Any(row => row.Any(slack => slack > 0))).Select(history => new HistoryLine(history.Name, history.Slacks))];
        if (slacks.Length > 0)
            yield return new(
                [new Chart("slacks", HistoryLines.Create("How far bounds gave way", "slack u", report.History!.Steps, slacks), "Slacks over the training steps.") { Height = 300 }],
                "By how much each bound was relaxed, in units of the loss. A bound gives way until a bit more of it would cost as much as the bound’s price.");
    }
}
