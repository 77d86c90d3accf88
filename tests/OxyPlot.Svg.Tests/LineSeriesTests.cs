using OxyPlot.Axes;
using OxyPlot.Series;

namespace OxyPlot.Svg.Tests;

public class LineSeriesTests
{
    private const string Red = "#ff0000";

    private static LineSeries Line(params (double X, double Y)[] points)
    {
        var line = new LineSeries { Color = OxyColors.Red, MinimumSegmentLength = 0 };
        line.Points.AddRange(points.Select(p => new DataPoint(p.X, p.Y)));
        return line;
    }

    [Fact]
    public void Render_points_land_at_the_pixels_computed_by_hand()
    {
        var model = Drawing.Plain();
        model.Series.Add(Line((0, 0), (2, 10), (10, 5)));

        Drawing.Draw(model).Coloured("polyline", Red).Points().Should().Equal((50, 320), (150, 20), (550, 170));
    }

    [Fact]
    public void Render_reversed_axis_mirrors_the_points()
    {
        var model = Drawing.Plain(x: new LinearAxis { Position = AxisPosition.Bottom, Minimum = 0, Maximum = 10, StartPosition = 1, EndPosition = 0 });
        model.Series.Add(Line((0, 0), (2, 10)));

        Drawing.Draw(model).Coloured("polyline", Red).Points().Should().Equal((550, 320), (450, 20));
    }

    [Fact]
    public void Render_panel_axis_uses_its_part_of_the_area()
    {
        var model = Drawing.Plain();
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Left, Key = "upper", Minimum = 0, Maximum = 1, StartPosition = 0.5, EndPosition = 1 });
        var line = Line((0, 0), (10, 1));
        line.YAxisKey = "upper";
        model.Series.Add(line);

        Drawing.Draw(model).Coloured("polyline", Red).Points().Should().Equal((50, 170), (550, 20));
    }

    [Fact]
    public void Render_logarithmic_axis_spaces_powers_evenly()
    {
        var model = Drawing.Plain(y: new LogarithmicAxis { Position = AxisPosition.Left, Minimum = 0.1, Maximum = 100 });
        model.Series.Add(Line((0, 0.1), (5, 1), (10, 10)));

        Drawing.Draw(model).Coloured("polyline", Red).Points().Should().Equal((50, 320), (300, 220), (550, 120));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Render_value_that_is_not_finite_breaks_the_line(double broken)
    {
        var model = Drawing.Plain();
        model.Series.Add(Line((0, 1), (1, 1), (2, broken), (3, 1), (4, 1)));

        var svg = Drawing.Draw(model);

        svg.All("polyline").Where(l => l.Text("stroke") == Red).Select(l => l.Points()).Should().BeEquivalentTo(
            new[] { new[] { (50.0, 290.0), (100.0, 290.0) }, [(200.0, 290.0), (250.0, 290.0)] });
        svg.ToString().Should().NotContain("NaN").And.NotContain("Infinity").And.NotContain("∞");
    }

    [Fact]
    public void Render_value_not_positive_on_a_logarithmic_axis_breaks_the_line()
    {
        var model = Drawing.Plain(y: new LogarithmicAxis { Position = AxisPosition.Left, Minimum = 1, Maximum = 10 });
        model.Series.Add(Line((0, 1), (1, 1), (2, 0), (3, -5), (4, 1), (5, 1)));

        Drawing.Draw(model).All("polyline").Count(l => l.Text("stroke") == Red).Should().Be(2);
    }

    [Fact]
    public void Render_minimum_segment_length_drops_near_points_but_keeps_the_ends()
    {
        var model = Drawing.Plain();
        var line = Line([.. Enumerable.Range(0, 1001).Select(i => (i / 100.0, 5.0))]); // half a pixel apart
        line.MinimumSegmentLength = 10;
        model.Series.Add(line);

        var points = Drawing.Draw(model).Coloured("polyline", Red).Points();

        points.Length.Should().BeInRange(40, 55);
        points[0].X.Should().Be(50);
        points[^1].X.Should().Be(550);
    }

    [Fact]
    public void Render_decimator_decides_which_points_are_drawn()
    {
        var model = Drawing.Plain();
        var line = Line((0, 0), (5, 9), (10, 0));
        line.Decimator = (all, kept) => kept.AddRange([all[0], all[^1]]);
        model.Series.Add(line);

        Drawing.Draw(model).Coloured("polyline", Red).Points().Should().Equal((50, 320), (550, 320));
    }

    [Fact]
    public void Render_stairs_hold_each_value_until_the_next_point()
    {
        var model = Drawing.Plain();
        var stairs = new StairStepSeries { Color = OxyColors.Red, MinimumSegmentLength = 0 };
        stairs.Points.AddRange([new DataPoint(0, 0), new DataPoint(5, 10), new DataPoint(10, 5)]);
        model.Series.Add(stairs);

        Drawing.Draw(model).Coloured("polyline", Red).Points()
            .Should().Equal((50, 320), (300, 320), (300, 20), (550, 20), (550, 170));
    }

    [Fact]
    public void Render_area_closes_the_band_between_both_lines()
    {
        var model = Drawing.Plain();
        var band = new AreaSeries { Fill = OxyColors.Red, Color = OxyColors.Blue, StrokeThickness = 0, MinimumSegmentLength = 0 };
        band.Points.AddRange([new DataPoint(0, 6), new DataPoint(10, 8)]);
        band.Points2.AddRange([new DataPoint(0, 4), new DataPoint(10, 2)]);
        model.Series.Add(band);

        Drawing.Draw(model).Coloured("polygon", Red).Points().Should().Equal((50, 140), (550, 80), (550, 260), (50, 200));
    }

    [Fact]
    public void Render_dashes_are_lengths_in_units_of_the_thickness()
    {
        var model = Drawing.Plain();
        var line = Line((0, 0), (10, 10));
        (line.Dashes, line.StrokeThickness) = ([4, 3], 1.5);
        model.Series.Add(line);

        Drawing.Draw(model).Coloured("polyline", Red).Text("stroke-dasharray").Should().Be("6,4.5");
    }
}
