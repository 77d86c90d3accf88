using System.Xml.Linq;
using ConstrainedLearning.Adapters;
using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Reports.Charts;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ConstrainedLearning.Reports.Tests;

public class ChartTests
{
    private static TraceHistory History(long[] steps, double[][] multipliers) => new(
        steps,
        [.. steps.Select(_ => 1.0)],
        new Dictionary<string, ConstraintHistory> { ["c"] = new("c", multipliers, multipliers, multipliers) });

    private static LineSeries Line(PlotModel model, string title) => model.Series.OfType<LineSeries>().Single(s => s.Title == title);

    private static HeatMapSeries Map(PlotModel model) => model.Series.OfType<HeatMapSeries>().Single();

    private static string Svg(PlotModel model) => new Chart("chart", model, "a chart").ToSvg();

    [Fact]
    public void PerStepErrorChart_draws_the_values_given()
    {
        var model = PerStepErrorChart.Create("test", [0.1, 0.2, 0.3], [0.2, 0.2, 0.5], [0.25, 0.25, 0.25], [0.25, 0.25, 0.35]);

        Line(model, "constrained").Points.Should().Equal(new DataPoint(1, 0.1), new DataPoint(2, 0.2), new DataPoint(3, 0.3));
        Line(model, "without bounds").Points.Select(p => p.Y).Should().Equal(0.2, 0.2, 0.5);
        Line(model, "bound").Points.Select(p => p.Y).Should().Equal(0.25, 0.25, 0.25);
        Line(model, "relaxed bound").Points.Select(p => p.Y).Should().Equal(0.25, 0.25, 0.35);
    }

    [Fact]
    public void PerStepErrorChart_leaves_out_what_is_not_given()
    {
        var model = PerStepErrorChart.Create("test", [0.1, 0.2], [], [], []);

        model.Series.Select(s => s.Title).Should().Equal("constrained");
    }

    [Fact]
    public void PerStepErrorChart_single_step_is_a_level()
    {
        Line(PerStepErrorChart.Create("test", [0.4], [], [0.5], []), "constrained").Points.Should().Equal(new DataPoint(0.5, 0.4), new DataPoint(1.5, 0.4));
    }

