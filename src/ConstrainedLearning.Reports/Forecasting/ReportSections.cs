using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Html;

namespace ConstrainedLearning.Reports.Forecasting;

/// <summary>Chooses the pictures that a report's data allows, and explains each.</summary>
internal static class ReportSections
{
    internal static ReportSection Errors(ForecastReport report) => new(
        report.Bounds.Count > 0 ? "Does it hold?" : "Errors along the forecast",
        "The error of a forecast usually grows with the distance." + (report.Bounds.Count > 0 ? " A bound says how large it may be at each step." : ""),
        [ErrorFigure(report)])
    {
        First = HtmlReport.Scrolled(ResultTable.Create(report)),
    };

    internal static ReportSection Prices(ForecastReport report) => new(
        "What each bound costs",
        "A multiplier is a price: how much the mean loss would fall if this bound were relaxed a little, per unit of the bound. "
        + "A bound that is easily kept has the price 0; a high price marks the requirement that holds the model back.",
        [.. report.Prices.SelectMany((prices, i) => PriceFigures(prices, Suffix(i)))]);

    internal static ReportSection Training(ForecastReport report)
    {
        var figures = new List<Figure>();
        if (report.TrainLoss.Count + report.ValidationLoss.Count > 0)
            figures.Add(new(
                [new Chart("loss-curves", LossCurves.Create(report.TrainLoss, report.ValidationLoss), "Loss after each epoch on training and validation data.") { Height = 320 }],
                "The mean loss after each pass over the training data. A validation curve that rises while the training curve falls is a sign of overfitting."));
        if (report.Trace is { Steps.Count: > 0 } trace)
            figures.AddRange(trace.Constraints.Values.SelectMany((constraint, i) => TraceFigures(trace, constraint, Suffix(i))));
        return new("How the training went", "", figures);
    }

    private static Figure ErrorFigure(ForecastReport report)
    {
        var (bounds, relaxed) = (report.Bounds, report.RelaxedBounds);
        var panels = report.Constrained.Splits.Select(split =>
        {
            var reference = report.Reference?.Splits.Single(s => s.Name == split.Name).Result.PerStep ?? [];
            double[] shown = [.. split.Result.PerStep.Concat(reference).Concat(bounds).Concat(relaxed).Where(double.IsFinite)];
            return (split.Name, Errors: split.Result.PerStep, Reference: reference, Range: ErrorRange.Of(shown));
        }).ToArray();
        var common = ErrorRange.Common([.. panels.Select(panel => panel.Range)]);
        var charts = panels.Select(panel =>
        {
            var range = common ?? panel.Range;
            var model = PerStepErrorChart.Create(
                "On the " + (panel.Name == "train" ? "training" : panel.Name) + " data",
                panel.Errors, panel.Reference, bounds, relaxed, range.Low, range.High, report.Constrained.Name, report.Reference?.Name ?? "");
            var verdict = bounds.Count > 0 ? ": " + Summary.Describe(Verdict.Of(panel.Errors, bounds)) : "";
            var test = panel.Name == "test";
            return new Chart("errors-" + panel.Name, model, $"Error at each step of the forecast on the {panel.Name} data{verdict}.") { Width = test ? 760 : 400, Height = test ? 340 : 330 };
        });
        var caption = "The blue line is the error of the model at each step of the forecast"
            + (bounds.Count > 0 ? "; where it lies inside the shaded area, below the dashed line, the bound is kept. " : ". ")
            + (relaxed.Count > 0 ? "The dotted line is the bound as the training relaxed it. " : "")
            + (report.Reference is null ? "" : "The grey line is the same model trained without bounds. ")
            + (bounds.Count > 0 ? "Bounds are enforced on the training data; the other two pictures show how well they carry over. " : "")
            + (common is null ? "Mind the scales: each picture has its own." : "All three pictures have the same scale.");
        return new([.. charts], caption);
    }

    private static IEnumerable<Figure> PriceFigures(ConstraintPrices prices, string suffix)
    {
        if (prices.Multipliers.Count > 1)
            yield return new(
                [new Chart("prices" + suffix, ProfileChart.Create($"Price of each bound of “{prices.Name}”", "price λ", prices.Multipliers), "Price of the bound at each step at the end of training.") { Height = 320 }],
                "The price of the bound at each step of the forecast at the end of training. Where the curve lies at 0, the bound could be tightened without cost.");
        if (prices.Multipliers.Any(price => double.IsFinite(price) && price != 0))
            yield return new(
                [new Chart("price-ranking" + suffix, PriceBars.Create(prices.Multipliers), "The highest prices, in falling order.") { Height = 90 + 21 * PriceBars.Ranked(prices.Multipliers).Count }],
                "The dearest bounds, highest first: relaxing the uppermost helps the mean loss most.");
        if (prices.IsRelaxed && prices.Slacks.Count > 1)
            yield return new(
                [new Chart("slacks" + suffix, ProfileChart.Create($"Relaxation of each bound of “{prices.Name}”", "slack u", prices.Slacks), "How far the bound at each step was relaxed.") { Height = 320 }],
                "How far the training relaxed the bound at each step, in units of the error. It relaxes a bound until the next bit of relaxation would cost as much as the bound’s price.");
    }

    private static IEnumerable<Figure> TraceFigures(TraceHistory trace, ConstraintHistory constraint, string suffix)
    {
        var components = constraint.Multipliers.Select(row => row.Length).DefaultIfEmpty(0).Max();
        if (components > 1)
            yield return new(
                [new Chart("multipliers" + suffix, MultiplierHeatMap.Create(trace, constraint), "Colour map of every multiplier over the training steps.")],
                "Every multiplier at every moment of the training: time runs to the right, the steps of the forecast upwards. Brighter means dearer. "
                + "A band that grows brighter to the end belongs to a bound that is still not kept; a band that fades belongs to one that became easy.");
        if (components > 0)
            yield return new(
                [new Chart("multiplier-lines" + suffix, MultiplierLines.Create(trace, constraint), "A few multipliers over the training steps.") { Height = 340 }],
                (components > 1 ? "A few of the same multipliers as lines. " : "The multiplier over the training. ")
                + "A line that levels off has found its price; one that still climbs needs more training or asks for something out of reach.");
        if (components > 1 && constraint.Slacks.Any(row => row.Any(slack => slack != 0)))
            yield return new(
                [new Chart("slack-map" + suffix, SlackHeatMap.Create(trace, constraint), "Colour map of every relaxation over the training steps.")],
                "How far each bound was relaxed at every moment of the training. Dark means as asked.");
    }

    private static string Suffix(int index) => index == 0 ? "" : "-" + Numbers.Count(index + 1);
}
