namespace ConstrainedLearning.Tests.Duals;

/// <summary>Multipliers under violations given by hand: every number can be checked with a pencil.</summary>
public sealed class RuleTraceTests
{
    private const double Tolerance = 1e-14;

    public static TheoryData<string, double[], double[]> Traces => new()
    {
        { "ascent", [1, -0.5, -2, 4], [0.5, 0.25, 0, 2] },
        { "capped", [1, 1, 1, -0.5, 1], [0.5, 1, 1, 0.75, 1] },
        { "within", [-5, 1, 1, -5], [0.2, 0.7, 0.9, 0.2] },
        { "damped", [1, 1, 1], [0.5, 0.975, 1.42625] },
        { "restarted", [1, 2, 0, 1], [0.5, 1.5, 0, 0.5] },
        { "restarted momentum", [1, 1, -1, 1], [1, 2.5, 0, 1] },
        { "warmed up", [1, 1, 1, 2], [0, 0, 0.5, 1.5] },
        { "every second", [1, 3, 5, -9], [0, 1, 1, 0] },
        { "every second, warmed up", [1, 1, 3, 5, 7, 9], [0, 0, 0, 2, 2, 6] },
        { "scheduled", [1, 1, 1, 1], [1, 1.5, 1.5 + 1.0 / 3, 1.75 + 1.0 / 3] },
        { "scheduled every second", [1, 1, 1, 1], [0, 1, 1, 1.5] },
        { "momentum", [1, 1, 1, 0], [0.1, 0.29, 0.561, 0.8049] },
        { "multiplicative", [1, 2, -1, 0], [2, 8, 4, 4] },
        { "multiplicative capped", [1, 2, -1, 0], [2, 5, 2.5, 2.5] },
        { "optimistic", [1, 2, 0, 0], [1, 4, 2, 2] },
        { "optimistic momentum", [1, 1, 2, 0], [1, 2.5, 6.25, 6.125] },
    };

    [Theory, MemberData(nameof(Traces))]
    public void Rule_gives_the_multipliers_worked_out_by_hand(string rule, double[] violations, double[] expected)
    {
        var (update, start, scheme) = rule switch
        {
            "ascent" => (DualUpdate.Ascent(0.5), 0.0, Scheme.Simultaneous),
            "capped" => (DualUpdate.Ascent(0.5, cap: 1), 0, Scheme.Simultaneous),
            "within" => (DualUpdate.Ascent(0.5).Within(0.2, 0.9), 0.2, Scheme.Simultaneous),
            "damped" => (DualUpdate.Ascent(0.5).Damped(0.1), 0, Scheme.Simultaneous),
            "restarted" => (DualUpdate.Ascent(0.5).RestartedWhenFeasible(), 0, Scheme.Simultaneous),
            "restarted momentum" => (DualUpdate.Momentum(1, 0.5).RestartedWhenFeasible(), 0, Scheme.Simultaneous),
            "warmed up" => (DualUpdate.Ascent(0.5).WarmedUp(2), 0, Scheme.Simultaneous),
            "every second" => (DualUpdate.Ascent(0.5).Every(2), 0, Scheme.Simultaneous),
            "every second, warmed up" => (DualUpdate.Ascent(0.5).Every(2).WarmedUp(2), 0, Scheme.Simultaneous),
            "scheduled" => (DualUpdate.Ascent(1).Scheduled(t => 1.0 / t), 0, Scheme.Simultaneous),
            "scheduled every second" => (DualUpdate.Ascent(1).Scheduled(t => 1.0 / t).Every(2), 0, Scheme.Simultaneous),
            "momentum" => (DualUpdate.Momentum(0.1), 0, Scheme.Simultaneous),
            "multiplicative" => (DualUpdate.Multiplicative(Math.Log(2)), 1, Scheme.Simultaneous),
            "multiplicative capped" => (DualUpdate.Multiplicative(Math.Log(2)).Capped(5), 1, Scheme.Simultaneous),
            "optimistic" => (DualUpdate.Ascent(1), 0, Scheme.Optimistic),
            "optimistic momentum" => (DualUpdate.Momentum(1, 0.5), 0, Scheme.Optimistic),
            _ => throw new ArgumentException(rule),
        };
        using var dial = new Dial(Constraint.AtMost("v", 0).StartingAt(start), update, scheme);

        Near(violations.Select(v => dial.Next([v]).Single()), expected);
    }

