using System.Globalization;
using CsvHelper;
using Forecasting.Study;
using static Forecasting.Tests.StudyRuns;

namespace Forecasting.Tests;

public sealed class StudyReportTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    /// <summary>Test MSE 5 to 5.05, rise 2 to 1.5 and 2 to 1, worst step 8 to 7.3 and 6.55.</summary>
    [Fact]
    public void Changes_are_ratios_of_means_over_seeds()
    {
        var results = Write([Erm(1), Erm(2), Run("constant", "constant", 1, (5, 2), (5.05, 1.5)), Run("constant", "constant", 2, (5, 2), (5.05, 1))]);

        var variant = results.Settings.Single().Variants.Single();
        variant.Test!.Mean.Value.Should().BeApproximately(0.01, 1e-12);
        variant.Test.Deviation.Value.Should().BeApproximately(2.5 / 4 - 1, 1e-12);
        variant.Test.Worst.Value.Should().BeApproximately((7.3 + 6.55) / 16 - 1, 1e-12);
        variant.Ahead.Should().Be(2);
        // Without blocks the draws of two seeds end with each seed alone.
        variant.Test.Deviation.Low.Should().BeApproximately(-0.5, 1e-12);
        variant.Test.Deviation.High.Should().BeApproximately(-0.25, 1e-12);
        Markdown().Should().ContainAll("| erm ", "5.000 ± 0.000", "2.582 ± 0.000", "+1.0 %", "-37.5 % [-50.0, -25.0]", "2 of 2", "no test errors by blocks");
    }

    /// <summary>On test data the decoys are best by far, in error and in STD; validation data know them as the worst.</summary>
    [Fact]
    public void Choice_is_by_validation_data_alone()
    {
        var results = Write([.. Over(3, seed =>
        [
            Erm(seed),
            Run("constant", "constant+decoy-error", seed, (6, 2), (4, 1.9)),
            Run("constant", "constant+decoy-std", seed, (5, 2.2), (5, 0.1)),
            Run("constant", "constant+low-error", seed, (4.9, 1.9), (5, 1.9)),
            Run("constant", "constant+low-std", seed, (5.05, 1.5), (5.05, 1.6)),
            Run("constant", "constant+too-much", seed, (5.2, 0.5), (5, 0.5)),
        ])]);

        var choice = results.Settings.Single().Choices.Single();
        choice.ByError!.Variant.Should().Be("constant+low-error");
        choice.ByDeviation!.Variant.Should().Be("constant+low-std");
        choice.IsFallback.Should().BeFalse();
        var rows = Csv("study.csv");
        rows.ToDictionary(row => row["variant"], row => row["chosenBy"]).Should().Equal(new Dictionary<string, string>
        {
            ["constant+decoy-error"] = "", ["constant+decoy-std"] = "", ["constant+low-error"] = "error", ["constant+low-std"] = "STD", ["constant+too-much"] = "",
        });
        Number(rows[3]["validationStdChange"]).Should().BeApproximately(-0.25, 1e-12);
    }

    [Fact]
    public void Choice_without_a_variant_within_the_allowed_rise_is_that_with_the_lowest_error()
    {
        var results = Write([.. Over(2, seed => [Erm(seed), Run("linear", "linear+1", seed, (5.5, 1), (5, 1)), Run("linear", "linear+2", seed, (5.3, 1.5), (5, 1.5))])]);

        results.Settings.Single().Choices.Single().Should().Match<FamilyChoice>(choice => choice.ByDeviation!.Variant == "linear+2" && choice.IsFallback);
        Markdown().Should().Contain("linear: no variant keeps the validation error within +2% of erm's").And.Contain("| linear | error, STD | linear+2 |");
    }

    /// <summary>Of three settings the target is reached in two, and in one of them by all blocks and seeds.</summary>
    [Fact]
    public void Families_count_the_settings_in_which_the_target_is_reached_and_certified()
    {
        StudyRun[] Setting(string name, double rise, double spread) => [.. Over(4, seed =>
            [Erm(seed, name).Blocked(), Run("constant", "constant", seed, (5, 1.9), (5.05, rise + spread * (seed - 2.5)), name).Blocked()])];

        var results = Write([.. Setting("certain", 1.5, 0.01), .. Setting("uncertain", 1.75, 0.2), .. Setting("missed", 1.9, 0)]);

        var family = results.ByDeviation.Single();
        (family.Settings, family.Reached, family.Certified, family.Pairs).Should().Be((3, 2, 1, 12));
        family.Changes!.Deviation.Value.Should().BeApproximately((-0.25 - 0.125 - 0.05) / 3, 1e-12);
        family.Changes.Deviation.Low.Should().BeInRange(-0.25, -0.15);
        family.Changes.Deviation.High.Should().BeInRange(-0.13, -0.05);
        Csv("study.csv").Select(row => row["target"]).Should().Equal("certified", "reached", "no");
        Csv("families.csv")[0].Should().Contain("reached", "2").And.Contain("certified", "1").And.Contain("rule", "STD");
        Markdown().Should().Contain("2 of 3 |    1 of 3");
    }

    [Fact]
    public void Intervals_hold_the_point_between_their_ends()
    {
        var random = new Random(5);
        var results = Write([.. Over(5, seed => [Noisy(Erm(seed)), Noisy(Run("constant", "constant", seed, (5, 1.9), (5.1, 1.5)))])]);

        var test = results.Settings.Single().Variants.Single().Test!;
        foreach (var change in new[] { test.Mean, test.Deviation, test.Worst })
        {
            change.Low.Should().BeLessThan(change.Value);
            change.High.Should().BeGreaterThan(change.Value);
        }

        StudyRun Noisy(StudyRun run)
        {
            double[][] blocks = [.. Enumerable.Range(0, 20).Select(_ => run.Summary.Test.PerStep.Select(error => error * (0.9 + 0.2 * random.NextDouble())).ToArray())];
            return run with { Blocks = new(blocks), Summary = run.Summary with { Test = TestOf([.. Enumerable.Range(0, 4).Select(step => blocks.Average(block => block[step]))]) } };
        }
    }

    /// <summary>Six seeds of one sign have p = 1/32, twice that with two variants.</summary>
    [Fact]
    public void P_values_are_adjusted_over_the_variants_of_a_setting()
    {
        var results = Write([.. Over(6, seed =>
        [
            Erm(seed), Run("constant", "constant", seed, (5, 1.9), (5, 1.9 - 0.01 * seed)), Run("linear", "linear", seed, (5, 1.9), (5, seed % 2 == 0 ? 1.9 - 0.01 * seed : 2.1 + 0.01 * seed)),
        ])]);

        results.Settings.Single().Variants[0].PValue.Should().BeApproximately(2 / 32.0, 1e-12);
        results.Settings.Single().Variants[1].PValue.Should().BeGreaterThan(0.5);
        Csv("study.csv")[0]["lowerStd"].Should().Be("6");
    }

    [Fact]
    public void Missing_seeds_leave_the_pairs_that_both_have_and_are_named()
    {
        var results = Write([Erm(1), Erm(2), Erm(3), Run("constant", "constant", 2, (5, 2), (5.5, 1)), Run("constant", "constant", 9, (5, 2), (50, 1)), Run("linear", "linear", 8, (5, 2), (5, 1))]);

        var variants = results.Settings.Single().Variants;
        variants[0].Pairs.Select(pair => (pair.Own.Seed, pair.Erm.Seed)).Should().Equal((2, 2));
        variants[0].Test!.Mean.Value.Should().BeApproximately(0.1, 1e-12);
        variants[1].Test.Should().BeNull();
        Markdown().Should().ContainAll("constant is compared over 1 of 3 seeds: it has no run with seeds 1, 3", "erm has no finished run with seed 9", "linear: there is no variant to choose");
    }

    [Fact]
    public void Runs_without_numbers_are_left_out_named_and_not_chosen()
    {
        var broken = Run("constant", "constant+broken", 2, (1, 0.1), (1, 0.1));
        var results = Write(
        [
            Erm(1), Erm(2), Run("constant", "constant+broken", 1, (1, 0.1), (1, 0.1)), broken with { Summary = broken.Summary with { Test = TestOf([1, double.NaN, 1, 1]) } },
            Run("constant", "constant+whole", 1, (5, 1.5), (5, 1.5)), Run("constant", "constant+whole", 2, (5, 1.5), (5, 1.5)), Run("linear", "linear", 1, (5, 1.5), (5, 1.5)).Failed(),
        ]);

        var setting = results.Settings.Single();
        setting.Variants[0].Should().Match<VariantResult>(variant => variant.Pairs.Count == 1 && variant.Failed == 1);
        setting.Choices[0].ByError!.Variant.Should().Be("constant+whole", "a training that failed at a seed is no good choice, however low its other errors");
        results.ByDeviation[1].Should().Match<FamilySummary>(family => family.Settings == 1 && family.Reached == 0 && family.Changes == null);
        Markdown().Should().ContainAll("constant+broken with seed 2 is left out: the training gave errors that are not finite.", "linear with seed 1 is left out: the training stopped at step 7: the loss is not finite.");
        Csv("runs.csv").Should().HaveCount(7, "what is left out of comparisons is still a run");
        Csv("runs.csv")[6]["status"].Should().Be("non-finite");
    }

    [Fact]
    public void Setting_without_plain_training_is_refused_and_nothing_is_written()
    {
        FluentActions.Invoking(() => Write([Erm(1), Erm(1, "other").Failed(), Run("constant", "constant", 1, (5, 2), (5, 1), "other")]))
            .Should().Throw<InvalidDataException>().WithMessage("setting \"other\" has no finished run of erm, with which *constant*");

        Directory.Exists(_place.At("study")).Should().BeFalse();
    }

    [Fact]
    public void Seed_that_a_variant_has_twice_is_refused() =>
        FluentActions.Invoking(() => Write([Erm(1), Erm(1)])).Should().Throw<InvalidDataException>().WithMessage($"*\"{Setting}\" has 2 runs of erm with seed 1*");

    [Fact]
    public void No_run_is_refused() => FluentActions.Invoking(() => Write([])).Should().Throw<InvalidDataException>();

    [Theory]
    [InlineData(-0.1, 0.1, "AllowedRise is -0.1")]
    [InlineData(0.02, 1, "AskedFall is 1")]
    [InlineData(double.NaN, 0.1, "AllowedRise is NaN")]
    public void Target_out_of_range_is_refused(double rise, double fall, string message) =>
        FluentActions.Invoking(() => Write([Erm(1)], new() { AllowedRise = rise, AskedFall = fall })).Should().Throw<ArgumentException>().WithMessage($"*{message}*");

    /// <summary>Of the errors 3.75, 4.75, 5.75, 6.75 two exceed their bound 5 by more than 1 %.</summary>
    [Fact]
    public void Runs_file_has_each_run_in_full_precision()
    {
        Write([Erm(1), Run("constant", "constant+epsilon=1", 1, (4, 0.1), (5.25, 1))]);

        var rows = Csv("runs.csv");
        rows[1].Should().Contain("setting", Setting).And.Contain("variant", "constant+epsilon=1").And.Contain("seed", "1").And.Contain("testStepsExceeded", "2").And.Contain("validationStepsExceeded", "0")
            .And.Contain("largestMultiplier", "3").And.Contain("meanMultiplier", "1").And.Contain("remarks", "yes").And.Contain("seconds", "12");
        Number(rows[1]["testWindowStd"]).Should().BeApproximately(UnitStd, 1e-15);
        rows[0].Should().Contain("testMse", "5").And.Contain("testWorstStep", "8").And.Contain("testStepsExceeded", "").And.Contain("largestMultiplier", "").And.Contain("remarks", "no");
    }

    [Fact]
    public void Page_shows_every_setting_with_its_figures_and_escapes_names()
    {
        const string hostile = "<script>alert(1)</script>, a";
        StudyReport.Write(
            _place.At("study"),
            [.. Over(2, seed => [Erm(seed).Blocked(), Run("constant", "constant", seed, (5, 2), (5.05, 1)).Blocked(), Run("linear", "linear", seed, (5, 2), (9, 1)).Blocked(), Erm(seed, hostile), Run("constant", "constant", seed, (5, 2), (5, 1), hostile)])],
            new(), [(Setting, "what any method can do", [(0, -0.5), (0.1, -0.7)])]);

        string[] figures = ["1-etth1-dlinear-4-std.svg", "1-etth1-dlinear-4-worst.svg", "1-etth1-dlinear-4-steps.svg", "2-script-alert-1-script-a-std.svg", "2-script-alert-1-script-a-worst.svg", "2-script-alert-1-script-a-steps.svg"];
        Directory.GetFiles(_place.At("study/figures")).Select(Path.GetFileName).Should().BeEquivalentTo(figures);
        var page = File.ReadAllText(_place.At("study/report.html"));
        page.Should().NotContain("<script").And.Contain("&lt;script&gt;").And.Contain("Over all settings");
        page.Split("<svg").Should().HaveCount(figures.Length + 1);
        string Figure(int place) => File.ReadAllText(_place.At("study/figures/" + figures[place]));
        Figure(0).Should().ContainAll("what any method can do", "1 of 2 variants lie more than 25 %", "chosen by validation").And.NotContain(">linear<");
        Figure(1).Should().NotContain("what any method can do");
        Figure(3).Should().NotContain("what any method can do");
    }

    private StudyResults Write(IReadOnlyList<StudyRun> runs, StudyOptions? options = null) => StudyReport.Write(_place.At("study"), runs, options ?? new());

    private string Markdown() => File.ReadAllText(_place.At("study/study.md"));

    private IReadOnlyList<Dictionary<string, string>> Csv(string file)
    {
        using var reader = CsvReader.Create(new StringReader(File.ReadAllText(_place.At("study/" + file))));
        reader.ReadHeader();
        string[] headers = [.. reader.Headers];
        List<Dictionary<string, string>> rows = [];
        while (reader.Read()) rows.Add(headers.Index().ToDictionary(column => column.Item, column => reader.GetString(column.Index)!));
        return rows;
    }

    private static IEnumerable<StudyRun> Over(int seeds, Func<long, StudyRun[]> runs) => Enumerable.Range(1, seeds).SelectMany(seed => runs(seed));

    private static Forecasting.Results.PartResult TestOf(double[] perStep) => Forecasting.Results.PartResult.Of(ConstrainedLearning.Forecasting.ForecastMetrics.Of(perStep, 0.5));

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
