using System.Xml.Linq;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ConstrainedLearning.Quantization.Budgets;
using ConstrainedLearning.Quantization.Rankings;
using ConstrainedLearning.Reports.Quantization;
using ConstrainedLearning.Reports.Sensitivity;
using ConstrainedLearning.Reports.Tables;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ConstrainedLearning.Reports.Tests;

public sealed class LayerSensitivityReportTests
{
    [Fact]
    public void Page_gives_the_answer_first_and_then_what_it_rests_on()
    {
        var report = new LayerSensitivityReport("A ResNet at one bit", SampleStudies.Full()) { Precision = "8 bits" };

        var page = Page(report);

        page.QuerySelector("h1")!.NextElementSibling!.QuerySelector("li")!.TextContent.Should().StartWith("Keep these three layers at 8 bits: blocks.3.shortcut, blocks.6.shortcut and blocks.0.conv0.");
        page.QuerySelectorAll("h2").Select(heading => heading.TextContent).Should().Equal(
            "Which layers need their precision", "Which ranking is right", "Accuracy at equal budgets, calibrated", "Accuracy at equal budgets, retrained", "How the numbers were got");
        report.Charts().Select(chart => chart.Name).Should().Equal("layer-multipliers", "multipliers-over-time", "agreement", "agreement-2", "budgets-calibrated", "budgets-retrained");
        page.QuerySelectorAll(".chart svg").Should().HaveCount(6);
        page.QuerySelectorAll("table").Should().HaveCount(7).And.HaveSameCount(report.Tables());
        page.QuerySelectorAll("[id]").Select(element => element.Id).Should().OnlyHaveUniqueItems();
        page.QuerySelectorAll("script, link, iframe, object, embed").Should().BeEmpty();
    }

    [Fact]
    public void Recommendation_names_the_highest_multipliers_their_share_and_how_many_seeds_agree()
    {
        // Means 5, 4, 3 of 12; the first two are the first two in seeds 1 and 3. Weights 100, 200, 300.
        var report = new LayerSensitivityReport("t", [SampleStudies.Bare(1, 6, 5, 2), SampleStudies.Bare(2, 4, 2, 5), SampleStudies.Bare(3, 5, 5, 2)]) { Kept = 2 };

        report.Recommendation[0].Should().Be("Keep these two layers at high precision: layer0 and layer1. Their multipliers are the highest: bits given to them are expected to lower the loss most. Of the sum of all 3 multipliers, 75\u00A0% is theirs.");
        report.Recommendation[1].Should().StartWith("How sure: in 2 of 3 trainings").And.Contain("layer0 in 3 and layer1 in 2 of 3");
        report.Recommendation[2].Should().Be("What it costs: they hold 50\u00A0% of the weights, so that one bit more for them raises the average by 0.5 bits.");
    }

    [Fact]
    public void Agreement_of_seeds_is_the_mean_rank_correlation_of_their_pairs()
    {
        // Of 4 layers rho = 1 - sum d^2 / 10: of the first two 0.8, of the first and last -1, of the middle and last -0.8.
        var report = new LayerSensitivityReport("t", [SampleStudies.Bare(1, 4, 3, 2, 1), SampleStudies.Bare(2, 4, 3, 1, 2), SampleStudies.Bare(3, 1, 2, 3, 4)]);

        report.Recommendation[1].Should().Contain("agree at −0.33 on average, −1.00 at least");
    }

    [Fact]
    public void Layer_without_a_price_is_not_recommended()
    {
        new LayerSensitivityReport("t", [SampleStudies.Bare(1, 0, 2, 0)]).Recommendation[0].Should().StartWith("Keep this layer at high precision: layer1. Its multiplier is the highest").And.Contain("100\u00A0% is its");
        new LayerSensitivityReport("t", [SampleStudies.Bare(1, 0, 0)]).Recommendation.Should().Equal("Keep no layer apart: no layer’s multiplier is above 0, so none asks for more bits than it has.");
    }

    [Fact]
    public void One_seed_has_no_interval_and_says_that_it_is_not_known_how_sure()
    {
        var report = new LayerSensitivityReport("t", SampleStudies.Full(1));

        report.Recommendation.Should().Contain(line => line.StartsWith("How sure: unknown.")).And.Contain(line => line.Contains("one training cannot tell it from chance"));
        report.Tables().SelectMany(table => table.Columns).Should().NotContain(column => column.Header.Contains("interval"));
        Page(report).Body!.TextContent.Should().NotContain("NaN").And.NotContain("±");
        report.Charts()[0].Model.Series.OfType<LineSeries>().Should().BeEmpty();
    }

