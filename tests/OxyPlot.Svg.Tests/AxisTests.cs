using OxyPlot.Axes;
using OxyPlot.Series;

namespace OxyPlot.Svg.Tests;

public class AxisTests
{
    private static double[] Ticks(Axis axis, PlotModel model)
    {
        Drawing.Export(model);
        return [.. axis.Ticks.Labels.Select(label => label.Value)];
    }

    private static string[] Labels(Axis axis)
    {
        Drawing.Export(Drawing.Plain(x: axis));
        return [.. axis.Ticks.Labels.Select(label => label.Text)];
    }

    private static LinearAxis Bottom(double minimum, double maximum) =>
        new() { Position = AxisPosition.Bottom, Minimum = minimum, Maximum = maximum };

    [Theory]
    [InlineData(0, 10, new[] { 0.0, 2, 4, 6, 8, 10 })] // 500 px: at most 8 intervals of 60 px
    [InlineData(0, 1, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData(-3, 3, new[] { -3.0, -2, -1, 0, 1, 2, 3 })]
    [InlineData(0.1, 0.7, new[] { 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7 })]
    [InlineData(17, 113, new[] { 20.0, 40, 60, 80, 100 })]
    public void Ticks_are_multiples_of_a_round_step(double minimum, double maximum, double[] expected)
    {
        var axis = Bottom(minimum, maximum);

        Ticks(axis, Drawing.Plain(x: axis)).Should().Equal(expected);
    }

    [Fact]
    public void Ticks_respect_a_given_step()
    {
        var axis = Bottom(1, 96);
        axis.MajorStep = 24;

        Ticks(axis, Drawing.Plain(x: axis)).Should().Equal(24, 48, 72, 96);
    }

    [Fact]
    public void Ticks_step_far_too_small_falls_back_to_a_round_one()
    {
        var axis = Bottom(0, 1e9);
        axis.MajorStep = 1;

        Ticks(axis, Drawing.Plain(x: axis)).Length.Should().BeInRange(2, 9);
    }

    [Fact]
    public void Ticks_of_a_logarithmic_axis_are_powers_when_there_is_no_room_for_more()
    {
        var axis = new LogarithmicAxis { Position = AxisPosition.Bottom, Minimum = 1e-4, Maximum = 1e4 };

        Ticks(axis, Drawing.Plain(x: axis)).Select(Math.Log10).Should().Equal([-4, -3, -2, -1, 0, 1, 2, 3, 4], (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Theory]
    [InlineData(0, 1, "0.0", "1.0")]
    [InlineData(0, 100, "0", "100")]
    [InlineData(0, 0.004, "0.0000", "0.0040")]
    [InlineData(0, 5e6, "0", "5e6")]
    public void Labels_carry_as_many_decimals_as_the_step_needs(double minimum, double maximum, string first, string last)
    {
        var labels = Labels(Bottom(minimum, maximum));

        (labels[0], labels[^1]).Should().Be((first, last));
    }

    [Fact]
    public void Labels_are_formatted_as_asked()
    {
        var withFormat = Bottom(0, 1);
        withFormat.StringFormat = "0.000";
        var withFormatter = Bottom(0, 1);
        withFormatter.LabelFormatter = value => $"<{value}>";
        var withPowers = new LogarithmicAxis { Position = AxisPosition.Bottom, Minimum = 1e-8, Maximum = 1e8, UseSuperExponentialFormat = true };

        Labels(withFormat)[0].Should().Be("0.000");
        Labels(withFormatter)[0].Should().Be("<0>");
        Labels(withPowers)[0].Should().Be("10^{-8}");
    }

    [Theory]
    [InlineData(120)]
    [InlineData(300)]
    [InlineData(900)]
    public void Labels_never_overlap(double width)
    {
        var names = new CategoryAxis { Position = AxisPosition.Bottom };
        names.Labels.AddRange(Enumerable.Range(1, 60).Select(i => $"forecast step {i}"));
        var model = new PlotModel { DefaultFont = "Arial", Axes = { names, new LinearAxis { Minimum = 0, Maximum = 123456 } } };

        Drawing.Export(model, width);

        names.Ticks.Labels.Should().NotBeEmpty();
        var spans = names.Ticks.Labels.Select(label => (Middle: names.Transform(label.Value), OxyPlot.Text.TextMetrics.Measure(label.Text, 12, 400).Width)).ToArray();
        for (var i = 1; i < spans.Length; i++)
            (spans[i].Middle - spans[i].Width / 2).Should().BeGreaterThan(spans[i - 1].Middle + spans[i - 1].Width / 2);
    }

    [Fact]
    public void Labels_stay_on_the_canvas()
    {
        var model = new PlotModel { DefaultFont = "Arial", Padding = new OxyThickness(0) };
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Minimum = 0, Maximum = 1e5, Title = "across" });
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Left, Minimum = -1e5, Maximum = 0, Title = "up" });
        model.Axes.Add(new LinearColorAxis { Position = AxisPosition.Right, Minimum = 0, Maximum = 1e5, Title = "colour" });

