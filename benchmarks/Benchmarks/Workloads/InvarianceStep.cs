using ConstrainedLearning;
using ConstrainedLearning.Invariance;
using ConstrainedLearning.Models.Vision;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Benchmarks.Workloads;

/// <summary>ResNet-20 on 64 pictures under an invariance constraint, two proposals a picture: two passes without gradient and two with, beside the plain step of <see cref="Networks.Images"/>.</summary>
internal static class InvarianceStep
{
    internal static IWorkload Constrained(Device device)
    {
        manual_seed(0);
        var model = new ResNet20().to(device);
        Tensor images = randint(256, [64, 3, 32, 32], dtype: float32).to(device), labels = randint(10, [64], dtype: int64).to(device);
        var invariance = new InvarianceConstraint("augmented", 0.6, TransformationSpace.RandAugment, model, (scores, expected) => functional.cross_entropy(scores, expected, reduction: Reduction.None));
        var learner = new PrimalDual(model, optim.SGD(model.parameters(), 0.1, momentum: 0.9, weight_decay: 1e-4), [invariance.Constraint], DualUpdate.Ascent(1e-4));
        return new EngineStep(learner, () => Evaluation.Of(functional.cross_entropy(model.call(images), labels)).With(invariance, images, labels), invariance, model, images, labels);
    }
}
