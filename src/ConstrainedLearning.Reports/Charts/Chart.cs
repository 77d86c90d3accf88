using System.Globalization;
using ConstrainedLearning.Reports.Html;
using ConstrainedLearning.Reports.Notebook;
using OxyPlot;

namespace ConstrainedLearning.Reports.Charts;

/// <summary>A picture with its name and what it shows; a notebook shows it as SVG.</summary>
/// <param name="Name">The name of the picture's file, without extension: letters, digits and hyphens.</param>
/// <param name="Model">What is drawn.</param>
/// <param name="Description">What a reader sees in it, for those who cannot see it.</param>
[TypeFormatterSource(typeof(DisplayFormatters), PreferredMimeTypes = ["text/html"])]
public sealed record Chart(string Name, PlotModel Model, string Description) : IDisplay
{
    /// <summary>Pictures higher than this get more room on paper.</summary>
    private const double TallFrom = 420;

    /// <summary>The width in pixels; 760 by default.</summary>
    public double Width { get; init; } = 760;

    /// <summary>The height in pixels; 380 by default.</summary>
    public double Height { get; init; } = 380;

    /// <summary>The picture as an SVG file.</summary>
    /// <exception cref="InvalidOperationException">The plot could not be drawn; the inner exception says why.</exception>
    public string ToSvg() => Export(isDocument: true);

    /// <summary>The picture as an element for a page; it shrinks with the page.</summary>
    /// <exception cref="InvalidOperationException">The plot could not be drawn; the inner exception says why.</exception>
    public string ToHtml() => ToHtml(Name + "-");

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Description}";

    string IDisplay.ToText() => ToString();

    /// <summary>The picture as an element whose ids start with a prefix.</summary>
    internal string ToHtml(string idPrefix) =>
        $"<div class=\"{(Height > TallFrom ? "chart tall" : "chart")}\" role=\"img\" aria-label=\"{HtmlText.Escape(Description)}\">{SvgIds.Prefix(Export(isDocument: false), idPrefix)}</div>";

    private string Export(bool isDocument)
    {
        var exporter = new SvgExporter { Width = Width, Height = Height, IsDocument = isDocument, UseVerticalTextAlignmentWorkaround = true };
        var svg = exporter.ExportToString(Model);
        if (Model.GetLastPlotException() is { } exception)
            throw new InvalidOperationException($"chart '{Name}' could not be drawn: {exception.Message}", exception);
        return WithViewBox(isDocument ? svg : svg[svg.IndexOf("<svg", StringComparison.Ordinal)..]); // OxyPlot's own exporter writes an XML declaration always
    }

    /// <summary>Lets the picture scale where the exporter gave only a fixed size.</summary>
    private string WithViewBox(string svg)
    {
        var start = svg.IndexOf("<svg", StringComparison.Ordinal);
        var end = svg.IndexOf('>', start);
        var box = string.Create(CultureInfo.InvariantCulture, $" viewBox=\"0 0 {Width} {Height}\"");
        return svg[start..end].Contains("viewBox", StringComparison.Ordinal) ? svg : svg.Insert(start + "<svg".Length, box);
    }
}
