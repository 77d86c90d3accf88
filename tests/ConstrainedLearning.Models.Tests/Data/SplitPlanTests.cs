using ConstrainedLearning.Models.Data;

namespace ConstrainedLearning.Models.Tests.Data;

public sealed class SplitPlanTests
{
    [Theory]
    [InlineData(52696, 36887, 5270, 10539)] // weather
    [InlineData(7588, 5311, 760, 1517)] // exchange
    [InlineData(966, 676, 97, 193)] // ILI
    public void Generic_has_the_published_counts(int rows, int train, int validation, int test)
    {
        var split = SplitPlan.Generic(rows);

        (split.Train.Count, split.Validation.Count, split.Test.Count).Should().Be((train, validation, test));
        (split.Train.Start, split.Validation.Start, split.Test.Start, split.Test.End).Should().Be((0, train, rows - test, rows));
    }

    [Theory]
    [InlineData(17420, 60, 8640, 2880)]
    [InlineData(69680, 15, 34560, 11520)]
    public void Ett_has_twelve_four_and_four_months(int rows, int minutes, int train, int other)
    {
        var split = SplitPlan.Ett(rows, TimeSpan.FromMinutes(minutes));

        split.Train.Should().Be(new RowRange(0, train));
        split.Validation.Should().Be(new RowRange(train, other));
        split.Test.Should().Be(new RowRange(train + other, other));
    }

    [Fact]
    public void Rows_reach_left_by_the_lookback_except_in_training()
    {
        var split = SplitPlan.Ett(17420, TimeSpan.FromHours(1));

        split.Rows(Part.Train, 96, 96).Should().Be(new RowRange(0, 8640));
        split.Rows(Part.Validation, 96, 96).Should().Be(new RowRange(8544, 2976));
        split.Rows(Part.Test, 96, 96).Should().Be(new RowRange(11424, 2976));
    }

    [Fact]
    public void Rows_too_few_for_one_window_says_how_many_and_what_to_do()
    {
        var rows = () => SplitPlan.Generic(966).Rows(Part.Validation, 36, 98);

        rows.Should().Throw<DataException>().WithMessage("the Validation part of the generic split has 97 rows and 36 before it, fewer than the 134 of one window*");
        SplitPlan.Generic(966).Rows(Part.Validation, 36, 97).Count.Should().Be(133);
    }

    [Fact]
    public void Rows_lookback_longer_than_the_training_part_is_refused()
    {
        var rows = () => SplitPlan.Generic(100).Rows(Part.Validation, 71, 1);

        rows.Should().Throw<DataException>().WithMessage("*Validation*70 before it*");
    }

    [Fact]
    public void Ett_refuses_other_steps_and_short_series()
    {
        var daily = () => SplitPlan.Ett(20000, TimeSpan.FromDays(1));
        var brief = () => SplitPlan.Ett(14399, TimeSpan.FromHours(1));

        daily.Should().Throw<DataException>().WithMessage("*1 hour or 15 minutes, found a step of 1.00:00:00*");
        brief.Should().Throw<DataException>().WithMessage("*needs 14400 rows*found 14399*");
    }

    [Fact]
    public void Named_unknown_split_lists_the_known_ones()
    {
        var named = () => SplitPlan.Named("random", EmbeddedSeries.Open());

        named.Should().Throw<DataException>().WithMessage("*\"random\"*generic and ett.");
    }
}
