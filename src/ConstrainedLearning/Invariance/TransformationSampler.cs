using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>How one transformation is chosen for each image: by the loss it causes, or whatever the draw gives.</summary>
/// <remarks>
/// The constraint of invariance is on the loss under the worst transformations. Metropolis-Hastings draws towards the law with density proportional to the loss, under which the mean loss is
/// mean + variance / mean of the loss under the uniform law: between the mean and the maximum.
/// Reference: Hounie, Chamon, Ribeiro, "Automatic Data Augmentation via Invariance-Constrained Learning", ICML 2023.
/// </remarks>
public abstract record TransformationSampler
{
    private protected TransformationSampler()
    {
    }

    /// <summary>One draw, taken as it is: no pass over proposals.</summary>
    public static TransformationSampler Uniform { get; } = new UniformSampler();

    /// <summary>
    /// A chain for each image: from a first draw, each further proposal g' replaces g with probability min(1, (l(g') / l(g))^(1 / temperature)); the last state is taken.
    /// </summary>
    /// <param name="options">Length, temperature, proposals, start; null (the default): two proposals, so one acceptance, as published.</param>
    public static TransformationSampler MetropolisHastings(ChainOptions? options = null) => new ChainSampler(options ?? new ChainOptions());

    /// <summary>The draw with the largest loss of so many.</summary>
    /// <param name="proposals">K &gt;= 2. The default is 2.</param>
    public static TransformationSampler WorstOf(int proposals = 2) => new WorstSampler(proposals);

    /// <summary>How many times each image is evaluated without gradient.</summary>
    public abstract int Proposals { get; }

    /// <summary>Chooses.</summary>
    /// <param name="images">Shape [n, ...], not yet transformed.</param>
    /// <param name="augmentation">Where transformed images come from.</param>
    /// <param name="losses">The loss of each image, shape [n], without gradient.</param>
    /// <param name="start">Where chains start; null: at a fresh draw.</param>
    internal abstract Chosen Choose(Tensor images, IAugmentation augmentation, Func<Tensor, Tensor> losses, Transformed? start);
}

/// <summary>What a sampler chose.</summary>
/// <param name="Result">The transformed images.</param>
/// <param name="Losses">The loss of each, shape [n], as the sampler saw it; null for samplers that look at none.</param>
/// <param name="Acceptance">The share of proposals that were accepted, a scalar; null for samplers that accept nothing.</param>
internal sealed record Chosen(Transformed Result, Tensor? Losses, Tensor? Acceptance)
{
    internal Chosen MoveToOuterDisposeScope()
    {
        Result.Images.MoveToOuterDisposeScope();
        Result.Operations.MoveToOuterDisposeScope();
        Result.Levels.MoveToOuterDisposeScope();
        Losses?.MoveToOuterDisposeScope();
        Acceptance?.MoveToOuterDisposeScope();
        return this;
    }
}

/// <summary>How a chain runs.</summary>
public sealed record ChainOptions
{
    /// <summary>How many states are proposed, the first included: K proposals are K - 1 acceptances. The default is 2.</summary>
    public int Proposals
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a chain has at least two states; one draw alone is TransformationSampler.Uniform");
    } = 2;

    /// <summary>Above 0: the target density is l^(1 / temperature). Small is near the maximum, large near uniform. The default is 1.</summary>
    public double Temperature
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a temperature is a finite number > 0");
    } = 1;

    /// <summary>How far a random walk moves levels, as a part of their range; null (the default): proposals are independent of the state, as in the published code.</summary>
    public double? WalkScale
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a walk moves by a part > 0 of the range");
    }

    /// <summary>Whether each sample's chain goes on where it was when its sample was seen last; otherwise it starts afresh in every batch. The default is afresh, as published.</summary>
    public bool IsPersistent { get; init; }
}
