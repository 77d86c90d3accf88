using ConstrainedLearning;
using ConstrainedLearning.Invariance;
using ConstrainedLearning.Models.Vision;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Benchmarks.Workloads;

/// <summary>ResNet-20 on 64 pictures whose channels stand last in memory, which a CPU's convolutions like best: SGD with momentum and weight decay, like <c>pytorch/invariance.py</c>.</summary>
internal static class InvarianceStep
{
    /// <summary>The constrained step, two proposals a picture: two passes without gradient and two with.</summary>
    internal static IWorkload Constrained(Device device)
    {
        var (model, sgd, images, labels) = Problem(device);
        var invariance = new InvarianceConstraint("augmented", 0.6, TransformationSpace.RandAugment, model, (scores, expected) => functional.cross_entropy(scores, expected, reduction: Reduction.None));
        var learner = new PrimalDual(model, sgd, [invariance.Constraint], DualUpdate.Ascent(1e-4));
        return new EngineStep(learner, () => Evaluation.Of(Loss(model.call(images), labels)).With(invariance, images, labels), invariance, model, images, labels);
    }

    /// <summary>The step without constraint.</summary>
    internal static IWorkload Plain(Device device)
    {
        var (model, sgd, images, labels) = Problem(device);
        return new TrainingStep(model, sgd, images, labels, Loss);
    }

    /// <summary>The passes of the constrained step and nothing else: what no implementation of it can do without.</summary>
    internal static IWorkload Passes(Device device)
    {
        var (model, sgd, images, labels) = Problem(device);
        return new TrainingStep(model, sgd, images, labels, (scores, expected) =>
        {
            using (no_grad())
                for (var proposal = 0; proposal < 2; proposal++) model.call(images).Dispose();
            return Loss(scores, expected) + Loss(model.call(images), expected);
        });
    }

    private static Tensor Loss(Tensor scores, Tensor labels) => functional.cross_entropy(scores, labels);

    private static (ResNet20 Model, optim.Optimizer Optimizer, Tensor Images, Tensor Labels) Problem(Device device)
    {
        manual_seed(0);
        var model = new ResNet20();
        model.to(device);
        var images = randint(256, [64, 32, 32, 3], dtype: float32).to(device).permute(0, 3, 1, 2);
        return (model, optim.SGD(model.parameters(), 0.1, momentum: 0.9, weight_decay: 1e-4), images, randint(10, [64], dtype: int64).to(device));
    }
}
