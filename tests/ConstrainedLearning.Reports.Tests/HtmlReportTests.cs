using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Reports.Forecasting;
using ConstrainedLearning.Reports.Html;

namespace ConstrainedLearning.Reports.Tests;

public class HtmlReportTests
{
    private static IHtmlDocument Page(ForecastReport report) => new HtmlParser().ParseDocument(HtmlReport.Page(report));

    private static string[] Figures(ForecastReport report) => [.. HtmlReport.Charts(report).Select(chart => chart.Name)];

    private static string[] Row(IHtmlDocument page, string split, string model) => page.QuerySelectorAll("table tbody tr")
        .Select(row => row.Children.Select(cell => cell.TextContent).ToArray())
        .Single(cells => cells.Length > 2 && cells[0] == split && cells[1] == model);

    [Fact]
    public void Page_holds_every_figure_once_with_a_caption_and_a_description()
    {
        var report = SampleReports.Create();

        var page = Page(report);

        Figures(report).Should().Equal(
            "errors-train", "errors-validation", "errors-test", "prices", "price-ranking", "slacks",
            "loss-curves", "multipliers", "multiplier-lines", "slack-map");
        page.QuerySelectorAll(".chart svg").Length.Should().Be(10);
        page.QuerySelectorAll("figure").Should().HaveCount(8).And.OnlyContain(f => f.QuerySelector("figcaption")!.TextContent.Length > 40);
        page.QuerySelectorAll("[role=img]").Should().HaveCount(10).And.OnlyContain(e => e.GetAttribute("aria-label")!.Length > 10);
    }

