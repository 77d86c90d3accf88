using OxyPlot.Annotations;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace OxyPlot.Svg.Tests;

public class LegendAndAnnotationTests
{
    private static PlotModel WithSeries(params string[] titles)
    {
        var model = Drawing.Plain();
        foreach (var title in titles)
            model.Series.Add(new LineSeries { Title = title, Points = { new DataPoint(0, 0), new DataPoint(1, 1) } });
        return model;
    }

    [Fact]
    public void Legend_outside_at_the_right_leaves_the_data_and_the_names_their_room()
    {
        var model = WithSeries("a name of some length", "another");
        model.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.RightTop });

        var name = Drawing.Draw(model).TextElement("a name of some length");

        name.Get("x").Should().BeGreaterThan(model.PlotArea.Right);
        (name.Get("x") + OxyPlot.Text.TextMetrics.Measure(name.Value, 12, 400).Width).Should().BeLessThan(600);
    }

    [Theory]
    [InlineData(LegendPosition.TopLeft)]
    [InlineData(LegendPosition.BottomRight)]
    [InlineData(LegendPosition.RightMiddle)]
    [InlineData(LegendPosition.LeftBottom)]
    public void Legend_inside_lies_within_the_plot_area(LegendPosition position)
    {
        var model = WithSeries("one", "two");
        model.Legends.Add(new Legend { LegendPosition = position, LegendBackground = OxyColors.Gold });

        var box = Drawing.Draw(model).Coloured("rect", OxyColors.Gold.Hex);

        box.Get("x").Should().BeGreaterThanOrEqualTo(58);
        box.Get("y").Should().BeGreaterThanOrEqualTo(28);
        (box.Get("x") + box.Get("width")).Should().BeLessThanOrEqualTo(542.01);
        (box.Get("y") + box.Get("height")).Should().BeLessThanOrEqualTo(312.01);
    }

    [Fact]
    public void Legend_horizontal_breaks_rows_at_its_greatest_width()
    {
        var model = WithSeries("first name", "second name", "third name");
        model.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside,
            LegendPosition = LegendPosition.BottomCenter,
            LegendOrientation = LegendOrientation.Horizontal,
            LegendMaxWidth = 250,
        });

        var svg = Drawing.Draw(model);

        svg.TextElement("second name").Get("y").Should().Be(svg.TextElement("first name").Get("y"));
        svg.TextElement("third name").Get("y").Should().BeGreaterThan(svg.TextElement("first name").Get("y"));
    }

    [Fact]
    public void Legend_lists_named_series_of_its_key_only()
    {
        var model = WithSeries("shown", "other key", "hidden", "");
        model.Series[1].LegendKey = "second";
        model.Series[2].RenderInLegend = false;
        model.Legends.Add(new Legend());

        var texts = Drawing.Draw(model).All("text").Select(t => t.Value).ToArray();

        texts.Should().Contain("shown").And.NotContain(["other key", "hidden"]);
        model.IsLegendVisible = false;
        Drawing.Draw(model).All("text").Select(t => t.Value).Should().NotContain("shown");
    }

    [Fact]
    public void LineAnnotation_lies_at_its_value_and_says_so()
    {
        var model = Drawing.Plain();
        model.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Horizontal, Y = 4, Color = OxyColors.Red, Text = "bound" });
        model.Annotations.Add(new LineAnnotation { Slope = 1, Intercept = 0, Color = OxyColors.Blue });

        var svg = Drawing.Draw(model);

        svg.Coloured("polyline", "#ff0000").Points().Should().Equal((50, 200), (550, 200));
        svg.Coloured("polyline", "#0000ff").Points().Should().Equal((50, 320), (550, 20));
        svg.TextElement("bound").Get("x").Should().Be(538);
    }

    [Fact]
    public void LineAnnotation_text_above_the_upper_edge_is_moved_inside()
    {
        var model = Drawing.Plain();
        model.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Horizontal, Y = 10, Text = "top", TextVerticalAlignment = VerticalAlignment.Bottom });

        Drawing.Draw(model).TextElement("top").Get("y").Should().BeGreaterThan(20 + 12 * 0.9);
    }

    [Fact]
    public void RectangleAnnotation_open_sides_reach_the_edges()
    {
        var model = Drawing.Plain();
        model.Annotations.Add(new RectangleAnnotation { MinimumX = 2, MaximumX = 4, Fill = OxyColors.Gold });

        var box = Drawing.Draw(model).Coloured("rect", OxyColors.Gold.Hex);

        (box.Get("x"), box.Get("y"), box.Get("width"), box.Get("height")).Should().Be((150, 20, 100, 300));
    }

    [Fact]
    public void Annotation_layers_decide_what_covers_what()
    {
        var model = WithSeries("line");
        ((LineSeries)model.Series[0]).Color = OxyColors.Red;
        model.Annotations.Add(new RectangleAnnotation { Fill = OxyColors.Gold, Layer = AnnotationLayer.BelowSeries });
        model.Annotations.Add(new RectangleAnnotation { Fill = OxyColors.Silver, Layer = AnnotationLayer.AboveSeries });

        var svg = Drawing.Export(model);

        svg.IndexOf(OxyColors.Gold.Hex, StringComparison.Ordinal).Should().BeLessThan(svg.IndexOf("#ff0000", StringComparison.Ordinal));
        svg.IndexOf(OxyColors.Silver.Hex, StringComparison.Ordinal).Should().BeGreaterThan(svg.IndexOf("#ff0000", StringComparison.Ordinal));
    }
}
