namespace ConstrainedLearning.Tests.Duals;

/// <summary>A multiplier moves by what was seen of it, whether it is one of a vector, one of a data set's, or one of those that a batch shows; and rests, its rule's state with it, when nothing was.</summary>
public sealed class ObservedRowsTests
{
    private const int Count = 6, Steps = 12;

    internal static readonly Dictionary<string, DualUpdate> Rules = new()
    {
        ["ascent"] = DualUpdate.Ascent(0.1),
        ["capped"] = DualUpdate.Ascent(0.1, cap: 0.7),
        ["damped"] = DualUpdate.Ascent(0.1).Damped(0.2),
        ["scheduled"] = DualUpdate.Momentum(0.1).Scheduled(t => 1 / Math.Sqrt(t)),
        ["momentum"] = DualUpdate.Momentum(0.1),
        ["restarted momentum"] = DualUpdate.Momentum(0.1).RestartedWhenFeasible(),
        ["adam"] = DualUpdate.Adam(0.1),
        ["nuPI"] = DualUpdate.NuPI(0.1, kp: 3, nu: 0.4),
        ["nuPI from zero"] = DualUpdate.NuPI(0.1, kp: 3, nu: 0.4, start: NuPIStart.Zero),
        ["PID"] = DualUpdate.Pid(0.3, 0.1, 0.2, 0.5, delay: 3),
        ["PID over one step"] = DualUpdate.Pid(0.3, 0.1, 0.2, 0.5, delay: 1),
        ["multiplicative"] = DualUpdate.Multiplicative(0.1),
    };

    public static TheoryData<string, bool> Cases
    {
        get
        {
            TheoryData<string, bool> cases = [];
            foreach (var rule in Rules.Keys)
                foreach (var optimistic in new[] { false, true }) cases.Add(rule, optimistic);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Rows_move_alike_however_they_are_observed_and_rest_otherwise(string rule, bool optimistic)
    {
        var scheme = optimistic ? Scheme.Optimistic : Scheme.Simultaneous;
        Constraint Bound(int count) => Constraint.AtMost("v", 0.1, count).StartingAt(0.5).Relaxed(Relaxation.Quadratic(2));
        using Dial masked = new(Bound(Count), Rules[rule], scheme), samples = new(Bound(1).PerSample(Count), Rules[rule], scheme), dense = new(Bound(2), Rules[rule], scheme);
        var random = new Random(3);
        // Rows 1 and 4 are seen at every step; row 0 at the even ones; row 3 never.
        for (var step = 0; step < Steps; step++)
        {
            double[] seen = [random.NextDouble() - 0.4, random.NextDouble() - 0.4];
            var before = masked.Row(0);

            dense.Next(seen);
            masked.Next([step % 2 == 0 ? seen[0] : double.NaN, seen[0], double.NaN, double.NaN, seen[1], double.NaN], [step % 2 == 0 ? 3 : 0, 1, 0, 0, 7, 0]);
            samples.NextSamples(step % 2 == 0 ? [seen[1], seen[0], seen[0]] : [seen[1], seen[0]], step % 2 == 0 ? [4, 0, 1] : [4, 1]);

            foreach (var dial in new[] { masked, samples })
            {
                dial.Row(1).Should().Equal(dense.Row(0));
                dial.Row(4).Should().Equal(dense.Row(1));
            }
            masked.Row(0).Should().Equal(samples.Row(0));
            if (step % 2 == 1) masked.Row(0).Should().Equal(before);
            else masked.Row(0).Should().NotEqual(before);
        }
        using var untouched = new Dial(Bound(Count), Rules[rule], scheme);
        masked.Row(3).Should().Equal(untouched.Row(3));
        samples.Row(3).Should().Equal(untouched.Row(3));
    }
}
