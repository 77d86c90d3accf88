using ConstrainedLearning;
using ConstrainedLearning.Models.Vision;
using ConstrainedLearning.Quantization;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Benchmarks.Workloads;

/// <summary>The thin pre-activation ResNet-20 on 64 pictures whose channels stand last in memory, its 20 convolutions in blocks at 2 bits, Adam; like <c>pytorch/quantization.py</c>.</summary>
internal static class QuantizationStep
{
    /// <summary>Bounds on each layer's relative error and on the outputs' distance.</summary>
    internal static IWorkload Constrained(Device device) => Step(device, new PrecisionOptions { LayerBound = 0.2, IsRelative = true, OutputBound = 0.1 });

    /// <summary>The bound on the outputs' distance alone.</summary>
    internal static IWorkload Output(Device device) => Step(device, new PrecisionOptions { OutputBound = 0.1 });

    /// <summary>The step without constraint.</summary>
    internal static IWorkload Plain(Device device)
    {
        var (model, adam, images, labels) = Problem(device);
        return new TrainingStep(model, adam, images, labels, Loss);
    }

    /// <summary>The passes of the constrained step and nothing else: what no implementation of it can do without.</summary>
    internal static IWorkload Passes(Device device)
    {
        var (model, adam, images, labels) = Problem(device);
        var sites = LayerSite.Of(model, "blocks.*");
        Tensor[] inputs = [.. sites.Select(site => InputOf(site, () => model.call(images)))];
        return new TrainingStep(model, adam, images, labels, (scores, expected) =>
        {
            using (no_grad()) model.call(images).Dispose();
            return sites.Select((site, i) => site.Layer.call(inputs[i]).mean()).Aggregate(Loss(scores, expected), (sum, mean) => sum + mean);
        });
    }

    private static EngineStep Step(Device device, PrecisionOptions options)
    {
        var (model, adam, images, labels) = Problem(device);
        var layers = LayerPrecision.Of(LayerSite.Of(model, "blocks.*"), new DoReFaWeights(2), new DoReFaActivations(2));
        var precision = new PrecisionConstraint("2 bits", model, layers, options);
        var learner = new PrimalDual(model, adam, precision.Constraints, DualUpdate.Ascent(1e-3));
        return new EngineStep(learner, () =>
        {
            var output = precision.Twin.HighPrecision(() => model.call(images));
            return Evaluation.Of(Loss(output, labels)).With(precision, output, () => model.call(images));
        }, precision, model, images, labels);
    }

    private static Tensor InputOf(LayerSite site, Func<Tensor> forward)
    {
        using var _ = no_grad();
        var input = empty(0);
        var hook = site.Layer.register_forward_pre_hook((_, values) => input = values.clone().DetachFromDisposeScope());
        using (NewDisposeScope()) forward();
        hook.remove();
        return input;
    }

    private static Tensor Loss(Tensor scores, Tensor labels) => functional.cross_entropy(scores, labels);

    private static (PreActivationResNet20 Model, optim.Optimizer Optimizer, Tensor Images, Tensor Labels) Problem(Device device)
    {
        manual_seed(0);
        var model = new PreActivationResNet20();
        model.to(device);
        var images = randn([64, 32, 32, 3]).to(device).permute(0, 3, 1, 2);
        return (model, optim.Adam(model.parameters(), 1e-3), images, randint(10, [64], dtype: int64).to(device));
    }
}
