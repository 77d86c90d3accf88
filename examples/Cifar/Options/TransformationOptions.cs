using ConstrainedLearning.Invariance;

namespace Cifar.Options;

/// <summary>How transformations are chosen and what their loss is held to.</summary>
internal sealed record TransformationOptions
{
    internal const string Clean = "clean", CleanAndTransformed = "transformed", AllPasses = "all";

    /// <summary>The bound on the mean loss under transformations.</summary>
    public required double Epsilon { get; init; }

    /// <summary>Transformations that are tried for each image and step.</summary>
    public int Proposals { get; init; } = 2;

    /// <summary>Above 0: transformations are chosen with density proportional to the loss to the power 1 / temperature.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>How far a chain's next proposal is from where it is, as a part of the level's range; null: anywhere.</summary>
    public double? Walk { get; init; }

    /// <summary>Whether each image's chain goes on where it was an epoch before.</summary>
    public bool Persistent { get; init; }

    /// <summary>Which passes move the running statistics of batch normalisation: clean, transformed (and clean) or all.</summary>
    public string Statistics { get; init; } = Clean;

    /// <summary>augerino: every width at the start.</summary>
    public double InitialWidth { get; init; } = new LearnedRangesOptions().InitialWidth;

    /// <summary>How the chains run.</summary>
    internal TransformationSampler Chains => TransformationSampler.MetropolisHastings(new ChainOptions { Proposals = Proposals, Temperature = Temperature, WalkScale = Walk, IsPersistent = Persistent });

    /// <summary>What moves running statistics.</summary>
    internal RunningStatistics MovedBy => Statistics switch { AllPasses => RunningStatistics.All, CleanAndTransformed => RunningStatistics.CleanAndTransformed, _ => RunningStatistics.Clean };
}
