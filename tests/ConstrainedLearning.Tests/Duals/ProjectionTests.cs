using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Duals;

public sealed class ProjectionTests
{
    [Fact]
    public void Sum_cap_follows_the_published_trace()
    {
        using var dial = new Dial(Constraint.AtMost("v", 0, 3), DualUpdate.Ascent(1).SumCapped(1));
        double[][] expected = [[0.6, 0, 0.4], [0.7, 0, 0.3], [0.8, 0, 0.2], [0.9, 0, 0.1], [1, 0, 0], [1, 0, 0]];

        dial.Multipliers.Should().Equal(0, 0, 0);
        foreach (var row in expected) RuleTraceTests.Near(dial.Next([0.6, -0.1, 0.4]), row);
    }

    [Fact]
    public void Sum_cap_projects_the_published_vector() => RuleTraceTests.Near(Projected([0.4, 0.7, -0.2, 0.5, 0.1], 1), [0.2, 0.5, 0, 0.3, 0]);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void Sum_cap_gives_the_nearest_point_of_the_set(int size)
    {
        var random = new Random(size);
        for (var trial = 0; trial < 50; trial++)
        {
            double[] point = [.. Enumerable.Range(0, size).Select(_ => 4 * random.NextDouble() - 1)];
            var radius = 0.1 + 2 * random.NextDouble();

            RuleTraceTests.Near(Projected(point, radius), NearestByBisection(point, radius), 1e-12);
        }
    }

    [Fact]
    public void Multiplicative_steps_are_scaled_into_the_sum_cap()
    {
        using var dial = new Dial(Constraint.AtMost("v", 0, 2).StartingAt(1, 0.5), DualUpdate.Multiplicative(Math.Log(2)).SumCapped(3));

        RuleTraceTests.Near(dial.Next([1, 0]), [2, 0.5]);
        RuleTraceTests.Near(dial.Next([1, 1]), [2.4, 0.6]);
    }

    [Theory]
    [InlineData("ascent")]
    [InlineData("integral")]
    [InlineData("multiplicative")]
    public void Components_that_were_not_observed_keep_their_share_of_the_sum(string kind)
    {
        var multiplicative = kind == "multiplicative";
        var rule = multiplicative ? DualUpdate.Multiplicative(1) : kind == "integral" ? DualUpdate.Pid(kp: 0, ki: 1, kd: 0) : DualUpdate.Ascent(1);
        using var dial = new Dial(Constraint.AtMost("v", 0, 3).StartingAt(0.25, 0.25, 0.5), rule.SumCapped(1));

        var after = dial.Next([3, double.NaN, 2], [1, 0, 1]);

        after[1].Should().Be(0.25);
        after.Sum().Should().BeApproximately(1, 1e-14);
        // The other two: the point of { a + b <= 0.75 } nearest to (3.25, 2.5), or in proportion to (0.25 e^3, 0.5 e^2).
        RuleTraceTests.Near(after, multiplicative ? [0.75 * Math.E / (Math.E + 2), 0.25, 1.5 / (Math.E + 2)] : [0.75, 0.25, 0], 1e-14);
        RuleTraceTests.Near(dial.Next([1, 1, 1], [0, 0, 0]), after);
    }

