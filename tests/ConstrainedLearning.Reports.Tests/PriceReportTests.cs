using AngleSharp.Html.Parser;
using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Reports.Sensitivity;
using ConstrainedLearning.Reports.Tables;

namespace ConstrainedLearning.Reports.Tests;

public sealed class PriceReportTests
{
    private static readonly SensitivityReport Prices = new(
    [
        new Price("speed <b>", 0, 2.5, 1, 1.25, 0, false) { Name = "speed <b>", Recent = new RecentPrice(2.4, 0.1, 0.01, 0.001) },
        new Price("care", 1, 0.5, 3, 2.75, 0.25, false) { Name = "care[1]", Sense = Sense.AtLeast, MarginalCost = 0.5 },
        new Price("rest", 0, 0, 1, 0.5, 0, false) { Name = "rest" },
    ]);

    [Fact]
    public void Table_has_a_row_for_each_price_with_its_sense_slack_and_reading()
    {
        var table = PriceTable.Create(Prices);

        table.Rows.Select(row => row[0]).Should().Equal("speed <b>", "care[1]", "rest");
        Cell(table, "Price").Should().Equal("2.500", "0.5000", "0");
        Cell(table, "Average").Should().Equal("2.400", "–", "–");
        Cell(table, "Bound").Should().Equal("≤\u00A01.000", "≥\u00A03.000", "≤\u00A01.000");
        Cell(table, "Slack u").Should().Equal("–", "0.2500", "–");
        Cell(table, "h′(u)").Should().Equal("–", "0.5000", "–");
        Cell(table, "How to read it").Should().Equal("priced", "relaxed", "free");
    }

    [Fact]
    public void Columns_that_would_be_empty_are_left_out()
    {
        var table = PriceTable.Create(new SensitivityReport([new Price("a", 0, 1, 1, 1, 0, false) { Name = "a" }]));

        table.Columns.Select(column => column.Header).Should().NotContain(["Average", "Slack u"]);
    }

    [Fact]
    public void Page_shows_status_prices_curves_and_the_truth_and_escapes_names()
    {
        var history = new TraceHistory([1, 2], [0.5, 0.4], new Dictionary<string, ConstraintHistory> { ["speed <b>"] = new("speed <b>", [[0], [2.5]], [[0], [0]], [[1], [1.25]]) });
        var report = new PriceReport("What it costs & why", Prices with { Diagnosis = new Diagnosis(SolutionStatus.StillMoving, "still moving: <speed>") })
        {
            History = history,
            Check = new PriceCheck([new CheckedPrice("speed <b>", 2.5, 2.4), new CheckedPrice("rest", 0, 0.001)]),
        };

        var page = new HtmlParser().ParseDocument(report.ToPage());

        page.Title.Should().Be("What it costs & why");
        page.QuerySelector(".status")!.TextContent.Should().Contain("still moving: <speed>");
        page.QuerySelectorAll("table").Should().HaveCount(2);
        page.QuerySelectorAll("svg").Should().HaveCount(2);
        page.QuerySelectorAll("b").Should().BeEmpty();
        page.Body!.TextContent.Should().Contain("Prices beside the truth").And.Contain("0.9600");
    }

    [Fact]
    public void Page_of_a_problem_without_requirements_shows_what_else_belongs_to_it()
    {
        var report = new PriceReport("Plain", new SensitivityReport([])) { Tables = [new Table([new Column("accuracy")], [["91 %"]]) { Caption = "<test>" }] };

        var page = new HtmlParser().ParseDocument(report.ToPage());

        page.QuerySelectorAll("table").Should().ContainSingle().Which.TextContent.Should().ContainAll("<test>", "accuracy", "91 %");
        page.Body!.TextContent.Should().NotContain("What each requirement costs");
    }

    private static IEnumerable<string> Cell(Table table, string header)
    {
        var column = table.Columns.Select((item, i) => (item.Header, i)).Single(item => item.Header == header).i;
        return table.Rows.Select(row => row[column]);
    }
}
