using ConstrainedLearning.Certification;
using MathNet.Numerics.Distributions;

namespace ConstrainedLearning.Tests.Certification;

public sealed class ConfidenceIntervalTests
{
    [Theory]
    [InlineData(Sense.AtMost, 1, 0.2120424139865542)]
    [InlineData(Sense.AtMost, 2, 0.29898570078385234)]
    [InlineData(Sense.Equal, 1, 0.23962676492138468)]
    public void EmpiricalBernstein_radius_is_the_theorems(Sense sense, double range, double radius)
    {
        // 30 ones of 100: V = 0.3 * 0.7 * 100 / 99; ln(2 / delta) with delta 0.05, for both ends together 0.025.
        double[] samples = [.. Enumerable.Range(0, 100).Select(i => i < 30 ? 1.0 : 0)];

        var component = Certificate.Of("share", samples, 0, sense, ConfidenceInterval.EmpiricalBernstein(range)).Components.Single();

        component.Upper.Should().BeApproximately(0.3 + radius, 1e-14);
        component.Lower.Should().BeApproximately(0.3 - radius, 1e-14);
    }

    [Theory]
    [InlineData("rare")]
    [InlineData("skewed")]
    public void EmpiricalBernstein_covers_at_least_as_often_as_stated(string kind)
    {
        foreach (var count in new[] { 2, 20, 200, 2000 })
        {
            var (above, below) = Missed(kind, count, trials: 1000, Sense.AtMost, ConfidenceInterval.EmpiricalBernstein(1));

            above.Should().BeLessThanOrEqualTo(0.05);
            below.Should().BeLessThanOrEqualTo(0.05);
        }
    }

    [Theory]
    [InlineData("even", 0.94)]
    [InlineData("rare", 0.92)]
    [InlineData("skewed", 0.92)]
    public void Bootstrap_covers_about_as_often_as_stated(string kind, double least)
    {
        var (above, below) = Missed(kind, 200, trials: 800, Sense.Equal, ConfidenceInterval.Bootstrap(1000));

        (1 - above - below).Should().BeInRange(least, 0.98);
    }

    [Fact]
    public void Bootstrap_each_end_misses_about_as_often_as_stated()
    {
        var (above, below) = Missed("skewed", 200, trials: 800, Sense.AtLeast, ConfidenceInterval.Bootstrap(1000));

        above.Should().BeInRange(0.02, 0.08);
        below.Should().BeInRange(0.02, 0.08);
    }

    [Fact]
    public void Joint_statements_are_seldom_wrong_in_any_component_where_separate_ones_often_are()
    {
        int joint = 0, separate = 0;
        for (var trial = 0; trial < 200; trial++)
        {
            var random = new Random(trial);
            double[][] samples = [.. Enumerable.Range(0, 100).Select(_ => Enumerable.Range(0, 10).Select(_ => random.NextDouble()).ToArray())];
            double[] means = [.. Enumerable.Repeat(0.5, 10)];
            if (AnyWrong(Multiplicity.Joint)) joint++;
            if (AnyWrong(Multiplicity.Separate)) separate++;

            bool AnyWrong(Multiplicity multiplicity) => Certificate.Of("means", samples, means, Sense.AtMost, ConfidenceInterval.Bootstrap(1000), new CertificateOptions { Multiplicity = multiplicity })
                .Components.Any(component => component.Upper < 0.5);
        }

        // Nominally 10 and 80 of 200.
        joint.Should().BeLessThan(22);
        separate.Should().BeGreaterThan(50);
    }

    [Fact]
    public void Bootstrap_of_few_samples_is_the_interval_of_all_their_resamples()
    {
        double[] samples = [0.13, 0.42, 0.55, 1.17, 2.9, 4.61];
        var (lower, upper) = ExactInterval(samples, 0.05);

        var component = Certificate.Of("g", samples, 0, Sense.AtMost, ConfidenceInterval.Bootstrap(400_000, seed: 5)).Components.Single();

        component.Lower.Should().BeApproximately(lower, 0.01);
        component.Upper.Should().BeApproximately(upper, 0.01);
        // Skewed to the right: the upper end is further away.
        (upper - component.Mean).Should().BeGreaterThan(1.2 * (component.Mean - lower));
    }

    [Fact]
    public void Bootstrap_depends_on_its_seed_and_on_nothing_else()
    {
        var random = new Random(1);
        double[] samples = [.. Enumerable.Range(0, 50).Select(_ => random.NextDouble())];

        Ends(0).Should().Be(Ends(0));
        Ends(0).Should().NotBe(Ends(1));
        Ends(0).Lower.Should().BeApproximately(Ends(1).Lower, 0.01);
        // Components that are sampled together are resampled together, and each is what it is alone.
        var both = Certificate.Of("g", [.. samples.Select(value => new[] { value, 3 * value })], [1, 1], Sense.AtMost, ConfidenceInterval.Bootstrap(), new CertificateOptions { Multiplicity = Multiplicity.Separate });
        (both.Components[0].Lower, both.Components[0].Upper).Should().Be(Ends(0));
        both.Components[1].Upper.Should().BeApproximately(3 * Ends(0).Upper, 1e-12);

        (double Lower, double Upper) Ends(int seed)
        {
            var component = Certificate.Of("g", samples, 1, Sense.AtMost, ConfidenceInterval.Bootstrap(seed: seed)).Components.Single();
            return (component.Lower, component.Upper);
        }
    }

