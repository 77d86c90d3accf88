using System.Text;
using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Html;
using ConstrainedLearning.Reports.Notebook;
using ConstrainedLearning.Reports.Tables;

namespace ConstrainedLearning.Reports.Sensitivity;

/// <summary>What a problem's requirements cost, as a page or a part of one; a notebook shows it as HTML.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Prices">The prices.</param>
[TypeFormatterSource(typeof(DisplayFormatters), PreferredMimeTypes = ["text/html"])]
public sealed record PriceReport(string Title, SensitivityReport Prices) : IDisplay
{
    /// <summary>Multipliers over the training; null (the default): not shown.</summary>
    public TraceHistory? History { get; init; }

    /// <summary>The comparison with problems solved again; null (the default): not shown.</summary>
    public PriceCheck? Check { get; init; }

    /// <summary>The solution that the prices belong to; null (the default): not shown.</summary>
    public Solution? Solution { get; init; }

    /// <summary>What else belongs to the problem, shown after the prices; the default is nothing.</summary>
    public IReadOnlyList<Table> Tables { get; init; } = [];

    /// <summary>The report as one element.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder();
        var sentence = Solution?.Sentence ?? Prices.Diagnosis?.Sentence;
        if (sentence is not null) html.Append("<p class=\"status\"><strong>How it ended.</strong> ").Append(HtmlText.Escape(sentence)).Append("</p>\n");
        if (Solution is not null)
            html.Append("<p>Loss ").Append(Numbers.Short(Solution.Loss)).Append(" after ").Append(Solution.Steps).Append(" steps; ").Append(HtmlText.Escape(Solution.Residuals.ToString())).Append(".</p>\n");
        if (Prices.Prices.Count > 0) html.Append("<h2>What each requirement costs</h2>\n").Append(HtmlReport.Scrolled(PriceTable.Create(Prices))).Append('\n');
        foreach (var (number, chart) in Charts().Index()) html.Append("<figure>").Append(chart.ToHtml($"price-{number}-")).Append("<figcaption>").Append(HtmlText.Escape(chart.Description)).Append("</figcaption></figure>\n");
        if (Check is not null) html.Append("<h2>Prices beside the truth</h2>\n<p>The problem was solved again with each bound moved a little both ways.</p>\n").Append(HtmlReport.Scrolled(PriceTable.Create(Check))).Append('\n');
        foreach (var table in Tables) html.Append(HtmlReport.Scrolled(table)).Append('\n');
        return HtmlReport.Element(Title, html);
    }

    /// <summary>The report as a whole page that needs nothing besides itself.</summary>
    public string ToPage() => HtmlReport.Page(Title, ToHtml());

    /// <inheritdoc/>
    public override string ToString() => $"{Title}{Environment.NewLine}{Solution?.ToString() ?? Prices.ToString()}{(Check is null ? "" : Environment.NewLine + Check)}";

    string IDisplay.ToText() => ToString();

    private IEnumerable<Chart> Charts()
    {
        if (Prices.Prices.Any(price => price.Multiplier != 0)) yield return PriceBars.Ranking(Prices);
        if (History is null) yield break;
        foreach (var constraint in History.Constraints.Values.Where(constraint => constraint.Multipliers.Length > 1))
            yield return new Chart("multipliers", MultiplierLines.Create(History, constraint, component => constraint.Multipliers[0].Length > 1 ? $"{constraint.Name}[{component}]" : constraint.Name), $"Multipliers of “{constraint.Name}” over the training. A price that has settled runs level at the end.");
    }
}
