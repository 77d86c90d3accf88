using ConstrainedLearning.Adapters;
using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Epochs;
using ConstrainedLearning.Reports.Html;
using ConstrainedLearning.Reports.Notebook;
using ConstrainedLearning.Reports.Sensitivity;
using ConstrainedLearning.Reports.Tables;

namespace ConstrainedLearning.Reports.Adapters;

/// <summary>How one training of adapters under requirements went, as a page or a part of one; a notebook shows it as HTML.</summary>
/// <remarks>Epochs are read for the loss, the metrics whose names end with "accuracy" or "loss", and the constraints that <see cref="Prices"/> names. Whatever is missing is left out of the page.</remarks>
/// <param name="Title">The heading.</param>
/// <param name="Epochs">What each epoch showed.</param>
[TypeFormatterSource(typeof(DisplayFormatters), PreferredMimeTypes = ["text/html"])]
public sealed record AdapterReport(string Title, IReadOnlyList<EpochRecord> Epochs) : IDisplay
{
    private static readonly PriceWording _wording = new(
        "What the requirements cost",
        "A multiplier is a price: how much the loss on the new data would fall per unit by which the bound is relaxed. A requirement at 0 is met for nothing; a site whose capacity has a high price would use more of it.",
        "component", "value", "relaxing is worth most");

    /// <summary>Multipliers step by step; null (the default): not shown.</summary>
    public TraceHistory? History { get; init; }

    /// <summary>The prices of the requirements, with the sites' names and bounds; null (the default): not shown, and sites are numbered.</summary>
    public SensitivityReport? Prices { get; init; }

    /// <summary>How many numbers each adapter trains; null (the default): not shown.</summary>
    public AdapterSizes? Sizes { get; init; }

    /// <summary>What follows from it all, shown first; empty by default.</summary>
    public IReadOnlyList<string> Sentences { get; init; } = [];

    /// <summary>Results, shown after the sentences; empty by default.</summary>
    public IReadOnlyList<Table> Tables { get; init; } = [];

    /// <summary>The report as one element.</summary>
    public string ToHtml() => Page.ToHtml();

    /// <summary>The report as a whole page that needs nothing besides itself.</summary>
    public string ToPage() => HtmlReport.Page(Title, ToHtml());

    /// <summary>Writes the page to a file.</summary>
    /// <param name="path">The file, "report.html" for instance; its folder must exist.</param>
    public void Save(string path) => File.WriteAllText(path, ToPage());

    /// <summary>The report's pictures, in the order in which it shows them.</summary>
    public IReadOnlyList<Chart> Charts() => Page.Charts();

    /// <summary>The sentences and tables as text.</summary>
    public override string ToString() => Page.ToText();

    string IDisplay.ToText() => ToString();

    private RunPage Page => new(Title, Sentences, Sizes is null ? Tables : [.. Tables, SizeTable.Create(Sizes)], Epochs.Count > 0, Sections);

    private ReportSection[] Sections()
    {
        var series = new EpochSeries(Epochs);
        return [TrainingSection.Create(series, ""), PriceSection.Create(_wording, History, Prices, series)];
    }
}
