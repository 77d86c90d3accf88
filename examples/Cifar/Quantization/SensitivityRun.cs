using Cifar.Results;
using Cifar.Training;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Quantization.Budgets;
using ConstrainedLearning.Quantization.Rankings;
using ExperimentKit.CommandLine;
using ExperimentKit.Layers;
using ExperimentKit.Runs;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar.Quantization;

/// <summary>One training under bounds on all layers, and the study of its layers.</summary>
/// <param name="options">Checked settings.</param>
/// <param name="folder">Where everything goes.</param>
/// <param name="session">Console, clock and the user's wish to stop.</param>
internal sealed class SensitivityRun(SensitivityOptions options, RunFolder folder, Session session)
{
    private const int SeenBatches = 5, CalibrationBatches = 6, BatchSize = 100;

    /// <summary>Trains, looks, and writes the study into the folder.</summary>
    internal LayerStudy Execute()
    {
        new QuantizeRun(options.Quantize, folder, session).Execute(Study);
        return StudyFile.Read(folder)!;
    }

    private void Study(QuantizeTrial trial, ClassifierData data)
    {
        session.WriteLine("looking at the layers by every rule");
        using var scope = NewDisposeScope();
        using var test = data.Test.PerClass(Math.Min(options.StudyPerClass, data.Test.Count / data.Test.ClassNames.Count), options.Training.Seed);
        var rows = trial.History.Constraints.Values.Single(rows => rows.Name.EndsWith("/layers", StringComparison.Ordinal));
        var study = LayerStudies.Of(Subject(trial, data, test), options.Study, trial.History.Steps, rows.Multipliers, rows.Values, session.Cancellation);
        StudyFile.Write(folder, study);
    }

    private static LayerSubject Subject(QuantizeTrial trial, ClassifierData data, ImageSet test)
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
            Calibration = Calibration(trial.Classifier, model, [.. Batches(data.Train, CalibrationBatches).Select(batch => batch.Images)]),
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

    /// <summary>Passes that leave behind the plain mean of their statistics, whatever was there before.</summary>
    private static IReadOnlyList<Func<Tensor>> Calibration(Module classifier, Module<Tensor, Tensor> model, IReadOnlyList<Tensor> images)
    {
        NormBase[] layers = [.. classifier.modules().OfType<NormBase>()];
        return [.. images.Select((batch, place) => (Func<Tensor>)(() =>
        {
            var momenta = layers.Select(layer => layer.momentum).ToArray();
            foreach (var layer in layers) layer.momentum = 1.0 / (place + 1);
            try
            {
                return model.call(batch);
            }
            finally
            {
                foreach (var (layer, momentum) in layers.Zip(momenta)) layer.momentum = momentum;
            }
        }))];
    }
}
