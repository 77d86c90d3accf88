using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Duals;

public sealed class AdamUpdateTests
{
    private static readonly double[] Violations = [1, 0.5, -0.25, 3, -1, -1, 0, 2];

    [Fact]
    public void Trace_is_that_of_the_published_recursion()
    {
        double m = 0, v = 0, lambda = 0;
        List<double> expected = [];
        for (var t = 1; t <= Violations.Length; t++)
        {
            var e = Violations[t - 1];
            (m, v) = (0.8 * m + 0.2 * e, 0.95 * v + 0.05 * e * e);
            lambda = Math.Max(0, lambda + 0.1 * (m / (1 - Math.Pow(0.8, t))) / (Math.Sqrt(v / (1 - Math.Pow(0.95, t))) + 1e-3));
            expected.Add(lambda);
        }

        RuleTraceTests.Near(Dial.Trace(DualUpdate.Adam(0.1, 0.8, 0.95, 1e-3), Violations), [.. expected]);
    }

    [Fact]
    public void Trace_is_that_of_the_optimiser_that_maximises()
    {
        using var lambda = new Parameter(tensor(5.0));
        using var adam = optim.Adam([lambda], 0.1, maximize: true);
        List<double> expected = [];
        foreach (var violation in Violations)
        {
            adam.zero_grad();
            (lambda * violation).backward();
            adam.step();
            expected.Add(lambda.ToDouble());
        }

        RuleTraceTests.Near(Dial.Trace(DualUpdate.Adam(0.1), Violations, start: 5), [.. expected]);
    }

    [Fact]
    public void Each_sample_is_corrected_for_the_number_of_times_it_was_seen()
    {
        using var dial = new Dial(Constraint.AtMost("v", 0).PerSample(3), DualUpdate.Adam(0.1));
        foreach (var e in Violations) dial.NextSamples([e], [2]);

        dial.NextSamples([Violations[0]], [0]).Should().Equal(Dial.Trace(DualUpdate.Adam(0.1), Violations)[0], 0, Dial.Trace(DualUpdate.Adam(0.1), Violations)[^1]);
    }
}
