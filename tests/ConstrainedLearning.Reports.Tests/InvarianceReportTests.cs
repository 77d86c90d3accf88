using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Invariance;
using ConstrainedLearning.Reports.Tables;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using static TorchSharp.torch;

namespace ConstrainedLearning.Reports.Tests;

public sealed class InvarianceReportTests
{
    private static readonly string[] Operations = ["rotate", "shear", "solarise", "contrast"];

    [Fact]
    public void Page_shows_everything_in_order()
    {
        var report = Sample(epochs: 12) with
        {
            Sentences = ["The bound is met."],
            Tables = [new Table([new Column("accuracy")], [["91 %"]])],
            Prices = new SensitivityReport([new Price("invariance", 0, 0.2, 0.6, 0.59, 0, false) { Name = "invariance" }]),
            Sheet = Sheet(),
        };

        var page = Page(report);

        page.QuerySelector("h1")!.NextElementSibling!.TextContent.Should().Contain("The bound is met.");
        page.QuerySelector(".findings")!.NextElementSibling!.QuerySelector("table")!.TextContent.Should().Contain("91 %");
        page.QuerySelectorAll("h2").Select(heading => heading.TextContent).Should().Equal("How the training went", "What the requirement costs", "Which transformations were chosen", "Images before and after");
        report.Charts().Select(chart => chart.Name).Should().Equal("accuracy", "losses", "multipliers", "loss-under-transformations", "operations", "levels", "acceptance");
        page.QuerySelectorAll(".chart svg").Should().HaveCount(7);
        page.QuerySelectorAll("figure:has(.chart) figcaption").Should().OnlyContain(caption => caption.TextContent.Length > 40);
        page.QuerySelectorAll(".sheet img").Should().HaveCount(2);
    }

