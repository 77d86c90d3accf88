using ConstrainedLearning.Certification;

namespace ConstrainedLearning.Tests.Certification;

public sealed class CertificateTests
{
    /// <summary>1000 equal samples of range 1: V = 0, so the radius is 7 ln 40 / (3 * 999) = 0.0086160.</summary>
    private static readonly double[] Halves = [.. Enumerable.Repeat(0.5, 1000)];
    private static readonly ConfidenceInterval Bernstein = ConfidenceInterval.EmpiricalBernstein(1);

    [Theory]
    [InlineData(Sense.AtMost, 0.51, 0, Verdict.Holds, "holds at 95 %")]
    [InlineData(Sense.AtMost, 0.491, 0, Verdict.Violated, "violated")]
    [InlineData(Sense.AtMost, 0.491, 0.018, Verdict.Holds, "holds at 95 %")]
    [InlineData(Sense.AtMost, 0.495, 0, Verdict.Undecided, "undecided: needs about 723 more samples")]
    [InlineData(Sense.AtMost, 0.505, 0, Verdict.Undecided, "undecided: needs about 723 more samples")]
    [InlineData(Sense.AtMost, 0.495, 0.01, Verdict.Undecided, "undecided: needs about 723 more samples")]
    [InlineData(Sense.AtMost, 0.5, 0, Verdict.Undecided, "undecided: the mean sits on the bound, no number of samples is likely to decide")]
    [InlineData(Sense.AtLeast, 0.49, 0, Verdict.Holds, "holds at 95 %")]
    [InlineData(Sense.AtLeast, 0.509, 0, Verdict.Violated, "violated")]
    [InlineData(Sense.AtLeast, 0.505, 0, Verdict.Undecided, "undecided: needs about 723 more samples")]
    [InlineData(Sense.AtLeast, 0.509, 0.018, Verdict.Holds, "holds at 95 %")]
    [InlineData(Sense.Equal, 0.5, 0.011, Verdict.Holds, "holds at 95 %")]
    [InlineData(Sense.Equal, 0.5, 0.009, Verdict.Undecided, "undecided: needs about 138 more samples")]
    [InlineData(Sense.Equal, 0.505, 0.014, Verdict.Undecided, "undecided: needs about 138 more samples")]
    [InlineData(Sense.Equal, 0.52, 0.009, Verdict.Violated, "violated")]
    [InlineData(Sense.Equal, 0.48, 0.009, Verdict.Violated, "violated")]
    [InlineData(Sense.Equal, 0.5, 0, Verdict.Undecided, "undecided: the mean sits on the bound, no number of samples is likely to decide")]
    public void Of_compares_the_interval_with_the_bound(Sense sense, double bound, double tolerance, Verdict verdict, string sentence)
    {
        var certificate = Certificate.Of("share", Halves, bound, sense, Bernstein, new CertificateOptions { Tolerance = tolerance });

        certificate.Should().BeEquivalentTo(new { Constraint = "share", Sense = sense, Samples = 1000, Verdict = verdict, Sentence = sentence });
        certificate.Components.Single().Mean.Should().Be(0.5);
    }

    [Fact]
    public void Of_several_components_is_joint_by_default_and_as_bad_as_the_worst()
    {
        double[][] samples = [.. Halves.Select(half => new[] { half, half, half })];
        var joint = Certificate.Of("shares", samples, [0.6, 0.51, 0.4], Sense.AtMost, Bernstein);
        var separate = Certificate.Of("shares", samples, [0.6, 0.51, 0.4], Sense.AtMost, Bernstein, new CertificateOptions { Multiplicity = Multiplicity.Separate });

        joint.Components.Select(component => component.Verdict).Should().Equal(Verdict.Holds, Verdict.Undecided, Verdict.Violated);
        separate.Components.Select(component => component.Verdict).Should().Equal(Verdict.Holds, Verdict.Holds, Verdict.Violated);
        joint.Components[0].Upper.Should().BeApproximately(0.5 + 7 * Math.Log(120) / (3 * 999), 1e-12);
        separate.Components[0].Upper.Should().BeApproximately(0.5 + 7 * Math.Log(40) / (3 * 999), 1e-12);
        (joint.Verdict, joint.Sentence).Should().Be((Verdict.Violated, "violated (1 of 3 components)"));

        var undecided = Certificate.Of("shares", samples, [0.6, 0.51, 0.505], Sense.AtMost, Bernstein);
        undecided.MoreSamples.Should().Be(undecided.Components[2].MoreSamples).And.BeGreaterThan(undecided.Components[1].MoreSamples!.Value);
        undecided.Sentence.Should().Be($"undecided: needs about {undecided.MoreSamples} more samples (2 of 3 components)");
        Certificate.Of("shares", samples, [0.6, 0.51, 0.5], Sense.AtMost, Bernstein).Should().BeEquivalentTo(new
        {
            MoreSamples = (long?)null,
            Sentence = "undecided: the mean sits on the bound, no number of samples is likely to decide (2 of 3 components)",
        });
        Certificate.Of("shares", samples, [0.6, 0.6, 0.6], Sense.AtMost, Bernstein).Sentence.Should().Be("holds at 95 %, all 3 components");
    }

