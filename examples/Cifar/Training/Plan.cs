using ConstrainedLearning;
using ConstrainedLearning.Invariance;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar.Training;

/// <summary>What a model is trained on and what is required of it.</summary>
/// <param name="Clean">How the images of the loss itself are transformed; null: not at all.</param>
/// <param name="Requirements">Bounds on the loss under transformations.</param>
internal sealed record Plan(TransformationSpace? Clean, IReadOnlyList<Requirement> Requirements)
{
    /// <summary>Maps whose ranges are learned with the model; null: none are.</summary>
    internal LearnedRangesOptions? Ranges { get; init; }
}

/// <summary>A bound on the loss under transformations.</summary>
/// <param name="Name">The constraint's name.</param>
/// <param name="Space">The transformations.</param>
/// <param name="Sampler">How one is chosen for each image.</param>
/// <param name="Epsilon">The bound.</param>
/// <param name="Change">Start, relaxation or contribution of the constraint.</param>
internal sealed record Requirement(string Name, TransformationSpace Space, TransformationSampler Sampler, double Epsilon, Func<Constraint, Constraint> Change)
{
    /// <summary>Whether the multiplier says which share of one batch is transformed, instead of weighing a second one.</summary>
    internal bool IsMixed { get; init; }

    /// <summary>What moves running statistics.</summary>
    internal RunningStatistics MovedBy { get; init; }

    /// <summary>The constraint on a classifier's cross-entropy.</summary>
    /// <param name="model">Borrowed.</param>
    /// <param name="seed">Of its draws.</param>
    /// <param name="samples">Images trained on.</param>
    internal InvarianceConstraint On(Module<Tensor, Tensor> model, ulong seed, int samples) =>
        new InvarianceConstraint(
            Name, Epsilon, Space, model, (scores, labels) => functional.cross_entropy(scores, labels, reduction: Reduction.None),
            new InvarianceOptions { Sampler = Sampler, Seed = seed, IsMixed = IsMixed, RunningStatistics = MovedBy, Samples = samples }).As(Change);
}
