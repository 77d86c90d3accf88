using Cifar.Options;
using Cifar.Results;
using ConstrainedLearning;
using ConstrainedLearning.Models.Data.Images;
using ExperimentKit.CommandLine;
using ExperimentKit.Progress;
using ExperimentKit.Runs;

namespace Cifar.Training;

/// <summary>The training of a run: learning rate along a cosine, log, looks at other images, checkpoints. It goes on where an earlier part of the run stopped.</summary>
internal sealed class TrainingLoop : IDisposable
{
    private const string HeldOut = "held-out", Test = "test";
    private const int TraceRows = 500;

    private readonly TrainingOptions _options;
    private readonly PrimalDual _learner;
    private readonly ClassifierData _data;
    private readonly RunFolder _folder;
    private readonly Func<ImageBatch, Evaluation> _evaluate;
    private readonly Func<ImageSet, IEnumerable<(string Name, PartResult Result)>> _measure;
    private readonly double[] _rates;
    private readonly long _steps;
    private Trainer<ImageBatch>? _trainer;
    private EpochLog? _log;

    /// <summary>Turns on clipping and recording.</summary>
    /// <param name="options">Length, rates, what is logged.</param>
    /// <param name="learner">Borrowed.</param>
    /// <param name="data">Borrowed.</param>
    /// <param name="folder">Where everything goes.</param>
    /// <param name="evaluate">Loss and requirements on a batch.</param>
    /// <param name="measure">Measures the model on a set, by name: "" for the model as it is, "4-bit" at another precision.</param>
    internal TrainingLoop(
        TrainingOptions options, PrimalDual learner, ClassifierData data, RunFolder folder, Func<ImageBatch, Evaluation> evaluate, Func<ImageSet, IEnumerable<(string Name, PartResult Result)>> measure)
    {
        (_options, _learner, _data, _folder, _evaluate, _measure) = (options, learner, data, folder, evaluate, measure);
        if (options.Clip is { } norm) learner.ClipGradient(norm);
        _rates = [.. learner.Optimizer.ParamGroups.Select(group => group.LearningRate)];
        _steps = (long)options.Epochs * data.Training.BatchesPerEpoch;
        learner.Record(every: (int)Math.Max(1, _steps / TraceRows));
    }

    /// <summary>What a resumed run needs beside model, optimiser and multipliers.</summary>
    internal IReadOnlyDictionary<string, ICheckpointed> Also { get; init; } = new Dictionary<string, ICheckpointed>();

    /// <summary>Trains to the end, or on from the newest checkpoint in the folder.</summary>
    internal TrainingResult Run(Session session, string title) => ProgressDisplay.Show(session, title, display =>
    {
        _trainer = new Trainer<ImageBatch>(_learner, _data.Training, Evaluate, new TrainerOptions { Epochs = _options.Epochs, CheckpointFolder = _folder.Checkpoints, ReportEvery = _options.LogEvery })
        {
            Validate = Look,
            EpochFinished = epoch => _log!.Write(epoch),
            Progress = new Forward(value => _log!.Report(value)),
            Also = Also,
        };
        if (_folder.HasCheckpoint) Resume(_trainer, session);
        using var lines = new MetricsLog(_folder, _learner.StepCount);
        using var events = _options.TensorBoard ? new EventFile(_folder.Path, session.Time) : null;
        _log = new EpochLog(lines, events, _learner, display);
        return _trainer.Run(session.Cancellation);
    });

    /// <inheritdoc/>
    public void Dispose() => _trainer?.Dispose();

    private Evaluation Evaluate(ImageBatch batch)
    {
        SetLearningRate();
        return _evaluate(batch);
    }

    /// <summary>The numbers by which a run is followed: on held-out images where there are some, and never chosen by the test images then.</summary>
    private Dictionary<string, double> Look(int epoch)
    {
        if (epoch % _options.LooksEvery != 0) return [];
        var (name, set) = _data.HeldOut is { } heldOut ? (HeldOut, heldOut) : (Test, _data.Test);
        return _measure(set).Select(part => (Prefix: part.Name.Length == 0 ? name : $"{name} {part.Name}", part.Result))
            .SelectMany(part => new[] { ($"{part.Prefix} loss", part.Result.Loss), ($"{part.Prefix} accuracy", part.Result.Accuracy) }).ToDictionary();
    }

    /// <summary>A cosine from the first rate to 0, step by step.</summary>
    private void SetLearningRate()
    {
        var part = (1 + Math.Cos(Math.PI * _learner.StepCount / _steps)) / 2;
        foreach (var (group, rate) in _learner.Optimizer.ParamGroups.Zip(_rates)) group.LearningRate = rate * part;
        _log!.LearningRate = _options.StartOfRate * part;
    }

    private void Resume(Trainer<ImageBatch> trainer, Session session)
    {
        var (path, refused) = trainer.Resume(_folder.Checkpoints);
        foreach (var problem in refused) session.Error.WriteLine($"warning: {problem}; an older one is used");
        session.WriteLine(FormattableString.Invariant($"going on from {path}, after {_learner.StepCount} steps"));
    }

    private sealed class Forward(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
