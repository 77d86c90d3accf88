using ConstrainedLearning.Diagnostics;
using Forecasting.Results;

namespace Forecasting.Tests;

public sealed class SettlingTests
{
    [Fact]
    public void Remarks_settled_multipliers_below_the_cap_need_no_remark() =>
        Settling.Remarks(Trace([1, 2], [1.5, 2.5], [1.51, 2.5]), stepsPerEpoch: 10, cap: 10).Should().BeEmpty();

    [Fact]
    public void Remarks_multipliers_that_moved_in_the_last_epoch_are_a_ranking() =>
        Settling.Remarks(Trace([0, 0], [1, 1], [1.5, 2.5]), stepsPerEpoch: 10, cap: 10).Should().ContainSingle().Which.Should().Contain("moved by 1 on average (their mean is 2)");

    [Fact]
    public void Remarks_capped_multipliers_are_counted() =>
        Settling.Remarks(Trace([10, 2], [10, 2], [10, 2]), stepsPerEpoch: 10, cap: 10).Should().ContainSingle().Which.Should().Contain("1 of 2").And.Contain("cap 10");

    [Fact]
    public void Remarks_without_requirements_there_are_none() =>
        Settling.Remarks(new TraceHistory([10], [1], new Dictionary<string, ConstraintHistory>()), stepsPerEpoch: 10, cap: 10).Should().BeEmpty();

    /// <summary>Multipliers at steps 10, 20, 30.</summary>
    private static TraceHistory Trace(params double[][] multipliers) =>
        new([10, 20, 30], [1, 1, 1], new Dictionary<string, ConstraintHistory> { ["step loss"] = new("step loss", multipliers, multipliers, multipliers) });
}
