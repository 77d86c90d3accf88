using OxyPlot.Text;

namespace OxyPlot.Svg.Tests;

public class TextTests
{
    [Theory] // sums of the advance widths in Adobe's Helvetica metrics
    [InlineData("Hello", 722 + 556 + 222 + 222 + 556, 722 + 556 + 278 + 278 + 611)]
    [InlineData("0123456789", 5560, 5560)]
    [InlineData("-1.5 %", 333 + 556 + 278 + 556 + 278 + 889, 333 + 556 + 278 + 556 + 278 + 889)]
    [InlineData("Wij@~", 944 + 222 + 222 + 1015 + 584, 944 + 278 + 278 + 975 + 584)]
    [InlineData("", 0, 0)]
    public void Measure_width_is_the_sum_of_helvetica_advances_in_pixels(string text, double regular, double bold)
    {
        TextMetrics.Measure(text, 10, FontWeights.Normal).Width.Should().BeApproximately(regular / 100, 1e-9);
        TextMetrics.Measure(text, 20, FontWeights.Bold).Width.Should().BeApproximately(bold / 50, 1e-9);
    }

    [Fact]
    public void Measure_height_is_ascent_and_descent_of_each_line()
    {
        TextMetrics.Measure("one", 100, 400).Height.Should().BeApproximately(111.7, 1e-9);
        TextMetrics.Measure("one\ntwo", 100, 400).Height.Should().BeApproximately(223.4, 1e-9);
    }

    [Fact]
    public void Measure_raised_text_is_smaller()
    {
        TextMetrics.Measure("x^{22}", 10, 400).Width.Should().BeApproximately(5 + 0.7 * 11.12, 1e-9);
    }

    [Theory]
    [InlineData("x_{i}^{2} + 1", "x|i-|2+| + 1")]
    [InlineData("snake_case a^b", "snake_case a^b")]
    [InlineData("open _{end", "open _{end")]
    [InlineData("^{a}", "a+")]
    [InlineData("a_{}b", "a|b")]
    public void Runs_split_at_braces_only(string text, string expected)
    {
        string.Join('|', MathText.Runs(text).Select(run => run.Text + run.Level switch { 1 => "+", -1 => "-", _ => "" })).Should().Be(expected);
    }

    [Fact]
    public void Render_raised_and_lowered_runs_return_to_the_baseline()
    {
        var model = new PlotModel { Title = "a^{b}c" };

        var runs = Drawing.Draw(model).All("tspan");

        runs.Select(run => run.Value).Should().Equal("b", "c");
        runs.Sum(run => run.Get("dy")).Should().Be(0);
        runs[0].Get("dy").Should().BeNegative();
    }

    [Fact]
    public void Render_hostile_text_stays_text_and_well_formed()
    {
        const string hostile = "</text><script>alert('x')</script> & \"quoted\" \u0000\u0001\u001B \uD800 \uFFFF 😀 ]]>";
        var model = Drawing.Plain();
        (model.Title, model.Subtitle, model.DefaultFont) = (hostile, hostile, "\"><script>");
        model.Axes[0].Title = hostile;
        model.Annotations.Add(new Annotations.TextAnnotation { Text = hostile, TextPosition = new DataPoint(5, 5) });
        model.Legends.Add(new Legends.Legend { LegendTitle = hostile });
        model.Series.Add(new Series.LineSeries { Title = hostile, Points = { new DataPoint(1, 1) } });

        var svg = Drawing.Draw(model);

        svg.All("script").Should().BeEmpty();
        svg.All("text").Count(t => t.Value.Contains("<script>alert('x')</script> & \"quoted\"") && t.Value.Contains("😀 ]]>")).Should().Be(6);
    }
}
