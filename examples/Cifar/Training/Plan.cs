using ConstrainedLearning;
using ConstrainedLearning.Invariance;

namespace Cifar.Training;

/// <summary>What a model is trained on and what is required of it.</summary>
/// <param name="Clean">How the images of the loss itself are transformed; null: not at all.</param>
/// <param name="Requirements">Bounds on the loss under transformations.</param>
internal sealed record Plan(TransformationSpace? Clean, IReadOnlyList<Requirement> Requirements);

/// <summary>A bound on the loss under transformations.</summary>
/// <param name="Name">The constraint's name.</param>
/// <param name="Space">The transformations.</param>
/// <param name="Sampler">How one is chosen for each image.</param>
/// <param name="Epsilon">The bound.</param>
/// <param name="Change">Start, relaxation or contribution of the constraint.</param>
internal sealed record Requirement(string Name, TransformationSpace Space, TransformationSampler Sampler, double Epsilon, Func<Constraint, Constraint> Change);
