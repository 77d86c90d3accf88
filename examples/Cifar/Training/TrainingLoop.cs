using Cifar.Options;
using Cifar.Results;
using ConstrainedLearning;
using ConstrainedLearning.Models.Data.Images;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using ExperimentKit.Training;

namespace Cifar.Training;

/// <summary>The training of a classifier, with looks at images that it is not trained on.</summary>
internal sealed class TrainingLoop : IDisposable
{
    private const string HeldOut = "held-out", Test = "test";

    private readonly TrainingOptions _options;
    private readonly ClassifierData _data;
    private readonly Func<ImageSet, IEnumerable<(string Name, PartResult Result)>> _measure;
    private readonly TrainingLoop<ImageBatch> _loop;

    /// <summary>Turns on clipping and recording.</summary>
    /// <param name="options">Length, rates, what is logged.</param>
    /// <param name="learner">Borrowed.</param>
    /// <param name="data">Borrowed.</param>
    /// <param name="folder">Where everything goes.</param>
    /// <param name="evaluate">Loss and requirements on a batch.</param>
    /// <param name="measure">Measures the model on a set, by name: "" for the model as it is, "4-bit" at another precision.</param>
    /// <param name="also">What a resumed run needs beside model, optimiser and multipliers; null: nothing.</param>
    internal TrainingLoop(
        TrainingOptions options, PrimalDual learner, ClassifierData data, RunFolder folder, Func<ImageBatch, Evaluation> evaluate, Func<ImageSet, IEnumerable<(string Name, PartResult Result)>> measure,
        IReadOnlyDictionary<string, ICheckpointed>? also = null)
    {
        (_options, _data, _measure) = (options, data, measure);
        if (options.Clip is { } norm) learner.ClipGradient(norm);
        _loop = new TrainingLoop<ImageBatch>(new LoopOptions(options.Epochs, options.LogEvery, options.TensorBoard), learner, data.Training, folder)
        {
            Evaluate = evaluate,
            Look = Look,
            Also = also ?? new Dictionary<string, ICheckpointed>(),
        };
    }

    /// <summary>Trains to the end, or on from the newest checkpoint in the folder.</summary>
    internal TrainingResult Run(Session session, string title) => _loop.Run(session, title);

    /// <inheritdoc/>
    public void Dispose() => _loop.Dispose();

    /// <summary>The numbers by which a run is followed: on held-out images where there are some, and never chosen by the test images then.</summary>
    private Dictionary<string, double> Look(int epoch)
    {
        if (epoch % _options.LooksEvery != 0) return [];
        var (name, set) = _data.HeldOut is { } heldOut ? (HeldOut, heldOut) : (Test, _data.Test);
        return _measure(set).Select(part => (Prefix: part.Name.Length == 0 ? name : $"{name} {part.Name}", part.Result))
            .SelectMany(part => new[] { ($"{part.Prefix} loss", part.Result.Loss), ($"{part.Prefix} accuracy", part.Result.Accuracy) }).ToDictionary();
    }
}