    [Fact]
    public void Bootstrap_of_equal_samples_decides_nothing_and_says_what_does()
    {
        var certificate = Certificate.Of("share", [.. Enumerable.Repeat(0.1, 300)], 0.5, Sense.AtMost, ConfidenceInterval.Bootstrap());

        certificate.Sentence.Should().Be("undecided: all 300 samples are equal, which tells resampling nothing; use ConfidenceInterval.EmpiricalBernstein");
        certificate.MoreSamples.Should().BeNull();
        certificate.Components.Single().Mean.Should().Be(0.1);
        Certificate.Of("share", [.. Enumerable.Repeat(0.1, 300)], 0.5, Sense.AtMost, ConfidenceInterval.EmpiricalBernstein(1)).Verdict.Should().Be(Verdict.Holds);
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(1e8, 1e8 + 1)]
    public void Bootstrap_of_two_samples_lies_between_them(double first, double second)
    {
        var component = Certificate.Of("g", [first, second], 0, Sense.Equal, ConfidenceInterval.Bootstrap()).Components.Single();

        (component.Lower, component.Upper).Should().Be((first, second));
    }

    [Fact]
    public void Methods_refuse_what_makes_no_interval()
    {
        FluentActions.Invoking(() => ConfidenceInterval.EmpiricalBernstein(0)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*range*");
        FluentActions.Invoking(() => ConfidenceInterval.EmpiricalBernstein(double.NaN)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => ConfidenceInterval.EmpiricalBernstein(double.PositiveInfinity)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => ConfidenceInterval.Bootstrap(99)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*100*");
        FluentActions.Invoking(() => Certificate.Of("g", [0.0, 1], 1, Sense.AtMost, ConfidenceInterval.Bootstrap(), new CertificateOptions { Confidence = 0.999999999 }))
            .Should().Throw<ArgumentException>().WithMessage("*takes * resamples, more than 1000000; lower the confidence*");
    }

    /// <summary>How often the true mean lies above and below the interval.</summary>
    private static (double Above, double Below) Missed(string kind, int count, int trials, Sense sense, ConfidenceInterval method)
    {
        double above = 0, below = 0;
        for (var trial = 0; trial < trials; trial++)
        {
            var random = new Random(trial);
            Func<double> draw = kind switch
            {
                "even" => random.NextDouble,
                "rare" => () => random.NextDouble() < 0.1 ? 1 : 0,
                _ => () => Math.Min(1, -0.2 * Math.Log(1 - random.NextDouble())), // exponential of mean 0.2, clipped at 1
            };
            // Of an exponential X of mean m, E min(1, X) = m (1 - exp(-1/m)).
            var mean = kind switch { "even" => 0.5, "rare" => 0.1, _ => 0.2 * (1 - Math.Exp(-5)) };
            var component = Certificate.Of("g", [.. Enumerable.Range(0, count).Select(_ => draw())], 0.5, sense, method).Components.Single();
            if (mean > component.Upper) above += 1.0 / trials;
            if (mean < component.Lower) below += 1.0 / trials;
        }
        return (above, below);
    }

    /// <summary>BCa from the means of all n^n resamples, by its definition with the jackknife.</summary>
    private static (double Lower, double Upper) ExactInterval(double[] samples, double miss)
    {
        var count = samples.Length;
        var means = new double[(int)Math.Pow(count, count)];
        for (var code = 0; code < means.Length; code++)
            for (int i = 0, rest = code; i < count; i++, rest /= count) means[code] += samples[rest % count] / count;
        Array.Sort(means);
        var mean = samples.Average();
        var bias = Normal.InvCDF(0, 1, (means.Count(value => value < mean - 1e-12) + 0.5 * means.Count(value => Math.Abs(value - mean) <= 1e-12)) / means.Length);
        double[] left = [.. samples.Select((_, i) => samples.Where((_, j) => j != i).Average())];
        var acceleration = left.Sum(value => Math.Pow(left.Average() - value, 3)) / (6 * Math.Pow(left.Sum(value => Math.Pow(left.Average() - value, 2)), 1.5));
        return (End(miss), End(1 - miss));

        double End(double level)
        {
            var z = bias + Normal.InvCDF(0, 1, level);
            return means[(int)(Normal.CDF(0, 1, bias + z / (1 - acceleration * z)) * means.Length)];
        }
    }
}
