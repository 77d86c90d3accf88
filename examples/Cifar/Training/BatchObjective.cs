using Cifar.Results;
using ConstrainedLearning;
using ConstrainedLearning.Invariance;
using ConstrainedLearning.Models.Data.Images;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar.Training;

/// <summary>Loss and requirements of a classifier on a batch.</summary>
/// <param name="model">Borrowed.</param>
/// <param name="ranges">The learned ranges in the model; null: there are none. Borrowed.</param>
/// <param name="plan">What to train on.</param>
/// <param name="requirements">The plan's, on this model. Borrowed.</param>
/// <param name="multiplier">The multiplier of a requirement, shape [1].</param>
internal sealed class BatchObjective(Module<Tensor, Tensor> model, LearnedRanges? ranges, Plan plan, IReadOnlyList<InvarianceConstraint> requirements, Func<InvarianceConstraint, Tensor> multiplier)
{
    internal Evaluation Of(ImageBatch batch)
    {
        var images = plan.Clean?.Draw(batch.Images).Images ?? batch.Images;
        var mixed = plan.Requirements is [{ IsMixed: true }] ? requirements[0].Mix(images, batch.Images, batch.Labels, multiplier(requirements[0]), batch.Indices) : null;
        var loss = functional.cross_entropy(model.call(mixed?.Images ?? images), batch.Labels);
        var evaluation = Evaluation.Of(ranges is null ? loss : loss + ranges.Regularization());
        if (mixed is not null) evaluation = evaluation.With(mixed);
        foreach (var requirement in requirements)
        {
            if (mixed is null) evaluation = evaluation.With(requirement, batch.Images, batch.Labels, batch.Indices);
            evaluation
                .Observing(RequirementResult.MeanMultiplier(requirement.Constraint.Name), multiplier(requirement))
                .Observing(RequirementResult.TimeActive(requirement.Constraint.Name), multiplier(requirement).gt(0).to(ScalarType.Float32));
        }
        return evaluation;
    }
}
