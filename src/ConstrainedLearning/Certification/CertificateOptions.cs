namespace ConstrainedLearning.Certification;

/// <summary>What a certificate has to state.</summary>
public sealed record CertificateOptions
{
    /// <summary>The probability 1 - delta with which a statement is right, over the draw of the samples; between 0 and 1. The default is 0.95.</summary>
    public double Confidence
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a confidence is between 0 and 1, both excluded; 0.95 is usual");
    } = 0.95;

    /// <summary>How far beyond its bound the mean may lie and still count as fulfilling it, in the bound's units, &gt;= 0. The default is 0, with which an equality can never be shown to hold.</summary>
    public double Tolerance
    {
        get;
        init => field = double.IsFinite(value) && value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a tolerance is a finite number >= 0, in the bound's units");
    }

    /// <summary>For what the confidence holds when there are several components. The default is <see cref="Multiplicity.Joint"/>.</summary>
    public Multiplicity Multiplicity { get; init; } = Multiplicity.Joint;
}

/// <summary>For what the confidence holds when there are several components.</summary>
public enum Multiplicity
{
    /// <summary>All k statements are right together: each is made at 1 - delta/k (Bonferroni).</summary>
    Joint,

    /// <summary>Each statement is right by itself: of many, some will be wrong.</summary>
    Separate,
}
