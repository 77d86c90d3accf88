using OxyPlot.Axes;
using OxyPlot.Series;

namespace OxyPlot.Svg.Tests;

public class BarSeriesTests
{
    /// <summary>Three categories over 300 px, 100 px each; values from 0 to 10 over 500 px.</summary>
    private static PlotModel Model(double gap, params BarSeries[] series)
    {
        var categories = new CategoryAxis { Position = AxisPosition.Left, GapWidth = gap };
        categories.Labels.AddRange(["a", "b", "c"]);
        var model = Drawing.Plain(y: categories);
        foreach (var one in series)
            model.Series.Add(one);
        return model;
    }

    private static BarSeries Bars(OxyColor color, params double[] values)
    {
        var bars = new BarSeries { FillColor = color, StrokeColor = OxyColors.Undefined };
        bars.Items.AddRange(values.Select(v => new BarItem(v)));
        return bars;
    }

    private static (double, double, double, double)[] Boxes(PlotModel model, OxyColor color) =>
        [.. Drawing.Draw(model).All("rect").Where(r => r.Text("fill") == color.Hex).Select(r => (r.Get("x"), r.Get("y"), r.Get("width"), r.Get("height")))];

    [Fact]
    public void Render_bars_fill_their_share_of_each_category()
    {
        Boxes(Model(1, Bars(OxyColors.Red, 2, 4, 10)), OxyColors.Red)
            .Should().Equal((50, 245, 100, 50), (50, 145, 200, 50), (50, 45, 500, 50));
    }

    [Fact]
    public void Render_two_series_share_a_category_side_by_side()
    {
        var model = Model(0, Bars(OxyColors.Red, 2), Bars(OxyColors.Blue, 4));

        Boxes(model, OxyColors.Red).Should().Equal((50, 270, 100, 50));
        Boxes(model, OxyColors.Blue).Should().Equal((50, 220, 200, 50));
    }

    [Fact]
    public void Render_stacked_series_continue_each_other()
    {
        var (one, two) = (Bars(OxyColors.Red, 2), Bars(OxyColors.Blue, 4));
        one.IsStacked = two.IsStacked = true;
        var model = Model(0, one, two);

        Boxes(model, OxyColors.Red).Should().Equal((50, 220, 100, 100));
        Boxes(model, OxyColors.Blue).Should().Equal((150, 220, 200, 100));
    }

    [Fact]
    public void Render_values_that_are_not_finite_leave_their_place_empty()
    {
        Boxes(Model(1, Bars(OxyColors.Red, double.NaN, 4, double.PositiveInfinity)), OxyColors.Red).Should().Equal((50, 145, 200, 50));
    }

    [Fact]
    public void Render_labels_stand_outside_the_tip_unless_there_is_no_room()
    {
        var bars = Bars(OxyColors.Navy, 0, 4, 10);
        (bars.LabelFormatString, bars.LabelMargin) = ("{0:0.0}", 5);

        var svg = Drawing.Draw(Model(1, bars));

        svg.TextElement("0.0").Get("x").Should().Be(55);
        svg.TextElement("4.0").Get("x").Should().Be(255);
        svg.TextElement("10.0").Get("x").Should().Be(545);
        svg.TextElement("10.0").Text("text-anchor").Should().Be("end");
        svg.TextElement("10.0").Text("fill").Should().Be("#ffffff");
    }

    [Fact]
    public void Render_negative_bars_take_their_own_colour()
    {
        var bars = Bars(OxyColors.Red, -5);
        bars.NegativeFillColor = OxyColors.Blue;
        var model = Model(1, bars);
        model.Axes[0].Minimum = -10;

        Boxes(model, OxyColors.Blue).Should().Equal((175, 245, 125, 50));
    }

    [Fact]
    public void Render_without_category_axis_reports_what_is_missing()
    {
        var model = Drawing.Plain();
        model.Series.Add(Bars(OxyColors.Red, 1));

        new SvgExporter().ExportToString(model).Should().Contain("CategoryAxis");

        model.GetLastPlotException()!.Message.Should().Contain("CategoryAxis");
    }
}
