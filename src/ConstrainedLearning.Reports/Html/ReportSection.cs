using System.Text;
using ConstrainedLearning.Reports.Charts;

namespace ConstrainedLearning.Reports.Html;

/// <summary>A picture and how to read it.</summary>
/// <param name="Charts">The pictures, shown beside each other.</param>
/// <param name="Caption">How a reader who never saw one reads them.</param>
internal sealed record Figure(IReadOnlyList<Chart> Charts, string Caption);

/// <summary>A part of a report.</summary>
/// <param name="Heading">What it is about.</param>
/// <param name="Lead">What to know before looking; may be empty.</param>
/// <param name="Figures">Its pictures.</param>
internal sealed record ReportSection(string Heading, string Lead, IReadOnlyList<Figure> Figures)
{
    /// <summary>What stands before the pictures, as HTML: a table for instance; empty by default.</summary>
    internal string First { get; init; } = "";

    /// <summary>What stands after the pictures, as HTML; empty by default.</summary>
    internal string Last { get; init; } = "";

    /// <summary>Writes the section, unless there is nothing in it, and numbers its figures on.</summary>
    internal void AppendTo(StringBuilder html, ref int number)
    {
        if (Figures.Count == 0 && First.Length + Last.Length == 0)
            return;
        html.Append("<section>\n<h2>").Append(HtmlText.Escape(Heading)).Append("</h2>\n");
        if (Lead.Length > 0)
            html.Append("<p>").Append(HtmlText.Escape(Lead)).Append("</p>\n");
        if (First.Length > 0)
            html.Append(First).Append('\n');
        foreach (var figure in Figures)
        {
            number++;
            html.Append("<figure>\n<div class=\"").Append(figure.Charts.Count > 1 ? "panels" : "single").Append("\">\n");
            for (var i = 0; i < figure.Charts.Count; i++)
                html.Append(figure.Charts[i].ToHtml($"figure-{Numbers.Count(number)}-{Numbers.Count(i + 1)}-")).Append('\n');
            html.Append("</div>\n<figcaption><strong>Figure ").Append(Numbers.Count(number)).Append(".</strong> ")
                .Append(HtmlText.Escape(figure.Caption)).Append("</figcaption>\n</figure>\n");
        }
        if (Last.Length > 0)
            html.Append(Last).Append('\n');
        html.Append("</section>\n");
    }
}
