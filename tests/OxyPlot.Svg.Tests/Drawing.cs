using System.Globalization;
using System.Xml.Linq;
using OxyPlot.Axes;

namespace OxyPlot.Svg.Tests;

/// <summary>Draws models of which every coordinate can be computed by hand, and reads the SVG back.</summary>
internal static class Drawing
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>A plot whose data area is x from 50 to 550 and y from 20 to 320, both axes from 0 to 10, without decoration.</summary>
    internal static PlotModel Plain(Axis? x = null, Axis? y = null)
    {
        var model = new PlotModel { Padding = new OxyThickness(0), PlotMargins = new OxyThickness(50, 20, 50, 80), DefaultFont = "Arial" };
        model.Axes.Add(x ?? new LinearAxis { Position = AxisPosition.Bottom, Minimum = 0, Maximum = 10 });
        model.Axes.Add(y ?? new LinearAxis { Position = AxisPosition.Left, Minimum = 0, Maximum = 10 });
        return model;
    }

    internal static string Export(PlotModel model, double width = 600, double height = 400)
    {
        var svg = new SvgExporter { Width = width, Height = height, IsDocument = false }.ExportToString(model);
        model.GetLastPlotException().Should().BeNull();
        return svg;
    }

    internal static XElement Draw(PlotModel model, double width = 600, double height = 400) => XElement.Parse(Export(model, width, height));

    internal static IReadOnlyList<XElement> All(this XElement svg, string name) => [.. svg.Descendants(Svg + name)];

    internal static double Get(this XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    internal static string Text(this XElement element, string name) => element.Attribute(name)?.Value ?? "";

    internal static XElement TextElement(this XElement svg, string text) => svg.All("text").Single(t => t.Value == text);

    internal static XElement Coloured(this XElement svg, string name, string colour) =>
        svg.All(name).Single(e => e.Text("stroke") == colour || e.Text("fill") == colour);

    internal static (double X, double Y)[] Points(this XElement element) =>
        [.. element.Text("points").Split(' ').Select(p => p.Split(',')).Select(p => (Number(p[0]), Number(p[1])))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
