using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Reports.Quantization;
using ConstrainedLearning.Reports.Tables;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ConstrainedLearning.Reports.Tests;

public sealed class QuantizationReportTests
{
    [Fact]
    public void Page_shows_results_accuracies_multipliers_errors_and_prices_in_order()
    {
        var report = Sample();

        var page = Page(report);

        page.QuerySelector("h1")!.NextElementSibling!.TextContent.Should().Contain("At 2 bits it is 86");
        page.QuerySelector(".findings")!.NextElementSibling!.QuerySelector("table")!.TextContent.Should().Contain("full");
        page.QuerySelectorAll("h2").Select(heading => heading.TextContent).Should().Equal("How the training went", "What precision costs");
        report.Charts().Select(chart => chart.Name).Should().Equal("accuracy", "losses", "layer-multipliers", "multipliers", "layer-errors", "layer-prices");
        page.QuerySelectorAll(".chart svg").Should().HaveCount(6);
        page.QuerySelectorAll("table").Should().HaveCount(2);
        page.QuerySelectorAll("[id]").Select(element => element.Id).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Accuracies_of_all_precisions_are_lines_of_one_chart() =>
        Chart(Sample(), "accuracy").Series.Select(series => series.Title).Should().Equal("test accuracy", "2-bit test accuracy");

    [Fact]
    public void Errors_of_the_last_epoch_are_shown_as_multiples_of_their_bounds()
    {
        var model = Chart(Sample(), "layer-errors");

        model.Series.OfType<BarSeries>().Single().Items.Select(item => Math.Round(item.Value, 12)).Should().Equal(0.5, 1.5);
        model.Axes.OfType<CategoryAxis>().Single().Labels.Should().Equal("blocks.0", "blocks.1");
        model.Annotations.OfType<LineAnnotation>().Single().X.Should().Be(1);
        Page(Sample()).Body!.TextContent.Should().Contain("1 of 2 do");
    }

    [Fact]
    public void Last_batch_stands_in_where_no_epoch_measured_the_layers() =>
        Chart(Sample() with { Epochs = [] }, "layer-errors").Series.OfType<BarSeries>().Single().Items.Select(item => Math.Round(item.Value, 12)).Should().Equal(2, 0.25);

    [Fact]
    public void Prices_rank_the_layers_by_name()
    {
        var model = Chart(Sample(), "layer-prices");

        model.Axes.OfType<CategoryAxis>().Single().Labels.Should().Equal("blocks.1", "blocks.0");
        model.Series.OfType<BarSeries>().Single().Items.Select(item => item.Value).Should().Equal(0.7, 0.2);
    }

    [Fact]
    public void Layers_are_numbered_without_prices()
    {
        var report = Sample() with { Prices = null };

        report.Charts().Select(chart => chart.Name).Should().Equal("accuracy", "losses", "layer-multipliers", "multipliers");
        Chart(report, "layer-multipliers").Axes.OfType<CategoryAxis>().Single().Labels.Should().Equal("layer 1", "layer 2");
    }

    [Fact]
    public void Report_on_nothing_says_so()
    {
        var page = Page(new QuantizationReport("Nothing", []) { History = new TraceHistory([], [], new Dictionary<string, ConstraintHistory>()), Prices = new SensitivityReport([]) });

        page.Body!.TextContent.Should().Contain("No epoch was recorded.");
        page.QuerySelectorAll("svg, h2").Should().BeEmpty();
    }

    [Fact]
    public void Numbers_that_are_not_finite_leave_gaps()
    {
        var sample = Sample();
        var report = sample with
        {
            Epochs = [sample.Epochs[0] with { Loss = double.NaN, Constraints = new() { ["2 bits/layers"] = [double.NaN, double.PositiveInfinity] } }],
            Prices = new SensitivityReport([.. sample.Prices!.Prices.Select(price => price with { Bound = 0, Value = double.NaN })]),
        };

        Page(report).Body!.TextContent.Should().NotContain("NaN").And.NotContain("Infinity");
    }

    [Fact]
    public void Every_text_is_escaped()
    {
        const string Hostile = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>";
        var report = new QuantizationReport(Hostile, [new EpochRecord(1, 1, [], [], new() { [Hostile + " accuracy"] = 0.5 }, 1)])
        {
            Sentences = [Hostile],
            Tables = [new Table([new(Hostile)], [[Hostile]])],
            Prices = new SensitivityReport([.. Enumerable.Range(0, 2).Select(i => new Price(Hostile, i, 1, 1, 0.5, 0, false) { Name = $"{Hostile}[{Hostile}{i}]" })]),
        };

        var page = Page(report);

        page.QuerySelectorAll("script").Should().BeEmpty();
        page.Images.Should().BeEmpty();
        page.Title.Should().Be(Hostile);
        page.QuerySelector(".findings li")!.TextContent.Should().Be(Hostile);
    }

    [Fact]
    public void Text_has_title_sentences_and_tables() => Sample().ToString().Should().StartWith("ResNet at 2 bits").And.Contain("At 2 bits it is 86").And.Contain("Precision");

    private static IHtmlDocument Page(QuantizationReport report) => new HtmlParser().ParseDocument(report.ToPage());

    private static OxyPlot.PlotModel Chart(QuantizationReport report, string name) => report.Charts().Single(chart => chart.Name == name).Model;

    private static QuantizationReport Sample()
    {
        double[][] layers = [[0, 0], [0.2, 0.7]], output = [[0], [1]];
        return new("ResNet at 2 bits", [.. Enumerable.Range(1, 2).Select(epoch => new EpochRecord(
            epoch, 1.0 / epoch, new() { ["2 bits/layers"] = epoch == 1 ? [9, 9] : [0.01, 0.06] }, [], new() { ["test accuracy"] = 0.9, ["2-bit test accuracy"] = 0.86 }, 1))])
        {
            Sentences = ["At 2 bits it is 86 %."],
            Tables = [new Table([new("Precision"), new("Accuracy", Alignment.Right)], [["full", "90 %"], ["2 bits", "86 %"]])],
            History = new TraceHistory([1, 2], [1, 0.5], new Dictionary<string, ConstraintHistory> { ["2 bits/layers"] = new("2 bits/layers", layers, layers, layers), ["2 bits/output"] = new("2 bits/output", output, output, output) }),
            Prices = new SensitivityReport(
            [
                new Price("2 bits/layers", 1, 0.7, 0.04, 0.01, 0, false) { Name = "2 bits/layers[blocks.1]" },
                new Price("2 bits/layers", 0, 0.2, 0.02, 0.04, 0, false) { Name = "2 bits/layers[blocks.0]" },
                new Price("2 bits/output", 0, 1, 0.1, 0.1, 0, false) { Name = "2 bits/output" },
            ]),
        };
    }
}