    [Fact]
    public void Multipliers_of_an_equality_have_either_sign_and_a_cap_on_both_sides()
    {
        Near(Dial.Trace(DualUpdate.Ascent(0.5), [1, -3, 2], Sense.Equal), [0.5, -1, 0]);
        Near(Dial.Trace(DualUpdate.Ascent(0.5, cap: 1), [3, -9, 1], Sense.Equal), [1, -1, -0.5]);
    }

    [Fact]
    public void An_equality_is_not_restarted_since_it_is_never_inactive() =>
        Near(Dial.Trace(DualUpdate.Ascent(0.5).RestartedWhenFeasible(), [2, -1, 0], Sense.Equal), [1, 0.5, 0.5]);

    [Fact]
    public void A_violated_bound_is_not_restarted_by_its_own_damping() =>
        // e - damping lambda is 0.1 - 0.5 * 1 < 0 in the second step, and the requirement does not hold.
        Near(Dial.Trace(DualUpdate.Ascent(0.5).Damped(0.5).RestartedWhenFeasible(), [2, 0.1]), [1, 0.8]);

    [Fact]
    public void Every_k_steps_the_mean_is_exact_by_counts_and_what_was_not_observed_rests()
    {
        using var dial = new Dial(Constraint.AtMost("v", 0, 3).StartingAt(1), DualUpdate.Ascent(1).Every(3));
        dial.Next([1, 10, double.NaN], [2, 1, 0]);
        dial.Next([double.NaN, 4, double.NaN], [0, 3, 0]);

        Near(dial.Next([3, -2, double.NaN], [6, 4, 0]), [1 + (2 + 18) / 8.0, 1 + (10 + 12 - 8) / 8.0, 1]);
        // The sums start again.
        dial.Next([1, 1, 1]);
        dial.Next([1, 1, 1]);
        Near(dial.Next([4, 1, 1]), [3.5 + 2, 2.75 + 1, 2]);
    }

    [Fact]
    public void A_constraint_that_a_batch_does_not_show_rests_and_so_does_its_momentum()
    {
        using var dial = new Dial(Constraint.AtMost("v", 0), DualUpdate.Momentum(1, 0.5));

        Near([dial.Next([1])[0], dial.Rest()[0], dial.Rest()[0], dial.Next([1])[0]], [1, 1, 1, 2.5]);
    }

    [Fact]
    public void A_rule_of_ones_own_gets_its_columns_and_the_schedules_factor()
    {
        using var dial = new Dial(Constraint.AtMost("v", 0, 2), new Counting().Scheduled(t => t));

        dial.Next([1, -1]);
        Near(dial.Next([2, 3]), [1 * 1 + 2 * 2 + 0.5, 2 * 3 + 0.5]);
        dial.Learner.Multipliers.StateDict()["v/rule/seen"].ToDoubles().Should().Equal(2, 2);
    }

    internal static void Near(IEnumerable<double> actual, double[] expected, double tolerance = Tolerance)
    {
        double[] values = [.. actual];
        values.Should().HaveSameCount(expected);
        for (var i = 0; i < values.Length; i++) values[i].Should().BeApproximately(expected[i], tolerance, $"of entry {i} in [{string.Join(", ", values.Select(value => value.Text()))}]");
    }

    /// <summary>Ascent that adds a half from the second step on.</summary>
    private sealed record Counting : DualUpdate
    {
        protected internal override IReadOnlyList<StateColumn> Columns => [new("seen")];

        protected internal override void Advance(DualStep step)
        {
            step.Multiplier.add_(step.Excess, step.RateFactor).add_(step.State[0], 0.5);
            step.State[0].add_(1);
        }
    }
}
