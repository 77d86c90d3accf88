namespace ConstrainedLearning.Tests.Duals;

/// <summary>nuPI and PID, number by number.</summary>
public sealed class ControllerTests
{
    private static readonly double[] Errors = [1, 2, -1, -1, -1, -1, 3];

    [Fact]
    public void NuPI_starts_as_ascent_or_with_the_whole_proportional_part()
    {
        RuleTraceTests.Near(Dial.Trace(DualUpdate.NuPI(1, kp: 2, ki: 1, nu: 0.5), [1, 2, 0], Sense.Equal), [1, 4, 2.5]);
        RuleTraceTests.Near(Dial.Trace(DualUpdate.NuPI(1, kp: 2, ki: 1, nu: 0.5, NuPIStart.Zero), [1, 2, 0], Sense.Equal), [2, 5.5, 4.25]);
    }

    [Fact]
    public void NuPI_without_proportional_part_is_ascent_to_the_bit() =>
        Dial.Trace(DualUpdate.NuPI(0.1, kp: 0, ki: 1), Errors).Should().Equal(Dial.Trace(DualUpdate.Ascent(0.1), Errors));

    [Fact]
    public void NuPI_one_one_zero_is_the_optimistic_gradient()
    {
        using var optimistic = new Dial(Constraint.AtMost("v", 0), DualUpdate.Ascent(0.1), Scheme.Optimistic);

        RuleTraceTests.Near(Dial.Trace(DualUpdate.NuPI(0.1, kp: 1, ki: 1, nu: 0), Errors), [.. Errors.Select(e => optimistic.Next([e])[0])]);
    }

    [Fact]
    public void Pid_is_the_positional_law()
    {
        var update = DualUpdate.Pid(kp: 0.5, ki: 0.1, kd: 1, smoothing: 0, delay: 2);

        // I: 0.1 0.3 0.2 0.1 0 0 0.3. The derivative over two steps counts where it rises.
        RuleTraceTests.Near(Dial.Trace(update, Errors), [0.1 + 0.5 + 1, 0.3 + 1 + 2, 0, 0, 0, 0, 0.3 + 1.5 + 4]);
        // In an equality it counts both ways, and the integral goes below 0.
        RuleTraceTests.Near(Dial.Trace(update, Errors, Sense.Equal), [1.6, 3.3, 0.2 - 0.5 - 2, 0.1 - 0.5 - 3, 0 - 0.5 + 0, -0.1 - 0.5 + 0, 0.2 + 1.5 + 4]);
    }

    [Fact]
    public void Pid_smooths_proportional_and_derivative_parts()
    {
        // Smoothed errors 1, 2.5, 1.25, 0.625; over one step they rise by 1, 1.5, -, -.
        RuleTraceTests.Near(Dial.Trace(DualUpdate.Pid(kp: 1, ki: 0, kd: 2, smoothing: 0.5, delay: 1), [2, 4, 0, 0]), [1 + 2, 2.5 + 3, 1.25, 0.625]);
    }

    [Theory]
    [InlineData(Sense.AtMost)]
    [InlineData(Sense.Equal)]
    public void Pids_integral_is_held_while_the_multiplier_is_saturated_and_released_at_once(Sense sense) =>
        RuleTraceTests.Near(Dial.Trace(DualUpdate.Pid(kp: 0, ki: 0.5, kd: 0).Capped(1), [1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, 1], sense), sense == Sense.Equal
            ? [0.5, 1, 1, 1, 1, 0.5, 0, -0.5, -1, -1, -1, -0.5]
            : [0.5, 1, 1, 1, 1, 0.5, 0, 0, 0, 0, 0, 0.5]);

    [Fact]
    public void Pids_integral_is_held_under_the_optimistic_scheme_too()
    {
        using var dial = new Dial(Constraint.AtMost("v", 0), DualUpdate.Pid(kp: 0, ki: 0.5, kd: 0).Capped(1), Scheme.Optimistic);

        RuleTraceTests.Near(new double[] { -1, -1, -1, 1, 1, 1, 1, -1 }.Select(v => dial.Next([v])[0]), [0, 0, 0, 1, 1, 1, 1, 0]);
    }

    [Fact]
    public void Pid_starts_from_the_given_multiplier_and_again_from_nothing_after_a_restart() =>
        RuleTraceTests.Near(Dial.Trace(DualUpdate.Pid(kp: 1, ki: 0.5, kd: 1, smoothing: 0, delay: 2).RestartedWhenFeasible(), [1, 0, 1], start: 3), [3.5 + 1 + 1, 0, 0.5 + 1 + 1]);

    [Fact]
    public void Each_constraint_has_gains_of_its_own()
    {
        using var theta = new Theta(0);
        Constraint first = Constraint.AtMost("first", 0).MovedBy(DualUpdate.NuPI(0.1, kp: 5)), second = Constraint.AtMost("second", 0, 3).MovedBy(DualUpdate.NuPI(0.2, kp: 0.5, ki: 2, nu: 0.5));
        using var learner = Toy.Learner(theta, [first.Contributing(Contribution.DualOnly), second.Contributing(Contribution.DualOnly)], DualUpdate.Ascent(1));

        foreach (var e in Errors) learner.Step(() => Evaluation.Of(theta.Value * 0).With(first, torch.tensor(e)).With(second, torch.tensor([e, e / 2, -e])));

        learner.Multipliers[first].Multiplier.Only().Should().Be(Dial.Trace(first.DualUpdate!, Errors)[^1]);
        learner.Multipliers[second].Multiplier.ToDoubles().Should().Equal(
            Dial.Trace(second.DualUpdate!, Errors)[^1], Dial.Trace(second.DualUpdate!, [.. Errors.Select(e => e / 2)])[^1], Dial.Trace(second.DualUpdate!, [.. Errors.Select(e => -e)])[^1]);
    }
}
