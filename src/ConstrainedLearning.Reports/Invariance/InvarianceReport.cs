using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Epochs;
using ConstrainedLearning.Reports.Html;
using ConstrainedLearning.Reports.Notebook;
using ConstrainedLearning.Reports.Tables;

namespace ConstrainedLearning.Reports.Invariance;

/// <summary>How a training under bounds on the loss under transformations went, as a page or a part of one; a notebook shows it as HTML.</summary>
/// <remarks>
/// Beside the loss, the constraints and the metrics whose names end with "accuracy" or "loss", epochs are read for what <c>InvarianceConstraint</c> observes (NAME/operations, NAME/levels, NAME/acceptance)
/// and, where no history is given, for NAME/multiplier and NAME/active, means over the epoch of the multiplier and of whether it is above 0. Whatever is missing is left out of the page.
/// </remarks>
/// <param name="Title">The heading.</param>
/// <param name="Epochs">What each epoch showed.</param>
[TypeFormatterSource(typeof(DisplayFormatters), PreferredMimeTypes = ["text/html"])]
public sealed record InvarianceReport(string Title, IReadOnlyList<EpochRecord> Epochs) : IDisplay
{
    /// <summary>The bounds, in the order shown; empty (the default) for methods that have none.</summary>
    public IReadOnlyList<InvarianceRequirement> Requirements { get; init; } = [];

    /// <summary>Multipliers and slacks step by step; null (the default): the multipliers' means over the epochs are shown where they were observed.</summary>
    public TraceHistory? History { get; init; }

    /// <summary>The prices of the requirements; null (the default): not shown.</summary>
    public SensitivityReport? Prices { get; init; }

    /// <summary>Images before and after transformation; null (the default): not shown.</summary>
    public ImageSheet? Sheet { get; init; }

    /// <summary>What follows from it all, shown first; empty by default.</summary>
    public IReadOnlyList<string> Sentences { get; init; } = [];

    /// <summary>Results, shown after the sentences; empty by default.</summary>
    public IReadOnlyList<Table> Tables { get; init; } = [];

    /// <summary>The report as one element.</summary>
    public string ToHtml() => Page.ToHtml();

    /// <summary>The report as a whole page that needs nothing besides itself.</summary>
    public string ToPage() => HtmlReport.Page(Title, ToHtml());

    /// <summary>The report's pictures, in the order in which it shows them.</summary>
    public IReadOnlyList<Chart> Charts() => Page.Charts();

    /// <summary>The sentences and tables as text.</summary>
    public override string ToString() => Page.ToText();

    string IDisplay.ToText() => ToString();

    private RunPage Page => new(Title, Sentences, Tables, Epochs.Count > 0, Sections);

    private ReportSection[] Sections()
    {
        var series = new EpochSeries(Epochs);
        return [TrainingSection.Create(series, "Images as they are, not transformed."), CostSection.Create(this, series), ChoiceSection.Create(Requirements, series), .. Sheet is null ? [] : new[] { Images(Sheet) }];
    }

    private static ReportSection Images(ImageSheet sheet) => new("Images before and after", "Each pair shows an image as it is, and as the chosen transformation leaves it.", []) { First = sheet.Grid() };
}