    public static TheoryData<string, string, Func<PrimalDual>> Refusals
    {
        get
        {
            static PrimalDual Build(Constraint constraint, DualUpdate update)
            {
                using var theta = new Theta(0);
                return Toy.Learner(theta, [constraint], update);
            }
            var (plain, equal) = (Constraint.AtMost("speed", 1, 2), Constraint.Equal("speed", 1));
            var ascent = DualUpdate.Ascent(0.1);
            return new()
            {
                { "start above the cap", "*above their cap 1*", () => Build(plain.StartingAt(2), ascent.Capped(1)) },
                { "start below the range", "*start at 0, below their least value 0.5*", () => Build(plain, ascent.Within(0.5, 1)) },
                { "range below 0", "*>= 0, the range starts at -1*", () => Build(plain, ascent.Within(-1, 1)) },
                { "sum of an equality", "*either sign*", () => Build(equal, ascent.SumCapped(1)) },
                { "sum of samples", "*cap each instead*", () => Build(Constraint.AtMost("speed", 1).PerSample(5), ascent.SumCapped(1)) },
                { "sum at the start", "*sum 2, above their cap 1*", () => Build(plain.StartingAt(1), ascent.SumCapped(1)) },
                { "multiplicative equality", "*cannot serve an equality*", () => Build(equal.StartingAt(1), DualUpdate.Multiplicative(1)) },
                { "multiplicative from 0", "*never leave 0*StartingAt*", () => Build(plain, DualUpdate.Multiplicative(1)) },
                { "multiplicative restart", "*cannot restart*", () => Build(plain.StartingAt(1), DualUpdate.Multiplicative(1).RestartedWhenFeasible()) },
                { "period of samples", "*period of 3 steps*", () => Build(Constraint.AtMost("speed", 1).PerSample(5), ascent.Every(3)) },
                { "scaled PID", "*scale the gains*", () => Build(plain.Scaled(Scale.Fixed(2)), DualUpdate.Pid()) },
                { "unit 0", "*bound 1 is 0*", () => Build(Constraint.AtMost("speed", [1, 0]).Scaled(Scale.Bound), ascent) },
                { "weights", "*3 relaxation weights for 2 components*", () => Build(plain.Relaxed(Relaxation.Quadratic(1).Weighted(1, 2, 3)), ascent) },
                { "starts", "*3 initial multipliers for 2*", () => Build(plain.StartingAt(1, 2, 3), ascent) },
            };
        }
    }

    [Theory, MemberData(nameof(Refusals))]
    public void What_cannot_work_is_refused_with_the_constraints_name(string what, string message, Func<PrimalDual> build)
    {
        build.Should().Throw<ArgumentException>(what).WithMessage("constraint 'speed': " + message);
    }

    public static TheoryData<Func<DualUpdate>> Nonsense => new(
        () => DualUpdate.Ascent(0.1).SumCapped(0), () => DualUpdate.Ascent(0.1).SumCapped(double.PositiveInfinity), () => DualUpdate.Ascent(0.1).Within(2, 1), () => DualUpdate.Ascent(0.1).Damped(-1),
        () => DualUpdate.Ascent(0.1).Every(0), () => DualUpdate.Ascent(0.1).WarmedUp(-1), () => DualUpdate.Momentum(0.1, 1), () => DualUpdate.Adam(0.1, beta1: -0.1), () => DualUpdate.Adam(0.1, epsilon: 0),
        () => DualUpdate.NuPI(0.1, nu: 1), () => DualUpdate.NuPI(0.1, kp: double.NaN), () => DualUpdate.NuPI(-1), () => DualUpdate.Pid(delay: 0), () => DualUpdate.Pid(smoothing: 1), () => DualUpdate.Pid(ki: double.PositiveInfinity),
        () => DualUpdate.Multiplicative(0));

    [Theory, MemberData(nameof(Nonsense))]
    public void Numbers_that_make_no_sense_are_refused(Func<DualUpdate> build) => build.Should().Throw<ArgumentException>();

    private static double[] Projected(double[] point, double radius)
    {
        using var scope = NewDisposeScope();
        var vector = tensor(point);
        new SumProjection(radius).Apply(vector);
        return vector.ToDoubles();
    }

    // The nearest point is max(0, x - tau) with the smallest tau >= 0 whose sum is at most the radius.
    private static double[] NearestByBisection(double[] point, double radius)
    {
        double Sum(double tau) => point.Sum(x => Math.Max(0, x - tau));
        var (low, high) = (0.0, point.Max() + 1);
        if (Sum(0) <= radius) return [.. point.Select(x => Math.Max(0, x))];
        for (var i = 0; i < 200; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Sum(middle) > radius ? (middle, high) : (low, middle);
        }
        return [.. point.Select(x => Math.Max(0, x - high))];
    }
}