    [Fact]
    public void MultiplierHeatMap_has_time_across_and_components_upwards()
    {
        var history = History([0, 10, 20], [[1, 2], [3, 4], [5, 6]]);

        var map = Map(MultiplierHeatMap.Create(history, history.Constraints["c"]));

        map.Data.Should().BeEquivalentTo(new double[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } });
        (map.X0, map.X1, map.Y0, map.Y1).Should().Be((0, 20, 1, 2));
    }

    [Fact]
    public void MultiplierHeatMap_long_history_is_averaged_in_bins()
    {
        long[] steps = [.. Enumerable.Range(0, 3200).Select(i => (long)i)];
        var history = History(steps, [.. steps.Select(step => new double[] { step, 7 })]);

        var map = Map(MultiplierHeatMap.Create(history, history.Constraints["c"]));

        map.Data!.GetLength(0).Should().Be(320);
        for (var bin = 0; bin < 320; bin++)
        {
            map.Data[bin, 0].Should().BeApproximately(bin * 3199 / 319.0, 3);
            map.Data[bin, 1].Should().Be(7);
        }
    }

    [Fact]
    public void MultiplierHeatMap_uneven_record_keeps_the_last_value_in_between()
    {
        var history = History([0, 1, 2, 10], [[1], [2], [3], [4]]);

        // Bins are at 0, 3.33, 6.67 and 10; the rows 0 and 1 fall into the first, 2 into the second.
        var map = Map(MultiplierHeatMap.Create(history, history.Constraints["c"]));

        map.Data!.Cast<double>().Should().Equal(1.5, 3, 3, 4);
    }

    [Fact]
    public void SlackHeatMap_all_zero_still_has_a_scale()
    {
        var history = History([0, 1], [[0, 0], [0, 0]]);

        var model = SlackHeatMap.Create(history, history.Constraints["c"]);

        model.Axes.OfType<LinearColorAxis>().Single().Maximum.Should().Be(1);
        Svg(model).Should().NotContain("NaN");
    }

    [Theory]
    [InlineData(1, new[] { 0 })]
    [InlineData(3, new[] { 0, 1, 2 })]
    [InlineData(96, new[] { 0, 24, 48, 71, 95 })]
    public void MultiplierLines_choose_components_evenly(int components, int[] expected) =>
        MultiplierLines.Representative(components).Should().Equal(expected);

    [Fact]
    public void MultiplierLines_draw_the_recorded_values()
    {
        var history = History([5, 10], [[1, 2], [3, double.NaN]]);

        var model = MultiplierLines.Create(history, history.Constraints["c"]);

        Line(model, "step 1").Points.Should().Equal(new DataPoint(5, 1), new DataPoint(10, 3));
        Line(model, "step 2").Points[1].Y.Should().Be(double.NaN);
    }

    [Fact]
    public void LossCurves_axis_is_logarithmic_when_losses_span_decades()
    {
        LossCurves.Create([1, 0.5], [1, 0.6]).Axes[1].Should().BeOfType<LinearAxis>();
        LossCurves.Create([100, 0.5], []).Axes[1].Should().BeOfType<LogarithmicAxis>();
        LossCurves.Create([100, -0.5], []).Axes[1].Should().BeOfType<LinearAxis>();
    }

    [Fact]
    public void PriceBars_rank_by_size_and_name_the_steps()
    {
        var model = PriceBars.Create([0, 3, double.NaN, -5, 0.5]);

        ((CategoryAxis)model.Axes[0]).Labels.Should().Equal("step 4", "step 2", "step 5");
        ((BarSeries)model.Series[0]).Items.Select(item => item.Value).Should().Equal(-5, 3, 0.5);
    }

    [Fact]
    public void PriceBars_name_the_sites_of_a_ranking_without_what_all_begin_with()
    {
        var model = PriceBars.Create(new SiteRanking("mean multiplier", ["model.layers.0.self_attention.q_proj", "model.layers.1.self_attention.q_proj", "model.layers.1.self_attention.o_proj"], [0.2, 0, 0.7]));

        ((CategoryAxis)model.Axes[0]).Labels.Should().Equal("1.self_attention.o_proj", "0.self_attention.q_proj");
        ((BarSeries)model.Series[0]).Items.Select(item => item.Value).Should().Equal(0.7, 0.2);
        model.Axes[1].Title.Should().Be("mean multiplier");
    }

    [Fact]
    public void PriceBars_show_at_most_twenty()
    {
        var model = PriceBars.Create([.. Enumerable.Range(1, 720).Select(i => (double)i)]);

        ((CategoryAxis)model.Axes[0]).Labels.Should().HaveCount(20).And.StartWith("step 720");
        model.Title.Should().Be("The 20 highest prices");
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 0.0, 0.0 })]
    [InlineData(new[] { double.NaN })]
    public void Charts_of_nothing_can_be_drawn(double[] values)
    {
        foreach (var model in new[]
            {
                PriceBars.Create(values), ProfileChart.Create("t", "q", values), LossCurves.Create(values, values),
                PerStepErrorChart.Create("t", values, values, values, values),
            })
            XDocument.Parse(Svg(model)).Root!.Value.Should().NotContain("NaN");
    }

    [Fact]
    public void ProfileChart_steps_reach_half_a_component_to_both_sides()
    {
        var area = ProfileChart.Create("t", "q", [1, 2]).Series.OfType<AreaSeries>().Single();

        area.Points.Should().Equal(new DataPoint(0.5, 1), new DataPoint(1.5, 1), new DataPoint(1.5, 2), new DataPoint(2.5, 2));
    }

    [Fact]
    public void Chart_scales_with_the_page()
    {
        var svg = XElement.Parse(new Chart("c", LossCurves.Create([1], []), "d") { Width = 300, Height = 200 }.ToSvg());

        svg.Attribute("viewBox")!.Value.Should().Be("0 0 300 200");
    }

    [Fact]
    public void Chart_that_cannot_be_drawn_throws_with_its_name()
    {
        var model = new PlotModel { Series = { new LineSeries { XAxisKey = "nowhere" } } };

        var draw = () => new Chart("broken", model, "d").ToSvg();

        draw.Should().Throw<InvalidOperationException>().WithMessage("chart 'broken'*").WithInnerException<Exception>();
    }
}
