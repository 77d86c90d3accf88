using System.Text;
using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Tables;

namespace ConstrainedLearning.Reports.Html;

/// <summary>The report of one training: what was found, results, then sections with figures.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Sentences">What follows from it all.</param>
/// <param name="Tables">Results.</param>
/// <param name="HasEpochs">Whether there was an epoch to report on.</param>
/// <param name="Sections">Makes them, in the order shown.</param>
internal sealed record RunPage(string Title, IReadOnlyList<string> Sentences, IReadOnlyList<Table> Tables, bool HasEpochs, Func<IReadOnlyList<ReportSection>> Sections)
{
    internal string ToHtml()
    {
        var html = new StringBuilder(HtmlReport.Findings(Sentences));
        foreach (var table in Tables) html.Append(HtmlReport.Scrolled(table)).Append('\n');
        if (!HasEpochs) html.Append("<p>No epoch was recorded.</p>\n");
        var number = 0;
        foreach (var section in Sections()) section.AppendTo(html, ref number);
        return HtmlReport.Element(Title, html);
    }

    internal IReadOnlyList<Chart> Charts() => [.. Sections().SelectMany(section => section.Figures).SelectMany(figure => figure.Charts)];

    internal string ToText() => string.Join(Environment.NewLine, [Title, .. Sentences, .. Tables.Select(table => table.ToText())]);
}
