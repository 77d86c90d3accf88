namespace ConstrainedLearning.Certification;

/// <summary>What held-out data say about a requirement, from the best to the worst.</summary>
public enum Verdict
{
    /// <summary>The whole confidence interval fulfils the requirement.</summary>
    Holds,

    /// <summary>The confidence interval has values on both sides of the bound: the samples are too few to tell.</summary>
    Undecided,

    /// <summary>The whole confidence interval misses the requirement.</summary>
    Violated,
}
