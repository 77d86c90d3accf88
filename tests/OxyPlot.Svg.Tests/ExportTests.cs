using System.Globalization;
using System.Text;
using System.Xml.Linq;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace OxyPlot.Svg.Tests;

public class ExportTests
{
    private static PlotModel Rich(string title = "Everything")
    {
        var model = new PlotModel { Title = title, Subtitle = "x_{1}", DefaultFont = "Arial", Background = OxyColors.White };
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "x", Unit = "s" });
        model.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Left, Title = "y" });
        model.Axes.Add(new LinearColorAxis { Position = AxisPosition.Right });
        model.Series.Add(new HeatMapSeries { X1 = 3, Y0 = 1, Y1 = 10, Data = new double[,] { { 0.5, 1 }, { 2, 3 } } });
        foreach (var name in new[] { "first", "second" })
            model.Series.Add(new LineSeries { Title = name, Points = { new DataPoint(0, 1.25), new DataPoint(3, 7.5) }, MarkerType = MarkerType.Circle });
        model.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Horizontal, Y = 3.5, Text = "bound" });
        model.Annotations.Add(new RectangleAnnotation { MinimumX = 1, MaximumX = 2 });
        model.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside });
        return model;
    }

    [Fact]
    public void Export_twice_and_from_an_equal_model_gives_the_same_bytes()
    {
        var model = Rich();

        var first = Drawing.Export(model);

        Drawing.Export(model).Should().Be(first);
        Drawing.Export(Rich()).Should().Be(first);
    }

    [Fact]
    public void Export_ids_differ_between_drawings_and_are_used()
    {
        static string[] Ids(XElement svg) => [.. svg.Descendants().Attributes("id").Select(a => a.Value)];
        var (one, other) = (Drawing.Draw(Rich("one")), Drawing.Draw(Rich("other")));

        Ids(one).Should().NotBeEmpty().And.OnlyHaveUniqueItems().And.NotIntersectWith(Ids(other));
        one.All("g").Select(g => g.Text("clip-path")).Should().BeEquivalentTo(Ids(one).Select(id => $"url(#{id})"));
    }

    [Fact]
    public void Export_document_is_well_formed_xml_in_utf8_without_mark()
    {
        using var stream = new MemoryStream();

        new SvgExporter { Width = 300, Height = 200 }.Export(Rich("ü λ"), stream);

        var text = Encoding.UTF8.GetString(stream.ToArray());
        text.Should().StartWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
        XDocument.Parse(text).Root!.Attribute("viewBox")!.Value.Should().Be("0 0 300 200");
        text.Should().Contain("ü λ");
    }

    [Fact]
    public void Export_static_and_instance_agree()
    {
        var fromStatic = SvgExporter.ExportToString(Rich(), 320, 240, false);

        new SvgExporter { Width = 320, Height = 240, IsDocument = false }.ExportToString(Rich()).Should().Be(fromStatic);
    }

    [Fact]
    public void Export_does_not_depend_on_the_current_culture()
    {
        var expected = Drawing.Export(Rich());
        var before = CultureInfo.CurrentCulture;
        var decimalComma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        decimalComma.NumberFormat.NumberDecimalSeparator = ",";
        decimalComma.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = decimalComma;
            Drawing.Export(Rich()).Should().Be(expected);
            var german = Drawing.Plain(x: new LinearAxis { Position = AxisPosition.Bottom, Minimum = 0, Maximum = 1 });
            german.Culture = decimalComma;
            Drawing.Draw(german).TextElement("0,2").Get("x").Should().Be(150);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Export_uses_a_measurer_of_the_user()
    {
        var wide = new SvgExporter { TextMeasurer = new FixedMeasurer() };

        wide.ExportToString(Rich()).Should().NotBe(new SvgExporter().ExportToString(Rich()));
    }

    [Fact]
    public void Export_tiny_canvas_does_not_throw()
    {
        Drawing.Export(Rich(), 5, 5).Should().NotContain("NaN");
    }

    [Fact]
    public void Export_size_not_positive_throws()
    {
        var export = () => SvgExporter.ExportToString(new PlotModel(), 0, 10, false);

        export.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("width");
    }

    [Fact]
    public void Add_element_of_another_model_throws()
    {
        var series = new LineSeries();
        _ = new PlotModel { Series = { series } };

        var again = () => new PlotModel { Series = { series } };

        again.Should().Throw<InvalidOperationException>().WithMessage("*already in a PlotModel*");
    }

    private sealed class FixedMeasurer : IRenderContext
    {
        public OxySize MeasureText(string? text, string? fontFamily, double fontSize, double fontWeight) => new(80, 10);
    }
}
