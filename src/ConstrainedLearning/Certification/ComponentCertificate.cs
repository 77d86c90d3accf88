namespace ConstrainedLearning.Certification;

/// <summary>What held-out data say about one component of a constraint.</summary>
public sealed record ComponentCertificate
{
    /// <summary>A mean closer to the edge than this part of its standard error is as likely on the other side of it.</summary>
    private const double OnTheBound = 0.01;

    private ComponentCertificate(int component, double bound, double mean, Interval interval, Verdict verdict, long? moreSamples, string sentence) =>
        (Component, Bound, Mean, Lower, Upper, Verdict, MoreSamples, Sentence) = (component, bound, mean, interval.Lower, interval.Upper, verdict, moreSamples, sentence);

    /// <summary>Which component of the constraint, from 0.</summary>
    public int Component { get; }

    /// <summary>Its bound, in the user's units.</summary>
    public double Bound { get; }

    /// <summary>The samples' mean.</summary>
    public double Mean { get; }

    /// <summary>The mean is at least this.</summary>
    /// <remarks>For AtMost and AtLeast each end is right by itself with the certificate's confidence, as one end decides; for Equal both ends are right together.</remarks>
    public double Lower { get; }

    /// <summary>The mean is at most this; see <see cref="Lower"/>.</summary>
    public double Upper { get; }

    /// <summary>Whether the requirement holds.</summary>
    public Verdict Verdict { get; }

    /// <summary>When undecided: about how many more samples would decide, if their mean and variance are as now; null when decided, or when no number is likely to.</summary>
    public long? MoreSamples { get; }

    /// <summary>The verdict as a sentence.</summary>
    public string Sentence { get; }

    /// <inheritdoc/>
    public override string ToString() => $"[{Component}] mean {Text.Number(Mean)} in [{Text.Number(Lower)}, {Text.Number(Upper)}], bound {Text.Number(Bound)}: {Sentence}";

    /// <summary>Compares the interval with the values that fulfil the requirement.</summary>
    /// <param name="requirement">The component's number and bound.</param>
    /// <param name="sample">Its samples.</param>
    /// <param name="interval">Where its mean lies.</param>
    /// <param name="sense">On which side of the bound it must lie.</param>
    /// <param name="options">Confidence and tolerance.</param>
    /// <param name="samplesFor">How many samples in all bring a radius down to a margin, in this order.</param>
    internal static ComponentCertificate Of((int Component, double Bound) requirement, Sample sample, Interval interval, Sense sense, CertificateOptions options, Func<double, double, double> samplesFor)
    {
        var least = sense == Sense.AtMost ? double.NegativeInfinity : requirement.Bound - options.Tolerance;
        var most = sense == Sense.AtLeast ? double.PositiveInfinity : requirement.Bound + options.Tolerance;
        var mean = sample.Mean;
        if (interval.Lower >= least && interval.Upper <= most) return Decided(Verdict.Holds, $"holds at {Text.Number(100 * options.Confidence)} %");
        if (interval.Lower > most || interval.Upper < least) return Decided(Verdict.Violated, "violated");
        if (sample.IsConstant && double.IsInfinity(interval.Upper)) return Undecided($"all {sample.Count} samples are equal, which tells resampling nothing; use ConfidenceInterval.EmpiricalBernstein");

        double below = interval.Upper - mean, above = mean - interval.Lower;
        (double Radius, double Margin)[] gaps = mean > most ? [(above, mean - most)] : mean < least ? [(below, least - mean)] : [(below, most - mean), (above, mean - least)];
        var needed = gaps.Min(gap => gap.Margin) <= OnTheBound * sample.Deviation / Math.Sqrt(sample.Count) ? double.PositiveInfinity : gaps.Max(gap => samplesFor(gap.Radius, gap.Margin));
        if (!(needed < long.MaxValue)) return Undecided("the mean sits on the bound, no number of samples is likely to decide");
        var more = (long)Math.Max(1, needed - sample.Count);
        return Undecided($"needs about {more} more samples", more);

        ComponentCertificate Decided(Verdict verdict, string sentence) => new(requirement.Component, requirement.Bound, mean, interval, verdict, null, sentence);
        ComponentCertificate Undecided(string why, long? more = null) => new(requirement.Component, requirement.Bound, mean, interval, Verdict.Undecided, more, $"undecided: {why}");
    }
}
