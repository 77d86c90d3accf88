using Cifar.Training;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Quantization.Budgets;
using ExperimentKit.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar.Quantization;

/// <summary>The layers of a classifier that has been trained, and images to see them by. Its tensors are of the caller's dispose scope.</summary>
internal static class TrainedLayers
{
    private const int SeenBatches = 5, CalibrationBatches = 6, BatchSize = 100;

    /// <param name="trial">The training. Borrowed.</param>
    /// <param name="data">Training data. Borrowed.</param>
    /// <param name="test">What the truths and the results are taken on. Borrowed.</param>
    internal static LayerSubject Of(QuantizeTrial trial, ClassifierData data, ImageSet test)
    {
        var model = trial.Model;
        Func<Tensor> Loss((Tensor Images, Tensor Labels) batch) => () => functional.cross_entropy(model.call(batch.Images), batch.Labels);
        var image = data.Train.Batch(zeros([1], ScalarType.Int64, data.Train.Device)).Images;
        model.eval();
        return new LayerSubject
        {
            Model = trial.Classifier,
            Sites = trial.Grids.Sites,
            Weight = trial.Grids.Weight,
            Input = trial.Grids.Input,
            Seen = [.. Batches(data.Train, SeenBatches).Select(Loss)],
            Unseen = [.. Batches(test, int.MaxValue).Select(Loss)],
            Calibration = [.. Batches(data.Train, CalibrationBatches).Select(batch => (Func<Tensor>)(() => model.call(batch.Images)))],
            Measure = run =>
            {
                var result = Evaluator.Measure(model, images => run(() => model.call(images)), test);
                return (result.Loss, result.Accuracy);
            },
            Costs = LayerCosts.Measure(trial.Grids.Sites, () => model.call(image)),
        };
    }

    private static IEnumerable<(Tensor Images, Tensor Labels)> Batches(ImageSet set, int most)
    {
        // Images of a set lie by class: a permutation of its own mixes them.
        using var generator = new Generator(1, set.Device);
        var order = randperm(set.Count, ScalarType.Int64, set.Device, generator: generator);
        var size = Math.Min(BatchSize, set.Count);
        for (var start = 0; start + size <= set.Count && start < (long)most * size; start += size)
        {
            var batch = set.Batch(order.narrow(0, start, size));
            yield return (batch.Images, batch.Labels);
        }
    }
}
