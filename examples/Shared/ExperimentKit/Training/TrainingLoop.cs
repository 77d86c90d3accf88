using ConstrainedLearning;
using ExperimentKit.CommandLine;
using ExperimentKit.Progress;
using ExperimentKit.Runs;
using TorchSharp;

namespace ExperimentKit.Training;

/// <summary>How long a training is and what is written of it.</summary>
/// <param name="Epochs">Epochs, after each of which the model is looked at and saved.</param>
/// <param name="LogEvery">Every how many steps a line is logged and progress shown.</param>
/// <param name="TensorBoard">Whether the log is also written as event files.</param>
public sealed record LoopOptions(int Epochs, int LogEvery, bool TensorBoard);

/// <summary>The training of a run: a learning rate by the step, log, looks at other data, checkpoints. It goes on where an earlier part of the run stopped.</summary>
/// <typeparam name="TBatch">What a batch is.</typeparam>
public sealed class TrainingLoop<TBatch> : IDisposable
{
    private const int TraceRows = 500;

    private readonly LoopOptions _options;
    private readonly PrimalDual _learner;
    private readonly TrainingData<TBatch> _data;
    private readonly RunFolder _folder;
    private readonly double[] _rates;
    private readonly long _steps;
    private Trainer<TBatch>? _trainer;
    private EpochLog? _log;

    /// <summary>Turns on recording.</summary>
    /// <param name="options">Length, what is logged.</param>
    /// <param name="learner">Borrowed; the rates that its optimiser has are the highest of the schedule.</param>
    /// <param name="data">What is trained on.</param>
    /// <param name="folder">Where everything goes.</param>
    public TrainingLoop(LoopOptions options, PrimalDual learner, TrainingData<TBatch> data, RunFolder folder)
    {
        (_options, _learner, _data, _folder) = (options, learner, data, folder);
        _rates = [.. learner.Optimizer.ParamGroups.Select(group => group.LearningRate)];
        _steps = (long)options.Epochs * data.BatchesPerEpoch;
        learner.Record(every: (int)Math.Max(1, _steps / TraceRows));
    }

    /// <summary>Loss and requirements on a batch.</summary>
    public required Func<TBatch, Evaluation> Evaluate { get; init; }

    /// <summary>The numbers by which a run is followed, after each epoch, by its number.</summary>
    public required Func<int, Dictionary<string, double>> Look { get; init; }

    /// <summary>The part of the highest learning rate, given steps done and all steps. The default is a cosine to 0.</summary>
    public Func<long, long, double> Schedule { get; init; } = (step, steps) => (1 + Math.Cos(Math.PI * step / steps)) / 2;

    /// <summary>By which of the numbers of <see cref="Look"/> the best iterate is kept; null (the default): none is.</summary>
    public string? ScoredBy { get; init; }

    /// <summary>The batches by which multipliers move once an epoch, under a scheme that does so; null (the default): those that are trained on.</summary>
    public Func<IEnumerable<TBatch>>? DualData { get; init; }

    /// <summary>What a resumed run needs beside model, optimiser and multipliers.</summary>
    public IReadOnlyDictionary<string, ICheckpointed> Also { get; init; } = new Dictionary<string, ICheckpointed>();

    /// <summary>Trains to the end, or on from the newest checkpoint in the folder.</summary>
    public TrainingResult Run(Session session, string title) => ProgressDisplay.Show(session, title, display =>
    {
        _trainer = new Trainer<TBatch>(_learner, _data, AtItsRate, new TrainerOptions { Epochs = _options.Epochs, CheckpointFolder = _folder.Checkpoints, ReportEvery = _options.LogEvery })
        {
            Validate = Look,
            EpochFinished = epoch => _log!.Write(epoch),
            Progress = new Forward(value => _log!.Report(value)),
            ScoredBy = ScoredBy,
            DualData = DualData,
            Also = Also,
        };
        if (_folder.HasCheckpoint) Resume(_trainer, session);
        using var lines = new MetricsLog(_folder, _learner.StepCount);
        using var events = _options.TensorBoard ? new EventFile(_folder.Path, session.Time) : null;
        _log = new EpochLog(lines, events, _learner, display);
        return _trainer.Run(session.Cancellation);
    });

    /// <summary>Puts the parameters of the epoch with the lowest score into the model.</summary>
    public void RestoreBest() => _trainer!.RestoreBest();

    /// <inheritdoc/>
    public void Dispose() => _trainer?.Dispose();

    private Evaluation AtItsRate(TBatch batch)
    {
        if (!torch.is_grad_enabled()) return Evaluate(batch); // the multipliers' look at the data after an epoch
        var part = Schedule(_learner.StepCount, _steps);
        foreach (var (group, rate) in _learner.Optimizer.ParamGroups.Zip(_rates)) group.LearningRate = rate * part;
        _log!.LearningRate = _rates[0] * part;
        return Evaluate(batch);
    }

    private void Resume(Trainer<TBatch> trainer, Session session)
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