    [Fact]
    public void ToString_is_a_table_the_worst_first()
    {
        double[][] samples = [.. Halves.Select(half => new[] { half, half, half })];
        var lines = Certificate.Of("shares", samples, [0.6, 0.51, 0.4], Sense.AtMost, Bernstein).ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines[0].Should().Be("shares: violated (1 of 3 components)");
        lines[1].Should().Be("1000 samples, 95 % for all components together, empirical Bernstein bound, range 1");
        lines[3].Should().MatchRegex(@"^ +2 +0\.5 +0\.488818 +0\.511182 +<= 0\.4  violated$");
        lines[4].Should().MatchRegex(@"^ +1 .*<= 0\.51  undecided: needs about \d+ more samples$");
        lines[5].Should().MatchRegex(@"^ +0 .*<= 0\.6  holds at 95 %$");
        Certificate.Of("many", [.. Halves.Select(half => Enumerable.Repeat(half, 20).ToArray())], [.. Enumerable.Repeat(0.6, 20)], Sense.AtMost, Bernstein)
            .ToString().Should().Contain("... and 8 more, none worse");
        Certificate.Of("level", Halves, 0.5, Sense.Equal, Bernstein, new CertificateOptions { Tolerance = 0.02 }).ToString().Should().Contain("= 0.5 within 0.02  holds");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void MoreSamples_is_the_number_that_decides_and_less_does_not(bool isBootstrap)
    {
        var method = isBootstrap ? ConfidenceInterval.Bootstrap() : Bernstein;
        // Three of ten, so that the mean stays what the estimate was made from.
        static double[] Sample(long count) => [.. Enumerable.Range(0, (int)count / 10 * 10).Select(i => i % 10 < 3 ? 1.0 : 0)];
        var estimate = Certificate.Of("share", Sample(100), 0.33, Sense.AtMost, method);

        var needed = 100 + estimate.MoreSamples!.Value;

        var slack = isBootstrap ? 0.2 : 0.02;
        Certificate.Of("share", Sample((long)(needed * (1 + slack))), 0.33, Sense.AtMost, method).Verdict.Should().Be(Verdict.Holds);
        Certificate.Of("share", Sample((long)(needed * (1 - slack))), 0.33, Sense.AtMost, method).Verdict.Should().Be(Verdict.Undecided);
    }

    [Fact]
    public void Of_refuses_what_has_no_certificate()
    {
        Refused([[1.0]], [1], "constraint 'g': got 1 samples*at least 2*");
        Refused([], [1], "constraint 'g': got 0 samples*");
        Refused([[1.0], [double.NaN]], [1], "constraint 'g': component 0 of sample 1 is NaN*");
        Refused([[1.0, 1], [1, double.PositiveInfinity]], [1, 1], "constraint 'g': component 1 of sample 1 is *");
        Refused([[1.0], [1, 2]], [1], "constraint 'g': sample 1 has 2 values, expected 1*");
        Refused([[1.0], [1]], [], "constraint 'g' has no component*");
        Refused([[1.0], [1]], [double.NaN], "constraint 'g': bound 0 is NaN*");
        Refused([[0.0], [1.5]], [1], "component 0: the values spread over 1.5, more than the stated range 1*");
        FluentActions.Invoking(() => Certificate.Of(" ", Halves, 1, Sense.AtMost, Bernstein)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new CertificateOptions { Confidence = 1 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new CertificateOptions { Confidence = double.NaN }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new CertificateOptions { Tolerance = -1 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new CertificateOptions { Tolerance = double.NaN }).Should().Throw<ArgumentOutOfRangeException>();

        static void Refused(double[][] samples, double[] bounds, string message) =>
            FluentActions.Invoking(() => Certificate.Of("g", samples, bounds, Sense.AtMost, Bernstein)).Should().Throw<ArgumentException>().WithMessage(message);
    }
}