    [Fact]
    public void Bars_are_means_with_students_interval_beside_the_share_of_the_weights()
    {
        var report = new LayerSensitivityReport("t", [SampleStudies.Bare(1, 1, 10), SampleStudies.Bare(2, 2, 10), SampleStudies.Bare(3, 4, 10)]);

        var model = report.Charts()[0].Model;

        ((CategoryAxis)model.Axes[0]).Labels.Should().Equal("layer1", "layer0");
        var bars = model.Series.OfType<BarSeries>().ToArray();
        bars[0].Items.Select(item => item.Value).Should().Equal(10, 7 / 3.0);
        bars[1].Items.Select(item => Math.Round(item.Value, 6)).Should().Equal(66.666667, 33.333333);
        var whisker = model.Series.OfType<LineSeries>().Single().Points.Where(point => point.Y == 1).Select(point => point.X).ToArray();
        whisker[0].Should().BeApproximately(7 / 3.0 - 4.30265273 * Math.Sqrt(7 / 9.0), 1e-7);
        whisker[1].Should().BeApproximately(7 / 3.0 + 4.30265273 * Math.Sqrt(7 / 9.0), 1e-7);
    }

    [Fact]
    public void Map_is_the_mean_over_seeds_at_the_steps_that_all_noted()
    {
        var one = SampleStudies.Bare(1, 1, 2) with { Steps = [0, 10, 20], Multipliers = [[0, 0], [1, 1], [2, 4]] };
        var two = SampleStudies.Bare(2, 1, 2) with { Steps = [0, 20, 30], Multipliers = [[0, 2], [4, 0], [9, 9]] };

        var model = new LayerSensitivityReport("t", [one, two]).Charts().Single(chart => chart.Name == "multipliers-over-time").Model;

        var map = model.Series.OfType<HeatMapSeries>().Single();
        map.Data.Should().BeEquivalentTo(new double[,] { { 0, 1 }, { 3, 2 } });
        (map.X0, map.X1).Should().Be((0, 20));
        model.Axes.OfType<CategoryAxis>().Single().Labels.Should().Equal("layer0", "layer1");
    }

    [Fact]
    public void Last_multipliers_stand_in_where_no_ranking_has_them() =>
        new LayerSensitivityReport("t", [SampleStudies.Bare(1, 9, 9) with { Steps = [0, 1], Multipliers = [[5, 1], [1, 3]], Rankings = [] }]).Tables()[0].Rows.Select(row => row[1]).Should().Equal("3.000", "1.000");

    [Fact]
    public void Rankings_correlate_with_the_truth_on_average_over_draws_and_then_seeds()
    {
        string[] layers = ["layer0", "layer1", "layer2", "layer3"];
        LayerStudy Study(long seed, double[] multipliers, params double[][] draws) => SampleStudies.Bare(seed, multipliers) with
        {
            Truths = [new LayerRanking("truth", layers, [4, 3, 2, 1], 0)],
            Rankings = [new LayerRanking("multiplier", layers, multipliers, 3), .. draws.Select(draw => new LayerRanking("random", layers, draw, 0))],
        };
        // rho: 1, 0.8 and -1; tau: 1, 4/6 and -1. Random: (1 + -1) / 2, 0.8, 0.8.
        var report = new LayerSensitivityReport("t", [Study(1, [8, 7, 6, 5], [4, 3, 2, 1], [1, 2, 3, 4]), Study(2, [8, 7, 5, 6], [3, 4, 2, 1]), Study(3, [5, 6, 7, 8], [4, 3, 1, 2])]);

        var table = report.Tables()[1];

        table.Rows.Select(row => row[0]).Should().Equal("random (mean of 2 draws)", "multiplier");
        Cells(table, "Spearman").Should().Equal("0.53", "0.27");
        Cells(table, "Kendall").Should().Equal("0.44", "0.22");
        Cells(table, "Cost in passes").Should().Equal("0", "3");
        table.Rows[1][2].Should().Be("−1.00 to 1.00", "t s / sqrt 3 = 2.74, and a correlation ends at 1");
        report.Recommendation.Should().Contain(line => line.StartsWith("Beside the truth: with “truth” the multipliers’ ranking agrees at 0.27, place 2 of 2 rules; the first, “random”, reaches 0.53"));
    }

