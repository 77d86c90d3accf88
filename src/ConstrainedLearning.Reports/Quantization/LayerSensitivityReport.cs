using System.Text;
using ConstrainedLearning.Quantization.Rankings;
using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Html;
using ConstrainedLearning.Reports.Notebook;
using ConstrainedLearning.Reports.Tables;

namespace ConstrainedLearning.Reports.Quantization;

/// <summary>Which layers of a model need their precision, and whether the multipliers of its training told that better than other rules: a page, or a part of one; a notebook shows it as HTML.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Studies">One for each seed, all of the same layers in the same order.</param>
/// <exception cref="ArgumentException">There is no study, two have the same seed, their layers differ, or a ranking lacks a layer.</exception>
[TypeFormatterSource(typeof(DisplayFormatters), PreferredMimeTypes = ["text/html"])]
public sealed record LayerSensitivityReport(string Title, IReadOnlyList<LayerStudy> Studies) : IDisplay
{
    /// <summary>The studies.</summary>
    public IReadOnlyList<LayerStudy> Studies { get; } = StudyCheck.Checked(Studies);

    /// <summary>How many layers are recommended at most, > 0; 3 by default. A layer whose multiplier is 0 never is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not > 0.</exception>
    public int Kept
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "the number of layers to recommend must be > 0");
    } = 3;

    /// <summary>What the recommended layers are to be kept at, in words: "8 bits". The default is "high precision".</summary>
    public string Precision { get; init; } = "high precision";

    /// <summary>The rule of the rankings by multipliers; "multiplier" by default. Rules whose names contain it are versions of it, and no rivals.</summary>
    public string Rule { get; init; } = "multiplier";

    /// <summary>The rule that no rule should be worse than; "random" by default.</summary>
    public string Baseline { get; init; } = "random";

    /// <summary>What follows from it all, in sentences: which layers to keep, how sure that is, what it costs, and whether the multipliers did better than the best rival.</summary>
    public IReadOnlyList<string> Recommendation => [.. Advice.Of(new(this)).Select(finding => finding.ToString())];

    /// <summary>The report as one element.</summary>
    public string ToHtml()
    {
        var findings = new LayerFindings(this);
        var html = new StringBuilder("<ul class=\"findings\">\n");
        foreach (var (about, text) in Advice.Of(findings)) html.Append("<li><strong>").Append(HtmlText.Escape(about)).Append(":</strong> ").Append(HtmlText.Escape(text)).Append("</li>\n");
        html.Append("</ul>\n");
        var number = 0;
        foreach (var section in Sections(findings)) section.AppendTo(html, ref number);
        return HtmlReport.Element(Title, html);
    }

    /// <summary>The report as a whole page that needs nothing besides itself.</summary>
    public string ToPage() => HtmlReport.Page(Title, ToHtml());

    /// <summary>Writes the page to a file.</summary>
    /// <param name="path">The file, "layers.html" for instance; its folder must exist.</param>
    public void Save(string path) => File.WriteAllText(path, ToPage());

    /// <summary>The report's pictures, in the order in which it shows them.</summary>
    public IReadOnlyList<Chart> Charts() => [.. Sections(new(this)).SelectMany(section => section.Figures).SelectMany(figure => figure.Charts)];

    /// <summary>The layers with their multipliers, then the rules beside each truth, then the rules at each budget.</summary>
    public IReadOnlyList<Table> Tables()
    {
        var findings = new LayerFindings(this);
        return [LayerSection.Table(findings), .. AgreementSection.Tables(findings), .. findings.Budgets.SelectMany(budget => BudgetSection.Tables(budget, findings))];
    }

    /// <summary>The recommendation and the tables as Markdown.</summary>
    public string ToMarkdown() => string.Join("\n\n", [string.Join('\n', Recommendation.Select(sentence => "* " + sentence)), .. Tables().Select(table => table.ToMarkdown().TrimEnd())]) + "\n";

    /// <summary>The recommendation and the tables as text.</summary>
    public override string ToString() => string.Join(Environment.NewLine, [Title, .. Recommendation, .. Tables().Select(table => table.ToText())]);

    string IDisplay.ToText() => ToString();

    private static ReportSection[] Sections(LayerFindings findings) =>
        [LayerSection.Create(findings), AgreementSection.Create(findings), .. BudgetSection.Create(findings), MethodSection.Create(findings)];
}