        foreach (var text in Drawing.Draw(model).All("text").Where(t => t.Text("transform") == ""))
        {
            var width = OxyPlot.Text.TextMetrics.Measure(text.Value, 12, 400).Width;
            var left = text.Get("x") - text.Text("text-anchor") switch { "middle" => width / 2, "end" => width, _ => 0 };
            left.Should().BeGreaterThanOrEqualTo(-0.01, text.Value);
            (left + width).Should().BeLessThanOrEqualTo(600.01, text.Value);
            text.Get("y").Should().BeInRange(8, 400);
        }
    }

    [Fact]
    public void Range_is_padded_as_asked()
    {
        var axis = new LinearAxis { Position = AxisPosition.Bottom, MinimumPadding = 0.1, MaximumPadding = 0.5 };
        var model = Drawing.Plain(x: axis);
        model.Series.Add(new LineSeries { Points = { new DataPoint(2, 0), new DataPoint(4, 1) } });

        Drawing.Export(model);

        axis.ActualMinimum.Should().BeApproximately(1.8, 1e-12);
        axis.ActualMaximum.Should().BeApproximately(5, 1e-12);
    }

    [Fact]
    public void Range_of_a_logarithmic_axis_reaches_whole_powers()
    {
        var axis = new LogarithmicAxis { Position = AxisPosition.Bottom };
        var model = Drawing.Plain(x: axis);
        model.Series.Add(new LineSeries { Points = { new DataPoint(0.02, 0), new DataPoint(-1, 0), new DataPoint(300, 1) } });

        Drawing.Export(model);

        axis.ActualMinimum.Should().BeApproximately(0.01, 1e-12);
        axis.ActualMaximum.Should().BeApproximately(1000, 1e-9);
    }

    [Fact]
    public void Range_of_one_value_or_none_is_not_empty()
    {
        foreach (var points in new DataPoint[][] { [], [new(3, 3)], [new(0, 0), new(0, 0)], [DataPoint.Undefined] })
        {
            var model = new PlotModel();
            var line = new LineSeries();
            line.Points.AddRange(points);
            model.Series.Add(line);

            Drawing.Export(model).Should().NotContain("NaN");
            model.AllAxes.Should().HaveCount(2).And.OnlyContain(a => a.ActualMaximum > a.ActualMinimum && a.Ticks.Labels.Count > 1);
        }
    }

    [Fact]
    public void Gridline_lies_at_its_value()
    {
        var model = Drawing.Plain(y: new LinearAxis { Minimum = 0, Maximum = 10, MajorStep = 5, MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = OxyColors.Red });

        Drawing.Draw(model).All("polyline").Where(l => l.Text("stroke") == "#ff0000").Select(l => l.Points())
            .Should().BeEquivalentTo(new[] { new[] { (50.0, 320.0), (550.0, 320.0) }, [(50.0, 170.0), (550.0, 170.0)], [(50.0, 20.0), (550.0, 20.0)] });
    }

    [Fact]
    public void Key_that_no_axis_has_is_reported_with_those_present()
    {
        var model = Drawing.Plain();
        model.Series.Add(new LineSeries { YAxisKey = "missing" });

        new SvgExporter().ExportToString(model).Should().Contain("missing");

        model.GetLastPlotException().Should().BeOfType<InvalidOperationException>().Which.Message.Should().Contain("'missing'");
    }
}
