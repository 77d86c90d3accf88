namespace ConstrainedLearning.Invariance;

/// <summary>How an <see cref="InvarianceConstraint"/> measures.</summary>
public sealed record InvarianceOptions
{
    /// <summary>How a transformation is chosen for each image. The default is Metropolis-Hastings with two proposals, as published.</summary>
    public TransformationSampler Sampler { get; init; } = TransformationSampler.MetropolisHastings();

    /// <summary>Which passes move running statistics. The default is the clean one alone; published: all.</summary>
    public RunningStatistics RunningStatistics { get; init; } = RunningStatistics.Clean;

    /// <summary>
    /// Whether the model is trained on one batch, of which the share gamma / (1 + gamma) is transformed (see <see cref="InvarianceConstraint.Mix"/>), instead of on a clean and a transformed one.
    /// The default is two batches, as in the published experiments; one is an option of the published code, and costs a pass less.
    /// </summary>
    public bool IsMixed { get; init; }

    /// <summary>The seed of the draws, which have a random stream of their own. The default is 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>How many samples the data set has; needed for chains that go on where they were. The default is 0: not known.</summary>
    public int Samples
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a data set has 0 or more samples");
    }
}
