using Cifar.Results;
using ConstrainedLearning.Models.Data.Images;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar.Training;

/// <summary>Measures a classifier on every image of a set, not transformed, in evaluation mode.</summary>
internal static class Evaluator
{
    internal static PartResult Measure(Module<Tensor, Tensor> model, ImageSet set) => Measure(model, model.call, set);

    /// <summary>The same with scores that are had from the model in another way: at another precision.</summary>
    internal static PartResult Measure(Module model, Func<Tensor, Tensor> classify, ImageSet set)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        model.eval();
        var sums = zeros([2], ScalarType.Float64, set.Device); // read once, at the end
        foreach (var batch in new ImageBatches(set, ImageBatchesOptions.ForEvaluation()).Epoch(1))
        {
            using var inner = NewDisposeScope();
            var scores = classify(batch.Images);
            var loss = functional.cross_entropy(scores, batch.Labels, reduction: Reduction.Sum);
            var right = scores.argmax(1).eq(batch.Labels).sum();
            sums.add_(stack([loss.to(ScalarType.Float64), right.to(ScalarType.Float64)]));
        }
        var result = sums.cpu().data<double>().ToArray();
        return new PartResult(result[0] / set.Count, result[1] / set.Count);
    }
}
