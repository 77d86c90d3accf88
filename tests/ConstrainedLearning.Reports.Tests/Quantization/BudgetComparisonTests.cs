using ConstrainedLearning.Quantization.Budgets;
using ConstrainedLearning.Quantization.Rankings;
using ConstrainedLearning.Reports.Quantization;
using ConstrainedLearning.Reports.Tables;
using OxyPlot.Series;

namespace ConstrainedLearning.Reports.Tests;

public sealed class BudgetComparisonTests
{
    private const double Student2 = 4.30265273; // 97.5 %, 2 degrees of freedom

    [Fact]
    public void Difference_is_paired_over_seeds()
    {
        // Rival minus multipliers, mean over the budgets of each seed: -1.5, -2.5, -2.5.
        var report = Report([Study(1, ("multiplier", [50, 60]), ("rival", [49, 58])), Study(2, ("multiplier", [55, 65]), ("rival", [53, 62])), Study(3, ("multiplier", [60, 70]), ("rival", [59, 66]))]);

        var (summary, all) = (report.Tables()[^2], report.Tables()[^1]);

        var radius = Student2 * Math.Sqrt(1 / 3.0) / Math.Sqrt(3);
        summary.Rows[0].Should().Equal("multiplier", "60.00\u00A0±\u00A05.00", "–", "–");
        summary.Rows[1].Should().Equal("rival", "57.83\u00A0±\u00A04.51", "−2.17", $"−{13 / 6.0 + radius:0.00} to −{13 / 6.0 - radius:0.00}");
        all.Columns.Select(column => column.Header).Should().Equal("Rule", "2 bits", "4 bits");
        all.Rows[0].Should().Equal("multiplier", "55.00\u00A0±\u00A05.00", "65.00\u00A0±\u00A05.00");
        report.Recommendation[^1].Should().Be("Worth it, when retrained: yes, the multipliers did better than the best rival. On average over two budgets, accuracy is 60.00\u00A0% with bits given out by the multipliers and 57.83\u00A0% by their only rival, “rival”: +2.17 points (95\u00A0% interval +0.73 to +3.60), paired by seed.");
    }

    [Fact]
    public void Verdict_is_honest()
    {
        string Verdict(params double[] rivals) => Report([.. rivals.Select((rival, seed) => Study(seed, ("multiplier", [50, 50]), ("rival", [rival, rival])))]).Recommendation[^1];

        Verdict(52, 52.1, 51.9).Should().Contain(": no, the best rival did better than the multipliers.");
        Verdict(48, 52, 49).Should().Contain(": no difference to the best rival that three seeds can show.");
        Verdict(48).Should().Contain(": perhaps; one training cannot tell it from chance.").And.Contain("+2.00 points.").And.NotContain("interval");
        Verdict(52).Should().Contain(": perhaps not;");
    }

    [Fact]
    public void Lower_losses_are_better_where_accuracy_is_missing()
    {
        var report = Report([.. Enumerable.Range(1, 3).Select(seed => Study(seed, ("multiplier", [1, 2]), ("rival", [3, 4 + 0.1 * seed])) is var study ? study with { Points = [.. study.Points.Select(point => point with { Loss = 100 * point.Accuracy!.Value, Accuracy = null })] } : null!)]);

        report.Charts().Single(chart => chart.Name == "budgets-retrained").Model.Title.Should().Be("Loss against bits, retrained");
        report.Tables()[^2].Rows.Select(row => row[0]).Should().Equal("multiplier", "rival");
        report.Tables()[^2].Rows[1][2].Should().StartWith("+2.1");
        report.Recommendation[^1].Should().Contain("yes, the multipliers did better").And.Contain("the loss is 1.5 with").And.NotContain("points");
    }

    [Fact]
    public void Versions_are_no_rivals_and_chance_is_told_beside_the_best()
    {
        var report = Report([.. Enumerable.Range(1, 3).Select(seed => Study(seed, ("multiplier", [50, 60]), ("Multiplier per weight", [70, 80]), ("weak", [10, 10.0 + seed]), ("random", [40, 50]), ("strong", [45, 55])))]);

        report.Recommendation[^1].Should().Contain("the best of three rivals, “strong”").And.Contain("Against “random” it is +10.00 points");
        report.Charts()[^1].Model.Series.Select(series => series.Title).Where(title => !string.IsNullOrEmpty(title)).Should().Equal("other rules", "versions of it", "random", "best rival: strong", "multiplier");
        report.Tables()[^2].Rows.Select(row => row[0]).Should().Equal("Multiplier per weight", "multiplier", "strong", "random", "weak");
    }

    [Fact]
    public void Rules_that_used_other_bits_are_compared_where_they_used_as_many()
    {
        // Accuracy 20 bits + 1 of the multipliers, 20 bits of the rival: 1 apart wherever they are read, whatever each of them spent.
        LayerStudy Study(long seed) => SampleStudies.Bare(seed, 2, 1) with
        {
            Points = [.. new[] { 1.0, 1.6, 2.1, 3 + 0.1 * seed }.Select(bits => Point("multiplier", bits, 20 * bits + 1)), .. new[] { 0.8, 1.9, 2.45, 3.6 }.Select(bits => Point("rival", bits, 20 * bits))],
        };
        var report = Report([Study(1), Study(2), Study(3)]);

        report.Tables()[^1].Columns.Select(column => column.Header).Should().Equal("Rule", "1 bits", "1.7 bits", "2.4 bits", "3.1 bits");
        report.Tables()[^1].Rows[0].Skip(1).Should().Equal("21.00\u00A0±\u00A00.00", "35.00\u00A0±\u00A00.00", "49.00\u00A0±\u00A00.00", "63.00\u00A0±\u00A00.00");
        report.Tables()[^2].Rows[1].Should().Equal("rival", "41.00\u00A0±\u00A00.00", "−1.00", "−1.00 to −1.00");
        report.Recommendation[^1].Should().Contain("On average from 1 to 3.1 bits");
        report.ToHtml().Should().Contain("read off the straight line");
    }