    [Fact]
    public void Long_names_of_sixty_layers_fit()
    {
        var report = new LayerSensitivityReport("t", SampleStudies.Full(3, true, SampleStudies.Long(60)));

        foreach (var chart in report.Charts()) XDocument.Parse(chart.ToSvg()).Root!.Value.Should().NotContain("NaN");
        var bars = XDocument.Parse(report.Charts()[0].ToSvg()).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToArray();
        bars.Should().Contain(LayerNames.Short([.. SampleStudies.Long(60).Select(layer => layer.Layer)]), "every layer has its label");
        report.ToPage().Length.Should().BeLessThan(600_000);
    }

    [Fact]
    public void One_layer_is_shown_though_it_cannot_be_ranked()
    {
        var report = new LayerSensitivityReport("t", SampleStudies.Full(3, true, [("fc", 10, 0.5)]));

        report.Recommendation[0].Should().Be("Keep this layer at high precision: fc. There are no others.");
        Page(report).Body!.TextContent.Should().NotContain("NaN").And.NotContain("Infinity");
        Cells(report.Tables()[1], "Spearman").Should().OnlyContain(cell => cell == "–");
    }

    [Fact]
    public void Every_text_is_escaped()
    {
        const string Hostile = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>";
        string[] layers = [Hostile, Hostile + "2"];
        LayerRanking Ranking(string rule) => new(rule, layers, [2, 1], 0);
        LayerStudy Study(int seed) => new()
        {
            Seed = seed, Costs = [.. layers.Select(layer => new LayerCost(layer, 1, 1))], Steps = [1], Multipliers = [[2, 1]],
            Rankings = [Ranking("multiplier"), Ranking(Hostile)], Truths = [Ranking(Hostile)],
            Points = [new("multiplier", 2, BudgetTreatment.Retrained, 1, 0.5), new(Hostile, 2, BudgetTreatment.Retrained, 1, 0.4 + 0.01 * seed)],
        };
        var report = new LayerSensitivityReport(Hostile, [Study(1), Study(2)]) { Precision = Hostile };

        var page = Page(report);

        page.QuerySelectorAll("script").Should().BeEmpty();
        page.Images.Should().BeEmpty();
        page.Title.Should().Be(Hostile);
        page.QuerySelector("li")!.TextContent.Should().Contain(Hostile);
        page.QuerySelectorAll("td, th").Should().Contain(cell => cell.TextContent == Hostile);
    }

    [Fact]
    public void Page_is_saved_and_text_has_the_numbers()
    {
        var report = new LayerSensitivityReport("Layers", [SampleStudies.Bare(1, 1, 2)]);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            report.Save(path);
            File.ReadAllText(path).Should().Be(report.ToPage());
        }
        finally
        {
            File.Delete(path);
        }
        report.ToString().Should().StartWith("Layers").And.Contain("Keep these two layers").And.Contain("66.7\u00A0%");
    }

    [Fact]
    public void Studies_that_cannot_stand_side_by_side_are_refused()
    {
        var study = SampleStudies.Bare(1, 1, 2);
        void Refused(string message, params LayerStudy[] studies) => FluentActions.Invoking(() => new LayerSensitivityReport("t", studies)).Should().Throw<ArgumentException>().WithMessage(message);

        Refused("*no study*");
        Refused("*without layers*", study with { Costs = [] });
        Refused("*2 studies have the seed 1*", study, study);
        Refused("*seed 2 has the layers layer0, layer1, layer2, expected layer0, layer1*", study, SampleStudies.Bare(2, 1, 2, 3));
        Refused("*'layer0' is 2 times*", study with { Costs = [study.Costs[0], study.Costs[0]] });
        Refused("*1 rows of multipliers*for 2 steps*", study with { Steps = [1, 2], Multipliers = [[1, 2]] });
        Refused("*1 rows of multipliers (1 wide)*2 wide*", study with { Steps = [1], Multipliers = [[1]] });
        Refused("*ranking 'r' of seed 1 has 1 scores for 2 layers*", study with { Rankings = [new("r", ["layer0", "layer1"], [1], 0)] });
        Refused("*ranking 'r'*", study with { Truths = [new("r", ["layer0", "other"], [1, 2], 0)] });
        FluentActions.Invoking(() => new LayerSensitivityReport("t", [study]) { Kept = 0 }).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static IHtmlDocument Page(LayerSensitivityReport report) => new HtmlParser().ParseDocument(report.ToPage());

    private static IEnumerable<string> Cells(Table table, string header)
    {
        var column = table.Columns.Select((item, i) => (item.Header, i)).First(item => item.Header == header).i;
        return table.Rows.Select(row => row[column]);
    }
}
