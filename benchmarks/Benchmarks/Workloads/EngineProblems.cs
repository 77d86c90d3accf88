using ConstrainedLearning;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Benchmarks.Workloads;

/// <summary>Constrained problems for the engine, each like the function of the same name in <c>pytorch/engine.py</c>.</summary>
internal static class EngineProblems
{
    private const int Groups = 96, Pixels = 784, Classes = 10, Batch = 256, SampleSets = 64;

    /// <summary>Regression by 10-h-h-1 in batches of h, Adam: the mean squared error of each of 96 groups below a ceiling, all of them one product of a 96 x h table with the samples' errors.</summary>
    internal static Func<Device, IWorkload> GroupCeilings(int hidden, Scheme? scheme = null, bool trace = false) => device =>
    {
        manual_seed(0);
        var model = Networks.Layers(hidden).to(device);
        Tensor x = randn(hidden, 10).to(device), y = randn(hidden).to(device), groups = Memberships(hidden).to(device);
        var ceiling = Constraint.AtMost("group error", bound: 0.5, count: Groups);
        var learner = new PrimalDual(model, optim.Adam(model.parameters(), 1e-3), [ceiling], DualUpdate.Ascent(1e-2), scheme: scheme);
        if (trace) learner.Record();
        return new EngineStep(learner, Evaluate, model, x, y, groups);

        Evaluation Evaluate()
        {
            var errors = functional.mse_loss(model.call(x).squeeze(1), y, Reduction.None);
            return Evaluation.Of(errors.mean()).With(ceiling, groups.matmul(errors));
        }
    };

    /// <summary>Logistic regression of so many pictures of 784 pixels to 10 classes, Adagrad: the squared norm of weights and biases at most 1.</summary>
    internal static Func<Device, IWorkload> NormBall(int pictures) => device =>
    {
        manual_seed(0);
        var model = Linear(Pixels, Classes).to(device);
        Tensor x = rand(pictures, Pixels).to(device), y = randint(Classes, [pictures], dtype: int64).to(device);
        var ball = Constraint.AtMost("squared norm", bound: 1.0);
        var learner = new PrimalDual(model, optim.Adagrad(model.parameters(), 5e-3), [ball], DualUpdate.Ascent(1e-3));
        return new EngineStep(learner, Evaluate, model, x, y);

        Evaluation Evaluate()
        {
            var weights = model.weight.view(-1);
            return Evaluation.Of(functional.cross_entropy(model.call(x), y)).With(ball, weights.dot(weights) + model.bias!.dot(model.bias!));
        }
    };

    /// <summary>The same without the constraint, in a loop of its own.</summary>
    internal static Func<Device, IWorkload> Logistic(int pictures) => device =>
    {
        manual_seed(0);
        var model = Linear(Pixels, Classes).to(device);
        return new TrainingStep(
            model, optim.Adagrad(model.parameters(), 5e-3), rand(pictures, Pixels).to(device), randint(Classes, [pictures], dtype: int64).to(device),
            (scores, labels) => functional.cross_entropy(scores, labels));
    };

    /// <summary>Regression by 10-256-256-1 in batches of 256: the squared error of every one of so many samples at most a bound, one multiplier each. Every step has other samples' multipliers.</summary>
    internal static Func<Device, IWorkload> SampleCeilings(int samples) => device =>
    {
        manual_seed(0);
        var model = Networks.Layers(256).to(device);
        Tensor x = randn(Batch, 10).to(device), y = randn(Batch).to(device);
        var batches = Enumerable.Range(0, SampleSets).Select(_ => randperm(samples, dtype: int64)[..Batch].clone().to(device)).ToArray();
        var ceiling = Constraint.AtMost("squared error", bound: 0.5).PerSample(samples);
        var learner = new PrimalDual(model, optim.Adam(model.parameters(), 1e-3), [ceiling], DualUpdate.Ascent(1e-2));
        return new EngineStep(learner, Evaluate, [model, x, y, .. batches]);

        Evaluation Evaluate()
        {
            var errors = functional.mse_loss(model.call(x).squeeze(1), y, Reduction.None);
            return Evaluation.Of(errors.mean()).WithSamples(ceiling, errors, batches[learner.StepCount % SampleSets]);
        }
    };

    /// <summary>Which samples belong to which group, about a quarter of them to each; a row gives the mean over its group.</summary>
    private static Tensor Memberships(int samples)
    {
        using var scope = NewDisposeScope();
        var members = rand(Groups, samples).lt(0.25).to(ScalarType.Float32);
        return (members / members.sum(1, keepdim: true).clamp_min(1)).MoveToOuterDisposeScope();
    }
}
