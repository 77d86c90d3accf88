using System.Xml.Linq;
using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Forecasting;
using ConstrainedLearning.Reports.Invariance;
using ConstrainedLearning.Reports.Quantization;
using ConstrainedLearning.Reports.Tables;

namespace ConstrainedLearning.Reports.Tests;

/// <summary>Shows values as a notebook host does: it knows no type of ours and finds everything by name.</summary>
public class NotebookTests
{
    private static Dictionary<string, string> Show(object value)
    {
        var attribute = value.GetType().GetCustomAttributes(false).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        var sourceType = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
        var source = Activator.CreateInstance(sourceType)!;
        var formatters = (IEnumerable<object>)sourceType.GetMethod("CreateTypeFormatters")!.Invoke(source, [])!;
        var shown = new Dictionary<string, string>();
        foreach (var formatter in formatters)
        {
            using var writer = new StringWriter();
            var type = formatter.GetType();
            type.GetMethod("Format")!.Invoke(formatter, [value, writer]).Should().Be(true);
            shown.Add((string)type.GetProperty("MimeType")!.GetValue(formatter)!, writer.ToString());
        }
        return shown;
    }

    [Fact]
    public void Table_shows_as_html_and_text()
    {
        var table = new Table([new("a")], [["1"]]);

        Show(table).Should().Equal(new Dictionary<string, string> { ["text/html"] = table.ToHtml(), ["text/plain"] = table.ToText() });
    }

    [Fact]
    public void Chart_shows_as_svg_that_scales()
    {
        var html = Show(new Chart("losses", LossCurves.Create([1, 2], []), "two losses"))["text/html"];

        var element = XElement.Parse(html);
        element.Attribute("aria-label")!.Value.Should().Be("two losses");
        element.Elements().Single().Name.LocalName.Should().Be("svg");
    }

    [Fact]
    public void Report_shows_as_one_element_with_its_own_style()
    {
        var shown = Show(SampleReports.Create(steps: 4, rows: 5));

        shown["text/html"].Should().StartWith("<div class=\"cl-report\">").And.EndWith("</div>").And.NotContain("<body");
        shown["text/plain"].Should().Contain("4 steps ahead").And.Contain("Window STD");
    }

    [Fact]
    public void Preferred_format_is_html()
    {
        foreach (var type in new[] { typeof(Table), typeof(Chart), typeof(ForecastReport), typeof(InvarianceReport), typeof(LayerSensitivityReport), typeof(QuantizationReport), typeof(ImageSheet) })
        {
            var attribute = type.GetCustomAttributes(false).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
            attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute).Should().BeEquivalentTo(new[] { "text/html" });
        }
    }

    [Fact]
    public void Value_of_another_type_is_declined()
    {
        var formatter = new Notebook.DisplayFormatters().CreateTypeFormatters().First();

        formatter.GetType().GetMethod("Format")!.Invoke(formatter, ["text", new StringWriter()]).Should().Be(false);
    }
}
