using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Invariance;
using OxyPlot.Annotations;

namespace ConstrainedLearning.Reports.Tests;

public sealed class SwitchingTests
{
    private static TraceHistory History(params double[] multipliers) => HistoryAt([.. Enumerable.Range(1, multipliers.Length).Select(step => (long)step)], multipliers);

    private static TraceHistory HistoryAt(long[] steps, double[] multipliers)
    {
        double[][] table = [.. multipliers.Select(value => new[] { value })];
        return new TraceHistory(steps, multipliers, new Dictionary<string, ConstraintHistory> { ["c"] = new("c", table, table, table) });
    }

    private static string Sentence(TraceHistory history, int epochs = 0, double share = double.NaN) => Switching.Of(history, "c")!.Sentence("Augmentation", epochs, share);

    [Fact]
    public void Always_and_never_are_said_as_such()
    {
        Sentence(History(0.1, 0.2, 1e-9)).Should().Be("Augmentation was on from the first step to the last.");
        Sentence(History(0, 0, double.NaN)).Should().Be("Augmentation was never on: the multiplier stayed at 0.");
        Sentence(History(1)).Should().Be("Augmentation was on from the first step to the last.");
    }

    [Fact]
    public void Switches_are_listed_with_step_and_epoch()
    {
        // Ten steps in five epochs: two each.
        Sentence(History(1, 1, 0, 0, 0, 2, 2, 0, 0, 0), epochs: 5).Should().Be(
            "Augmentation was on from the first step and switched off at step 3 (epoch 2), on again at step 6 (epoch 3), off at step 8 (epoch 4); it was on at 40\u00A0% of the steps, and off at the end.");
        Sentence(History(0, 1), share: 0.625).Should().Be("Augmentation was off from the first step and switched on at step 2; it was on at 62.5\u00A0% of the steps, and on at the end.");
    }

    [Theory]
    [InlineData(5, "step 5, with 1 more switch;")]
    [InlineData(100, "step 5, with 96 more switches;")]
    public void Many_switches_are_counted(int switches, string expected) =>
        Sentence(History([.. Enumerable.Range(0, switches + 1).Select(row => row % 2.0)])).Should().Contain(expected);

    [Theory]
    [InlineData(390, "(epoch 1)")]
    [InlineData(391, "(epoch 2)")]
    [InlineData(3900, "(epoch 10)")]
    public void Epochs_end_with_their_last_step(int step, string epoch)
    {
        var history = History([.. Enumerable.Range(1, 3900).Select(at => at >= step ? 1.0 : 0)]);

        Sentence(history, epochs: 10).Should().Contain($"on at step {step} {epoch};");
    }

    [Fact]
    public void Epochs_are_right_for_a_trace_that_ends_before_the_last_step()
    {
        long[] steps = [.. Enumerable.Range(1, 557).Select(row => 7L * row)]; // to 3899 of 3900

        Sentence(HistoryAt(steps, [.. steps.Select(step => step > 390 ? 1.0 : 0)]), epochs: 10).Should().Contain("on at step 392 (epoch 2);");
    }

    [Fact]
    public void Nothing_recorded_is_null()
    {
        Switching.Of(null, "c").Should().BeNull();
        Switching.Of(History(), "c").Should().BeNull();
        Switching.Of(History(1), "another").Should().BeNull();
    }

    [Fact]
    public void A_single_multiplier_is_shaded_where_it_is_above_zero()
    {
        var history = HistoryAt([10, 20, 30, 40, 50, 60], [0, 1, 2, 0, 0, 3]);

        var spans = MultiplierLines.Create(history, [history.Constraints["c"]]).Annotations.Cast<RectangleAnnotation>();

        spans.Select(span => (span.MinimumX, span.MaximumX)).Should().Equal((15, 35), (55, 65));
        MultiplierLines.Create(history, [history.Constraints["c"], history.Constraints["c"]]).Annotations.Should().BeEmpty();
    }

    [Fact]
    public void Shading_of_many_switches_stays_small()
    {
        var history = History([.. Enumerable.Range(0, 20_000).Select(row => row / 3 % 2.0)]);

        MultiplierLines.Create(history, [history.Constraints["c"]]).Annotations.Should().HaveCountLessThan(251);
    }
}