    [Fact]
    public void Draws_of_a_study_are_averaged_first()
    {
        LayerStudy Study(long seed) => SampleStudies.Bare(seed, 2, 1) with
        {
            Rankings = [.. SampleStudies.Bare(seed, 2, 1).Rankings, .. Enumerable.Range(0, 2).Select(_ => new LayerRanking("random", ["layer0", "layer1"], [1, 2], 0))],
            Points = [Point("multiplier", 2, 50), Point("multiplier", 4, 60), Point("random", 2, 10), Point("random", 1.98, 30), Point("random", 4, 50), Point("random", 4, 40)],
        };

        Report([Study(1), Study(2)]).Tables()[^1].Rows[1].Should().Equal("random", "20.00\u00A0±\u00A00.00", "45.00\u00A0±\u00A00.00");
        new RulePoints("random", 0, 2, [(1.9, 10), (2, 30), (3, 50), (4, 40)]).Curve().Should().Equal((1.95, 20), (3.5, 45));
    }

    [Fact]
    public void Missing_and_diverged_points_leave_gaps_and_no_mean()
    {
        var full = Enumerable.Range(1, 3).Select(seed => Study(seed, ("multiplier", [50, 60, 70]), ("rival", [40, 50, 60]), ("gap", [45, 55, 65]))).ToArray();
        var report = Report([.. full.Select(study => study with { Points = [.. study.Points.Where(point => point.Rule != "gap" || point.AverageBits != 4).Select(point => point.Rule == "rival" && point.AverageBits == 6 ? point with { Accuracy = double.NaN } : point)] })]);

        var (summary, all) = (report.Tables()[^2], report.Tables()[^1]);

        all.Rows.Single(row => row[0] == "gap")[2].Should().Be("–");
        summary.Rows.Single(row => row[0] == "gap")[1].Should().Be("–", "it would be the mean over other budgets");
        summary.Rows.Single(row => row[0] == "gap")[2].Should().Be("−5.00");
        summary.Rows.Single(row => row[0] == "rival")[2].Should().Be("−10.00");
        report.ToPage().Should().NotContain("NaN");
    }

    [Fact]
    public void Versions_of_the_multipliers_stand_for_them_where_they_were_not_tried_and_are_named()
    {
        Report([Study(1, ("multiplier per bit", [50]), ("multiplier, exactly", [55]), ("rival", [40]))]).Recommendation[^1].Should().Contain("55.00\u00A0% with bits given out by “multiplier, exactly”");
        Report([Study(1, ("multiplier", [50]), ("multiplier, exactly", [55]), ("rival", [40]))]).Recommendation[^1]
            .Should().Contain("50.00\u00A0% with bits given out by the multipliers").And.Contain("The best version of the multipliers, “multiplier, exactly”, gives 55.00\u00A0%.");
    }

    [Fact]
    public void Nothing_is_claimed_without_points_or_rivals()
    {
        Report([SampleStudies.Bare(1, 2, 1)]).Recommendation.Should().NotContain(line => line.StartsWith("Worth"));
        Report([Study(1, ("rival", [1, 2]))]).Recommendation[^1].Should().EndWith("unknown, the multipliers were not tried.");
        Report([Study(1, ("multiplier", [1, 2]))]).Recommendation[^1].Should().EndWith("unknown, no rival was tried.");
        Report([Study(1, ("multiplier", [double.NaN, double.NaN]), ("rival", [1, 2]))]).Recommendation[^1].Should().EndWith("unknown, no rival was tried at the same budgets.");
        Report([Study(1, ("rival", [1, 2]))]).ToPage().Should().NotContain("NaN");
    }

    [Fact]
    public void Curves_are_means_with_bands_of_a_deviation_and_single_points_are_marked()
    {
        var report = Report([Study(1, ("multiplier", [50]), ("rival", [40])), Study(2, ("multiplier", [60]), ("rival", [50]))]);

        var model = report.Charts()[^1].Model;

        var band = model.Series.OfType<AreaSeries>().Last();
        (band.Points[0].Y, band.Points2[0].Y).Should().Be((55 + Math.Sqrt(50), 55 - Math.Sqrt(50)));
        model.Series.OfType<LineSeries>().Last().Points.Single().Y.Should().Be(55);
        report.Charts()[^1].ToSvg().Should().NotContain("NaN");
    }

    private static LayerSensitivityReport Report(IReadOnlyList<LayerStudy> studies) => new("t", studies);

    private static BudgetPoint Point(string rule, double bits, double percent) => new(rule, bits, BudgetTreatment.Retrained, 1, percent / 100);

    /// <summary>With accuracies in percent at 2, 4, 6 ... bits.</summary>
    private static LayerStudy Study(long seed, params (string Rule, double[] Accuracies)[] rules) =>
        SampleStudies.Bare(seed, 2, 1) with { Points = [.. rules.SelectMany(rule => rule.Accuracies.Select((accuracy, i) => Point(rule.Rule, 2 + 2 * i, accuracy)))] };
}
