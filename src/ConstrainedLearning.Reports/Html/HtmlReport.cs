using System.Text;
using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Forecasting;
using ConstrainedLearning.Reports.Tables;

namespace ConstrainedLearning.Reports.Html;

/// <summary>Composes reports: one page that needs nothing besides itself, neither scripts nor files nor a network.</summary>
public static class HtmlReport
{
    /// <summary>The report as a whole page.</summary>
    /// <param name="report">What to show.</param>
    public static string Page(ForecastReport report) => Page(report.Title, Fragment(report));

    /// <summary>A whole page around a part of one.</summary>
    internal static string Page(string title, string fragment) =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{HtmlText.Escape(title)}</title>
        <style>{ReportStyle.Paper}</style>
        </head>
        <body style="margin:0;background:#fff">
        {fragment}
        </body>
        </html>

        """;

    /// <summary>The report as one element, for a page of someone else.</summary>
    /// <param name="report">What to show.</param>
    public static string Fragment(ForecastReport report)
    {
        var html = new StringBuilder();
        AppendSummary(html, report);
        var number = 0;
        foreach (var section in Sections(report))
            section.AppendTo(html, ref number);
        AppendDetails(html, report);
        return Element(report.Title, html);
    }

    /// <summary>A report as one element that brings its own style.</summary>
    internal static string Element(string title, StringBuilder content) =>
        $"<div class=\"cl-report\">\n<style>\n{ReportStyle.Css}</style>\n<main>\n<h1>{HtmlText.Escape(title)}</h1>\n{content}</main>\n</div>";

    /// <summary>A table that is as wide as the page, and scrolls where it is wider.</summary>
    internal static string Scrolled(Table table) => $"<div class=\"scroll\">{table.ToHtml()}</div>";

    /// <summary>Sentences on what was found, as a list; nothing for none.</summary>
    internal static string Findings(IReadOnlyList<string> sentences) =>
        sentences.Count == 0 ? "" : $"<ul class=\"findings\">\n{string.Join("\n", sentences.Select(sentence => $"<li>{HtmlText.Escape(sentence)}</li>"))}\n</ul>\n";

    /// <summary>The report's pictures, in the order in which it shows them.</summary>
    /// <param name="report">What to show.</param>
    public static IReadOnlyList<Chart> Charts(ForecastReport report) =>
        [.. Sections(report).SelectMany(section => section.Figures).SelectMany(figure => figure.Charts)];

    private static ReportSection[] Sections(ForecastReport report) => [ReportSections.Errors(report), ReportSections.Prices(report), ReportSections.Training(report)];

    private static void AppendSummary(StringBuilder html, ForecastReport report)
    {
        html.Append("<p class=\"summary\">").AppendJoin(' ', Summary.Sentences(report).Select(HtmlText.Escape)).Append("</p>\n");
        if (report.Bounds.Count > 0)
            AppendVerdicts(html, report);
        var remarks = Summary.Remarks(report).ToArray();
        if (remarks.Length > 0)
            html.Append("<p>").AppendJoin(' ', remarks.Select(HtmlText.Escape)).Append("</p>\n");
        if (report.Status.Length > 0)
            html.Append("<p class=\"status\"><strong>How the training ended.</strong> ").Append(HtmlText.Escape(report.Status)).Append("</p>\n");
    }

    private static void AppendVerdicts(StringBuilder html, ForecastReport report)
    {
        html.Append("<ul class=\"verdicts\">\n");
        foreach (var (name, result) in report.Constrained.Splits)
        {
            var verdict = Verdict.Of(result.PerStep, report.Bounds);
            html.Append("<li class=\"").Append(verdict.Holds ? "holds" : "fails").Append("\"><span>").Append(SplitName(name)).Append("</span> <strong>")
                .Append(verdict.Holds ? "holds" : "does not hold").Append("</strong> <span>").Append(Kept(verdict));
            if (name == "train" && report.RelaxedBounds is { Count: > 0 } relaxed)
                html.Append("; as relaxed, ").Append(Kept(Verdict.Of(result.PerStep, relaxed)));
            html.Append("</span></li>\n");
        }
        html.Append("</ul>\n");
    }

    private static string SplitName(string split) => split == "train" ? "training data" : split + " data";

    private static string Kept(Verdict verdict) =>
        verdict.Steps == 1 ? verdict.Holds ? "the bound is kept" : "the bound is not kept" : $"{Numbers.Count(verdict.Held)} of {Numbers.Count(verdict.Steps)} bounds kept";

    private static void AppendDetails(StringBuilder html, ForecastReport report)
    {
        if (report.Asked.Count + report.Configuration.Length + report.Manifest.Length == 0)
            return;
        html.Append("<section class=\"details\">\n<h2>How to repeat it</h2>\n");
        if (report.Asked.Count > 0)
            html.Append(new Table([new("Option"), new("Value")], [.. report.Asked.Select(option => new[] { option.Key, option.Value })]) { Caption = "What was asked" }.ToHtml()).Append('\n');
        foreach (var (heading, text) in new[] { ("Configuration", report.Configuration), ("Manifest", report.Manifest) })
            if (text.Length > 0)
                html.Append("<h3>").Append(heading).Append("</h3>\n<pre>").Append(HtmlText.Escape(text)).Append("</pre>\n");
        html.Append("</section>\n");
    }
}