    [Fact]
    public void Page_ids_are_unique_and_every_reference_finds_its_own()
    {
        var report = SampleReports.Create() with { Prices = [.. Enumerable.Repeat(SampleReports.Create().Prices[0], 2)] }; // the same pictures twice

        var page = Page(report);

        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id!).ToArray();
        ids.Should().NotBeEmpty().And.OnlyHaveUniqueItems();
        page.QuerySelectorAll("[clip-path]").Select(e => e.GetAttribute("clip-path")).Should().BeEquivalentTo(ids.Select(id => $"url(#{id})"));
    }

    [Fact]
    public void Page_needs_nothing_besides_itself()
    {
        var page = Page(SampleReports.Create());

        page.Scripts.Should().BeEmpty();
        page.QuerySelectorAll("link, iframe, object, embed, [src], [onclick], [onload]").Should().BeEmpty();
        page.QuerySelectorAll("[href]").Should().OnlyContain(e => e.GetAttribute("href")!.StartsWith("data:image/png;base64,", StringComparison.Ordinal));
        page.QuerySelectorAll("style").Should().OnlyContain(style => !style.TextContent.Contains("url(") && !style.TextContent.Contains("@import"));
    }

    [Fact]
    public void Page_starts_with_one_paragraph_that_says_what_was_asked_what_holds_and_what_it_cost()
    {
        double[] bounds = [0.5, 0.5, 0.5, 0.5];
        var report = Small(bounds, train: [0.2, 0.3, 0.4, 0.5], validation: [0.2, 0.3, 0.4, 0.55], test: [0.4, 0.6, 0.75, 0.9]) with
        {
            Reference = Model("ERM", [0.1, 0.2, 0.3, 0.8], [0.1, 0.2, 0.3, 0.8], [0.1, 0.2, 0.4, 0.5]),
        };

        var summary = Page(report).QuerySelector("h1 + p")!.TextContent;

        summary.Should().Contain("forecast 4 steps ahead, so that the mean squared error at every step stays at or below 0.5.")
            .And.Contain("On the training data all 4 bounds hold,")
            .And.Contain("on the validation data 3 of 4 bounds hold (the worst, at step 4, is exceeded by 10\u00A0%),")
            .And.Contain("on the test data, which the model never saw, 1 of 4 bounds hold (the worst, at step 4, is exceeded by 80\u00A0%).")
            .And.Contain("is 120.8\u00A0% higher than that of the same model trained without bounds (0.6625 against 0.3).");
    }

    [Fact]
    public void Page_verdicts_and_table_show_the_numbers_given()
    {
        var report = Small([0.5, 0.5], train: [0.25, 0.75], validation: [0.1, 0.2], test: [0.125, 0.5]) with
        {
            Reference = Model("ERM", [0.125, 0.9], [0.1, 0.2], [0.3, 1.0]),
        };

        var page = Page(report);

        page.QuerySelectorAll(".verdicts li").Select(li => li.ClassName).Should().Equal("fails", "holds", "holds");
        page.QuerySelectorAll(".verdicts li")[0].TextContent.Should().Contain("1 of 2 bounds kept");
        Row(page, "train", "constrained").Should().Equal("train", "constrained", "0.5000", "0.1250", "0.3536", "0.1250", "1 of 2", "+50\u00A0%");
        Row(page, "test", "constrained")[2..].Should().Equal("0.3125", "0.1250", "0.2652", "0", "2 of 2", "none");
        Row(page, "test", "ERM")[2..].Should().Equal("0.6500", "0.1250", "0.4950", "0.2500", "1 of 2", "+100\u00A0%");
    }

    [Fact]
    public void Page_violation_that_was_not_given_is_that_of_the_bounds()
    {
        var unknown = new SplitResult(0.5, 0.1, 0.1, double.NaN, [0.25, 0.75]);
        var report = Small([0.5, 0.5], [0.4, 0.4], [0.4, 0.4], [0.4, 0.4]) with { Reference = new ModelResult("ERM", unknown, unknown, unknown) };

        Row(Page(report), "test", "ERM")[5].Should().Be("0.1250");
    }

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(5.0, false)]
    public void Page_errors_share_a_scale_unless_it_would_squeeze_one_of_them(double test, bool shared)
    {
        var report = Small([0.8, 0.8], [0.7, 0.8], [0.7, 0.9], [test, test]);

        var highest = HtmlReport.Charts(report).Select(chart => chart.Model.Axes[1].Maximum).ToArray();

        highest.Distinct().Count().Should().Be(shared ? 1 : 3);
        highest[2].Should().BeGreaterThan(test);
        Page(report).QuerySelector("figcaption")!.TextContent.Contains("the same scale").Should().Be(shared);
    }

    [Fact]
    public void Page_escapes_every_text_that_is_given()
    {
        const string hostile = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>";
        var sample = SampleReports.Create(steps: 4, rows: 5);
        var report = sample with
        {
            Title = hostile,
            Requirement = hostile,
            Status = hostile,
            Asked = [new(hostile, hostile)],
            Configuration = hostile,
            Manifest = hostile,
            Constrained = sample.Constrained with { Name = hostile },
            Prices = [sample.Prices[0] with { Name = hostile }],
            Trace = sample.Trace! with
            {
                Constraints = new Dictionary<string, ConstraintHistory> { [hostile] = sample.Trace.Constraints[SampleReports.ConstraintName] with { Name = hostile } },
            },
        };

        var page = Page(report);

        page.Scripts.Should().BeEmpty();
        page.Images.Should().BeEmpty();
        page.Title.Should().Be(hostile);
        page.QuerySelector("h1")!.TextContent.Should().Be(hostile);
        page.QuerySelectorAll("pre").Should().OnlyContain(pre => pre.TextContent == hostile);
        page.QuerySelectorAll("svg text").Count(text => text.TextContent.Contains("<script>alert(1)</script>")).Should().BeGreaterThanOrEqualTo(4);
    }

    [Fact]
    public void Page_without_relaxation_shows_no_slack()
    {
        var report = SampleReports.Create(steps: 8, relaxed: false, rows: 20);

        Figures(report).Should().NotContain(["slacks", "slack-map"]);
        Page(report).Body!.TextContent.Should().NotContain("relaxed bound").And.NotContain("allowed to relax");
    }

    [Fact]
    public void Page_with_relaxation_says_what_holds_as_relaxed()
    {
        var report = Small([0.5, 0.5], train: [0.4, 0.7], validation: [0.4, 0.7], test: [0.4, 0.7]) with
        {
            Prices = [new ConstraintPrices("step loss", [0, 0.6], [0, 0.3])],
        };

        Page(report).QuerySelector(".summary")!.TextContent.Should().Contain("as it relaxed them, all hold on the training data.");
    }

    [Fact]
    public void Page_of_one_constraint_has_no_maps_over_steps()
    {
        var report = SampleReports.Create(steps: 1, relaxed: false, reference: false, rows: 30);

        Figures(report).Should().Equal("errors-train", "errors-validation", "errors-test", "price-ranking", "loss-curves", "multiplier-lines");
        Page(report).QuerySelector(".summary")!.TextContent.Should().Contain("one step ahead").And.Contain("the bound holds");
    }

    [Fact]
    public void Page_of_720_constraints_stays_small()
    {
        var report = SampleReports.Create(steps: 720, rows: 3000);

        HtmlReport.Page(report).Length.Should().BeLessThan(3_000_000);
        Page(report).QuerySelectorAll(".chart svg").Length.Should().Be(10);
    }

    [Fact]
    public void Page_without_reference_compares_with_nothing()
    {
        var text = Page(SampleReports.Create(steps: 4, reference: false, rows: 5)).Body!.TextContent;

        text.Should().NotContain("without bounds").And.NotContain("ERM");
    }

    [Fact]
    public void Page_without_trace_prices_and_losses_has_the_errors_only()
    {
        var empty = new TraceHistory([], [], new Dictionary<string, ConstraintHistory>());
        var report = Small([0.5], [0.4], [0.4], [0.4]);

        Figures(report).Should().Equal("errors-train", "errors-validation", "errors-test");
        Figures(report with { Trace = empty }).Should().HaveCount(3);
        Page(report).QuerySelectorAll("h2").Select(h => h.TextContent).Should().Equal("Does it hold?");
    }

    [Fact]
    public void Page_without_bounds_reports_violations_instead()
    {
        var report = Small([], [0.4, 0.5], [0.4, 0.5], [0.4, 0.5]) with { Requirement = "the error never falls from one step to the next" };

        var page = Page(report);

        page.QuerySelector(".summary")!.TextContent.Should()
            .Contain("so that the error never falls from one step to the next.").And.Contain("On the training data the mean violation is 0,");
        page.QuerySelectorAll(".verdicts").Should().BeEmpty();
        page.QuerySelectorAll("thead th").Select(th => th.TextContent).Should().NotContain("Bounds kept");
    }

    [Fact]
    public void Page_of_a_model_trained_without_any_requirement_claims_nothing_of_the_kind()
    {
        var split = new SplitResult(0.4, 0.5, 0.1, double.NaN, [0.3, 0.5]);
        var report = new ForecastReport { Title = "ERM", Requirement = "its mean error is as low as can be", Constrained = new ModelResult("ERM", split, split, split) };

        var page = Page(report);

        page.QuerySelector(".summary")!.TextContent.Should().Be("A model was trained to forecast 2 steps ahead, so that its mean error is as low as can be.");
        page.QuerySelectorAll("h2").Select(h => h.TextContent).Should().Equal("Errors along the forecast");
        page.QuerySelectorAll("svg text").Select(text => text.TextContent).Should().Contain("ERM").And.NotContain("constrained");
    }

    [Fact]
    public void Page_of_numbers_that_are_not_finite_says_so()
    {
        double[] broken = [double.NaN, double.PositiveInfinity, 0.2, double.NegativeInfinity];
        var history = new ConstraintHistory("step loss", [broken, [1, 2, 3, double.NaN]], [[0, 0, 0, 0], broken], [broken, broken]);
        var report = Small([0.5, 0.5, 0.5, 0.5], broken, broken, broken) with
        {
            Status = "Stopped: the loss at step 12 is not finite.",
            Reference = Model("ERM", broken, broken, broken),
            TrainLoss = [1, double.NaN, double.PositiveInfinity],
            ValidationLoss = [double.NaN],
            Prices = [new ConstraintPrices("step loss", broken, broken)],
            Trace = new TraceHistory([0, 10], [double.NaN, 1], new Dictionary<string, ConstraintHistory> { ["step loss"] = history }),
        };

        var page = Page(report);

        page.QuerySelector(".status")!.TextContent.Should().Contain("the loss at step 12 is not finite");
        page.QuerySelectorAll(".verdicts .fails").Length.Should().Be(3);
        page.QuerySelectorAll(".chart svg").Length.Should().BeGreaterThan(6);
        page.Body!.TextContent.Should().NotContain("NaN").And.NotContain("Infinity");
    }

    [Fact]
    public void Page_is_the_same_twice() =>
        HtmlReport.Page(SampleReports.Create(steps: 12, rows: 50)).Should().Be(HtmlReport.Page(SampleReports.Create(steps: 12, rows: 50)));

    [Fact]
    public void Multipliers_that_still_move_are_called_a_ranking_and_not_turned_into_a_saving()
    {
        var report = SampleReports.Create();

        HtmlReport.Page(report).Should().Contain("would lower the mean loss by about");
        HtmlReport.Page(report with { PricesSettled = false }).Should().Contain("read them as a ranking").And.NotContain("would lower the mean loss by about");
    }

    private static ForecastReport Small(double[] bounds, double[] train, double[] validation, double[] test) => new()
    {
        Title = "Small",
        Bounds = bounds,
        Constrained = Model("constrained", train, validation, test, bounds),
    };

    private static ModelResult Model(string name, double[] train, double[] validation, double[] test, double[]? bounds = null)
    {
        SplitResult Split(double[] errors)
        {
            var mean = errors.Average();
            var std = Math.Sqrt(errors.Sum(e => (e - mean) * (e - mean)) / Math.Max(1, errors.Length - 1));
            var violation = errors.Select((e, i) => Math.Max(0, e - (bounds is null ? 0.5 : bounds.ElementAtOrDefault(i)))).Average();
            return new SplitResult(mean, 0.125, std, bounds is { Length: 0 } ? 0 : violation, errors);
        }
        return new ModelResult(name, Split(train), Split(validation), Split(test));
    }
}
