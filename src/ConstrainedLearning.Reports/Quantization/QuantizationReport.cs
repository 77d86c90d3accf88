using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Epochs;
using ConstrainedLearning.Reports.Html;
using ConstrainedLearning.Reports.Notebook;
using ConstrainedLearning.Reports.Sensitivity;
using ConstrainedLearning.Reports.Tables;

namespace ConstrainedLearning.Reports.Quantization;

/// <summary>How one training under precision constraints went, as a page or a part of one; a notebook shows it as HTML.</summary>
/// <remarks>Epochs are read for the loss, the metrics whose names end with "accuracy" or "loss", and the constraints that <see cref="Prices"/> names. Whatever is missing is left out of the page.</remarks>
/// <param name="Title">The heading.</param>
/// <param name="Epochs">What each epoch showed.</param>
[TypeFormatterSource(typeof(DisplayFormatters), PreferredMimeTypes = ["text/html"])]
public sealed record QuantizationReport(string Title, IReadOnlyList<EpochRecord> Epochs) : IDisplay
{
    private static readonly PriceWording _wording = new(
        "What precision costs",
        "A multiplier is a price: how much the loss at full precision would fall per unit by which the bound is relaxed. A layer whose multiplier is high needs its bits; one at 0 meets its bound for nothing.",
        "layer", "error", "bits are worth most");

    /// <summary>Multipliers step by step; null (the default): not shown.</summary>
    public TraceHistory? History { get; init; }

    /// <summary>The prices of the requirements, with the layers' names and bounds; null (the default): not shown, and layers are numbered.</summary>
    public SensitivityReport? Prices { get; init; }

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

    private RunPage Page => new(Title, Sentences, Tables, Epochs.Count > 0, Sections);

    private ReportSection[] Sections()
    {
        var series = new EpochSeries(Epochs);
        return [TrainingSection.Create(series, "Each line is named after the precision that it was measured at."), PriceSection.Create(_wording, History, Prices, series)];
    }
}
