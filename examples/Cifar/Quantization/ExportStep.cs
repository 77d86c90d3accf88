using Cifar.Training;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Models.Files;
using ConstrainedLearning.Quantization;
using ConstrainedLearning.Quantization.Export;
using ExperimentKit.Runs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar.Quantization;

/// <summary>After the training: the model as whole numbers and scales in a file, which is loaded into a new model and run on whole numbers beside the one that was trained.</summary>
internal static class ExportStep
{
    /// <summary>Writes a file for each precision into the run's folder.</summary>
    internal static IReadOnlyDictionary<string, ExportResult> Take(QuantizeOptions options, QuantizeTrial trial, ClassifierData data, RunFolder folder) =>
        trial.Method.Precisions.ToDictionary(precision => precision.Precision, precision => One(options, trial, data, folder, precision.Precision, precision.Layers, precision.Twin));

    private static ExportResult One(QuantizeOptions options, QuantizeTrial trial, ClassifierData data, RunFolder folder, string precision, IReadOnlyList<LayerPrecision> layers, LowPrecisionTwin? twin)
    {
        var file = $"model-{precision}.safetensors";
        using (var exported = twin is null ? QuantizedModel.Of(trial.Classifier, layers) : QuantizedModel.Of(trial.Classifier, twin))
            SafetensorsFile.Write(folder.At(file), exported.Tensors, exported.Metadata);

        using var scope = NewDisposeScope();
        using var saved = SafetensorsFile.Open(folder.At(file));
        using var back = QuantizedModel.From(saved.Entries.ToDictionary(entry => entry.Name, entry => saved.Read(entry.Name)), saved.Metadata);
        using var fresh = Trial.CreateModel(options.Training, data).to(data.Test.Device);
        using var loaded = back.LoadInto(Trial.ClassifierOf(fresh));
        trial.Model.eval();
        var agreeing = data.Test.Count - Differing(data.Test, images => twin is null ? trial.Model.call(images) : twin.Run(() => trial.Model.call(images)), images => loaded.Run(() => fresh.call(images)));
        return new ExportResult(file, back.Size.QuantizedBytes, back.Size.Ratio, agreeing, data.Test.Count);
    }

    private static long Differing(ImageSet images, Func<Tensor, Tensor> one, Func<Tensor, Tensor> other)
    {
        using var _ = no_grad();
        long differing = 0;
        foreach (var batch in new ImageBatches(images, ImageBatchesOptions.ForEvaluation()).Epoch(1))
        {
            using var scope = NewDisposeScope();
            differing += one(batch.Images).argmax(1).ne(other(batch.Images).argmax(1)).sum().ToInt64();
        }
        return differing;
    }
}

/// <summary>A model as whole numbers.</summary>
/// <param name="File">Its name in the run's folder.</param>
/// <param name="Bytes">Of its tensors.</param>
/// <param name="Ratio">How many times smaller than the model's numbers.</param>
/// <param name="Agreeing">Test images for which it answers as the model that was trained, run on whole numbers.</param>
/// <param name="Images">All test images.</param>
internal sealed record ExportResult(string File, long Bytes, double Ratio, long Agreeing, long Images);
