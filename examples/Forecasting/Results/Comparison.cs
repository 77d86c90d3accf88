using System.Net;
using System.Text;
using ConstrainedLearning.Forecasting;
using ConstrainedLearning.Reports.Charts;
using ExperimentKit.Runs;
using Forecasting.Options;
using OxyPlot;
using OxyPlot.Series;

namespace Forecasting.Results;

/// <summary>The files of a comparison: comparison.md, comparison.csv and an overview report.html that links each run's own report.</summary>
internal static class Comparison
{
    private const string Note =
        "Errors are in standardised units, after the last epoch. MCV is the mean over the steps of what exceeds the bound, without slack; that of erm is measured against the bounds of the first method that has one for each step. "
        + "Seconds are those of training steps, evaluation not counted; the first run also pays for compiling the program's code.";

    internal static void Write(string folder, IReadOnlyList<(string Label, Summary Summary)> runs)
    {
        var shown = WithReferenceViolation(runs);
        var title = Title(shown[0].Summary);
        var markdown = new StringBuilder($"# {title}\n\n");
        foreach (var part in new[] { "test", "validation", "train" }) markdown.Append($"{char.ToUpperInvariant(part[0])}{part[1..]} data:\n\n{ResultTables.Compared(shown, part).ToMarkdown().TrimEnd()}\n\n");
        AtomicFile.WriteText(Path.Combine(folder, "comparison.md"), markdown.Append(Note).Append('\n').ToString());
        AtomicFile.WriteText(Path.Combine(folder, "comparison.csv"), ResultTables.Csv(shown));
        AtomicFile.WriteText(Path.Combine(folder, "report.html"), Page(title, shown));
    }

    /// <summary>The runs, with the violation that the run without bounds has of the bounds of the others.</summary>
    internal static IReadOnlyList<(string Label, Summary Summary)> WithReferenceViolation(IReadOnlyList<(string Label, Summary Summary)> runs)
    {
        var bounds = runs.Select(run => run.Summary.Epsilon).FirstOrDefault(epsilon => epsilon.Length == runs[0].Summary.Horizon);
        return bounds is null ? runs : [.. runs.Select(run => run.Summary.Method == MethodNames.Erm ? (run.Label, Against(run.Summary, bounds)) : run)];
    }

    /// <summary>A run without bounds, measured against those of another; unchanged where these are not one a step.</summary>
    internal static Summary Against(Summary reference, double[] bounds)
    {
        if (bounds.Length != reference.Horizon) return reference;
        PartResult Measured(PartResult part) => part with { Mcv = ForecastMetrics.MeanViolation(part.PerStep, bounds) };
        return reference with { Train = Measured(reference.Train), Validation = Measured(reference.Validation), Test = Measured(reference.Test) };
    }

    private static string Title(Summary summary) =>
        FormattableString.Invariant($"{summary.Model} on {summary.Dataset}, lookback {summary.Lookback}, horizon {summary.Horizon}, {summary.Epochs} epochs, seed {summary.Seed}");

    private static string Page(string title, IReadOnlyList<(string Label, Summary Summary)> runs)
    {
        var charts = new[] { "test", "validation", "train" }.Select(part => new Chart($"steps-{part}", Steps(runs, part), $"The error at each step on the {part} data, for each method.").ToHtml());
        var links = runs.Select(run => $"<li><a href=\"{WebUtility.HtmlEncode(run.Label.Replace('+', '-'))}/report.html\">{WebUtility.HtmlEncode(run.Label)}</a>: {WebUtility.HtmlEncode(run.Summary.EpsilonSource)}</li>");
        return HtmlPage.Of(title, $"""
            {string.Join("\n", new[] { "test", "validation", "train" }.Select(part => ResultTables.Compared(runs, part).ToHtml()))}
            <p>{WebUtility.HtmlEncode(Note)}</p>
            <h2>Each run</h2>
            <ul>
            {string.Join("\n", links)}
            </ul>
            <h2>Error along the horizon</h2>
            {string.Join("\n", charts)}
            """);
    }

    private static PlotModel Steps(IReadOnlyList<(string Label, Summary Summary)> runs, string part)
    {
        var model = Plots.AlongHorizon($"{part} data");
        for (var i = 0; i < runs.Count; i++)
        {
            var line = new LineSeries { Title = runs[i].Label, Color = Plots.Color(i), StrokeThickness = 1.8 };
            line.Points.AddRange(ResultTables.Parts(runs[i].Summary).Single(p => p.Name == part).Result.PerStep.Select((error, step) => new DataPoint(step + 1, error)));
            model.Series.Add(line);
        }
        return model;
    }
}