    [Fact]
    public void Page_needs_nothing_besides_itself()
    {
        var page = Page(Sample(epochs: 3) with { Sheet = Sheet() });

        page.Scripts.Should().BeEmpty();
        page.QuerySelectorAll("link, iframe, object, embed").Should().BeEmpty();
        page.QuerySelectorAll("[src], [href]").Should().OnlyContain(e => (e.GetAttribute("src") ?? e.GetAttribute("href"))!.StartsWith("data:image/png;base64,", StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_join_the_epochs_in_which_something_was_measured()
    {
        EpochRecord[] epochs = [Epoch(1, ("test accuracy", 0.25)), Epoch(2), Epoch(3, ("test accuracy", 0.75), ("hold-out accuracy", 0.5), ("test loss", 1.5), ("seconds", 3))];

        var report = new InvarianceReport("t", epochs);

        Line(report, "accuracy", "test accuracy").Should().Equal(new DataPoint(1, 25), new DataPoint(3, 75));
        Line(report, "accuracy", "hold-out accuracy").Should().Equal(new DataPoint(3, 50));
        Line(report, "losses", "training loss").Should().Equal(new DataPoint(1, 1), new DataPoint(2, 0.5), new DataPoint(3, 1.0 / 3));
        Line(report, "losses", "test loss").Should().Equal(new DataPoint(3, 1.5));
        Page(report).QuerySelector("figcaption")!.TextContent.Should().Contain("The test accuracy ends at 75\u00A0%, its highest.");
    }

    [Fact]
    public void Accuracy_that_fell_is_told_with_its_best() =>
        Page(new InvarianceReport("t", [Epoch(1, ("test accuracy", 0.9)), Epoch(2, ("test accuracy", 0.8))])).QuerySelector("figcaption")!.TextContent
            .Should().Contain("ends at 80\u00A0% (its highest was 90\u00A0%, in epoch 1)");

    [Fact]
    public void Bounded_loss_is_drawn_with_its_bound_and_others_with_theirs()
    {
        var one = Sample(epochs: 4);
        var two = one with { Requirements = [one.Requirements[0], one.Requirements[0] with { Epsilon = 0.3 }] };

        Line(one, "loss-under-transformations", "bound ε = 0.6").Should().Equal(new DataPoint(1, 0.6), new DataPoint(4, 0.6));
        Line(one, "loss-under-transformations", "invariance").Select(point => point.Y).Should().Equal(1, 0.5, 1.0 / 3, 0.25);
        Series(two, "loss-under-transformations").Where(line => line.Dashes is not null).Select(line => line.Points[0].Y).Should().Equal(0.6, 0.3);
    }

    [Fact]
    public void Maps_hold_the_shares_in_percent_with_the_first_operation_on_top_and_gaps_where_there_are_none()
    {
        var report = Sample(epochs: 3);
        report.Epochs[1].Observations.Remove("invariance/operations");

        var chart = report.Charts().Single(chart => chart.Name == "operations");

        var data = chart.Model.Series.OfType<HeatMapSeries>().Single().Data!;
        Enumerable.Range(0, 4).Select(operation => data[0, operation]).Should().Equal(10, 20, 30, 40);
        Enumerable.Range(0, 4).Select(operation => data[1, operation]).Should().OnlyContain(share => double.IsNaN(share));
        chart.Model.Axes.OfType<CategoryAxis>().Single().Labels.Should().Equal(Operations);
        chart.Model.Axes.OfType<CategoryAxis>().Single().StartPosition.Should().Be(1);
        var captions = Page(report).QuerySelectorAll("figcaption").Select(caption => caption.TextContent).ToArray();
        captions.Should().Contain(caption => caption.Contains("1/4 = 25\u00A0%") && caption.Contains("contrast was the most frequent (40\u00A0%) and rotate the least (10\u00A0%)"));
        captions.Should().Contain(caption => caption.Contains("1/10 = 10\u00A0%"));
    }

    [Fact]
    public void Single_operation_has_no_map_of_operations()
    {
        var report = Sample(epochs: 3);

        (report with { Requirements = [report.Requirements[0] with { Operations = ["rotate"] }] }).Charts().Select(chart => chart.Name).Should().NotContain("operations").And.Contain("levels");
    }

    [Fact]
    public void Switches_are_told_from_the_history()
    {
        var report = Sample(epochs: 4) with { History = History(("invariance", [1, 0, 0, 2])) };

        Page(report).Body!.TextContent.Should().Contain("Augmentation was on from the first step and switched off at step 10 (epoch 2), on again at step 20 (epoch 4); it was on at 75\u00A0% of the steps, and on at the end.")
            .And.Contain("One step in 5 was recorded");
    }

    [Fact]
    public void Without_history_the_epochs_means_are_shown()
    {
        var report = Sample(epochs: 2) with { History = null };

        Line(report, "multipliers", "invariance").Select(point => point.Y).Should().Equal(0.5, 0.5);
        Page(report).Body!.TextContent.Should().Contain("Augmentation was on at 75\u00A0% of the steps.");
    }

    [Fact]
    public void Several_requirements_have_one_line_each_and_slacks_where_bounds_gave_way()
    {
        var sample = Sample(epochs: 4);
        var report = sample with
        {
            Requirements = [new("b", 0.6, []), new("a", 0.6, []), new("absent", 0.6, [])],
            History = History(("a", [1, 2, 3, 4]), ("b", [0, 0, 0, 0])) is var history ? history with
            {
                Constraints = new Dictionary<string, ConstraintHistory>(history.Constraints) { ["a"] = history.Constraints["a"] with { Slacks = [[0], [0.1], [0.2], [0.2]] } },
            } : null,
        };

        Series(report, "multipliers").Select(line => line.Title).Should().Equal("b", "a");
        Line(report, "multipliers", "a").Select(point => point.Y).Should().Equal(1, 2, 3, 4);
        Series(report, "slacks").Select(line => line.Title).Should().Equal("a");
        Line(report, "slacks", "a").Select(point => point.Y).Should().Equal(0, 0.1, 0.2, 0.2);
        Page(report).Body!.TextContent.Should().Contain("Augmentation by “b” was never on").And.Contain("Augmentation by “a” was on from the first step to the last.");
    }

    [Fact]
    public void Plain_training_shows_its_curves_only()
    {
        var page = Page(new InvarianceReport("Plain", [Epoch(1, ("test accuracy", 0.5)), Epoch(2, ("test accuracy", 0.6))]));

        page.QuerySelectorAll("h2").Select(heading => heading.TextContent).Should().Equal("How the training went");
        page.Body!.TextContent.Should().NotContain("multiplier");
    }

    [Fact]
    public void Page_without_epochs_says_so()
    {
        var page = Page(new InvarianceReport("Nothing", []) { Requirements = [new("a", double.NaN, Operations)], History = new TraceHistory([], [], new Dictionary<string, ConstraintHistory>()) });

        page.Body!.TextContent.Should().Contain("No epoch was recorded.");
        page.QuerySelectorAll("svg, h2").Should().BeEmpty();
    }

    [Fact]
    public void One_epoch_is_drawn_as_marks()
    {
        var report = Sample(epochs: 1);

        Series(report, "accuracy").Should().OnlyContain(line => line.MarkerType == MarkerType.Circle);
        Page(report).QuerySelectorAll(".chart svg").Should().HaveCount(7);
    }

    [Fact]
    public void Numbers_that_are_not_finite_leave_gaps()
    {
        double[] broken = [double.NaN, double.PositiveInfinity, 0.5, double.NegativeInfinity];
        var epochs = Enumerable.Range(1, 4).Select(epoch => new EpochRecord(
            epoch, broken[epoch - 1],
            new() { ["invariance"] = epoch == 2 ? [] : [broken[epoch - 1]] },
            new() { ["invariance/operations"] = epoch == 3 ? [0.5] : broken, ["invariance/levels"] = broken, ["invariance/acceptance"] = [broken[epoch - 1]], ["invariance/active"] = [] },
            new() { ["test accuracy"] = broken[epoch - 1], ["never accuracy"] = double.NaN }, 0)).ToArray();
        var report = Sample(1) with { Epochs = epochs, History = History(("invariance", broken)), Requirements = [new("invariance", double.NaN, Operations)] };

        var page = Page(report);

        page.QuerySelectorAll(".chart svg").Should().HaveCount(7);
        page.Body!.TextContent.Should().NotContain("NaN").And.NotContain("Infinity").And.NotContain("never accuracy").And.Contain("The test accuracy ends at 50\u00A0%, its highest.");
    }

    [Fact]
    public void Every_text_is_escaped()
    {
        const string Hostile = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>";
        var sample = Sample(epochs: 2);
        var report = new InvarianceReport(Hostile, [.. sample.Epochs.Select(epoch => epoch with
        {
            Constraints = new() { [Hostile] = [1] },
            Observations = epoch.Observations.ToDictionary(pair => pair.Key.Replace("invariance", Hostile, StringComparison.Ordinal), pair => pair.Value),
            Metrics = new() { [Hostile + " accuracy"] = 0.5 },
        })])
        {
            Requirements = [new(Hostile, 0.6, [Hostile, "b", "c", Hostile]), new(Hostile, 0.7, [])],
            History = History((Hostile, [1, 0, 1, 0])),
            Sentences = [Hostile],
        };

        var page = Page(report);

        page.Scripts.Should().BeEmpty();
        page.Images.Should().BeEmpty();
        page.Title.Should().Be(Hostile);
        page.QuerySelector(".findings li")!.TextContent.Should().Be(Hostile);
        page.QuerySelectorAll("svg text").Count(text => text.TextContent.Contains("<script>alert(1)</script>")).Should().BeGreaterThanOrEqualTo(4);
        page.QuerySelectorAll("[id]").Select(element => element.Id).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Page_of_500_epochs_stays_small()
    {
        var random = new Random(3);
        var report = Sample(epochs: 500) with
        {
            Requirements = [.. new[] { "invariance", "b", "c" }.Select(name => new InvarianceRequirement(name, 0.6, Operations))],
            History = History([.. new[] { "invariance", "b", "c" }.Select(name => (name, Enumerable.Range(0, 50_000).Select(_ => random.NextDouble() - 0.5).ToArray()))]),
        };

        report.ToPage().Length.Should().BeLessThan(600_000);
    }

    [Fact]
    public void More_requirements_than_colours_are_drawn()
    {
        var names = Enumerable.Range(0, 9).Select(i => "r" + i).ToArray();
        var report = new InvarianceReport("t", [Epoch(1)]) { Requirements = [.. names.Select(name => new InvarianceRequirement(name, 1, []))], History = History([.. names.Select(name => (name, new[] { 0.0, 1 }))]) };

        Series(report, "multipliers").Select(line => line.Title).Should().Equal(names);
    }

    private static IHtmlDocument Page(InvarianceReport report) => new HtmlParser().ParseDocument(report.ToPage());

    private static LineSeries[] Series(InvarianceReport report, string chart) => [.. report.Charts().Single(item => item.Name == chart).Model.Series.Cast<LineSeries>()];

    private static List<DataPoint> Line(InvarianceReport report, string chart, string title) => Series(report, chart).Single(line => line.Title == title).Points;

    private static EpochRecord Epoch(int number, params (string Name, double Value)[] metrics) => new(number, 1.0 / number, [], [], metrics.ToDictionary(metric => metric.Name, metric => metric.Value), 1);

    /// <summary>Recorded at the steps 5, 10, 15 ...</summary>
    private static TraceHistory History(params (string Name, double[] Multipliers)[] constraints)
    {
        var rows = constraints[0].Multipliers.Length;
        double[][] zeros = [.. Enumerable.Range(0, rows).Select(_ => new double[1])];
        return new TraceHistory(
            [.. Enumerable.Range(1, rows).Select(row => 5L * row)], new double[rows],
            constraints.ToDictionary(item => item.Name, item => new ConstraintHistory(item.Name, [.. item.Multipliers.Select(value => new[] { value })], zeros, zeros)));
    }

    private static ImageSheet Sheet()
    {
        using var image = zeros(1, 3, 2, 2);
        return ImageSheet.Of(image, image, ["0: rotate, strength 0.5"]);
    }

    private static InvarianceReport Sample(int epochs) => new("Constrained on images", [.. Enumerable.Range(1, epochs).Select(epoch =>
        Epoch(epoch, ("test accuracy", 1 - 1.0 / (epoch + 1)), ("test loss", 1.5 / epoch)) with
        {
            Constraints = new() { ["invariance"] = [1.0 / epoch] },
            Observations = new()
            {
                ["invariance/operations"] = [0.1, 0.2, 0.3, 0.4],
                ["invariance/levels"] = [.. Enumerable.Repeat(0.1, 10)],
                ["invariance/acceptance"] = [0.8],
                ["invariance/multiplier"] = [0.5],
                ["invariance/active"] = [0.75],
            },
        })])
    {
        Requirements = [new InvarianceRequirement("invariance", 0.6, Operations)],
        History = History(("invariance", [0.5, 1, 0, 0.25])),
    };
}
