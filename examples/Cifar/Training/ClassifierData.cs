using Cifar.Options;
using ConstrainedLearning;
using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Models.Vision;
using ExperimentKit.Runs;
using static TorchSharp.torch;

namespace Cifar.Training;

/// <summary>The images of a set on the device: shuffled full batches to train, every image once to evaluate.</summary>
internal sealed class ClassifierData : IDisposable
{
    private readonly ImageData _data;
    private readonly ImageBatches _training;

    /// <summary>Reads the set that the options name, takes the part of it and gives it the symmetry that they ask for.</summary>
    /// <exception cref="DataException">It cannot be used; the message says why.</exception>
    internal ClassifierData(IRunOptions run, Device device)
    {
        var options = run.Training;
        _data = Open(run, device);
        try
        {
            if (options.HoldOut is { } share)
            {
                (var training, HeldOut) = _data.Train.HoldOut(share, options.Seed);
                var whole = _data;
                _data = new ImageData(training, whole.Test, whole.Files);
                whole.Train.Dispose();
            }
            _training = new ImageBatches(_data.Train, ImageBatchesOptions.ForTraining(options.Batch, options.Seed));
        }
        catch
        {
            Dispose();
            throw;
        }
        Facts = [.. _data.Files.Select(file => new DataFacts($"{options.Data}: {Path.GetFileName(file.Path)}", file.Sha256, Train.Count + (HeldOut?.Count ?? 0) + Test.Count, Train.ClassNames))];
    }

    /// <summary>For the manifest: the files, each with the number of images that are used of all of them.</summary>
    internal IReadOnlyList<DataFacts> Facts { get; }

    /// <summary>What is trained on.</summary>
    internal ImageSet Train => _data.Train;

    /// <summary>What settings are chosen by; null where nothing was held out.</summary>
    internal ImageSet? HeldOut { get; }

    /// <summary>What is reported.</summary>
    internal ImageSet Test => _data.Test;

    /// <summary>The batches to train on.</summary>
    internal TrainingData<ImageBatch> Training => new(_training.BatchCount, _training.Epoch);

    /// <inheritdoc/>
    public void Dispose()
    {
        _data.Dispose();
        HeldOut?.Dispose();
    }

    private static ImageData Open(IRunOptions run, Device device)
    {
        var options = run.Training;
        var data = ImageData.Open(options.Data, new ImageDataOptions { DataDirectory = options.DataDirectory, Device = device });
        try
        {
            if (options.PerClass is { } count)
            {
                var whole = data.Train;
                data = new ImageData(whole.PerClass(count, options.Seed), data.Test, data.Files);
                whole.Dispose();
            }
            if (options.TestPerClass is { } tested)
            {
                var whole = data.Test;
                data = new ImageData(data.Train, whole.PerClass(tested, options.Seed), data.Files);
                whole.Dispose();
            }
            if (run.Symmetry(data.Train.Shape) is { } symmetry)
            {
                var plain = data;
                data = plain.Transformed(symmetry);
                plain.Dispose();
            }
            return data;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }
}
