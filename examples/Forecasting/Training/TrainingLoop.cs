using ConstrainedLearning;
using ConstrainedLearning.Models.Data;
using ExperimentKit.CommandLine;
using ExperimentKit.Progress;
using ExperimentKit.Runs;
using Forecasting.Options;

namespace Forecasting.Training;

/// <summary>The training of a run: a learning rate that halves, log, looks at the validation part, checkpoints. It goes on where an earlier part of the run stopped.</summary>
internal sealed class TrainingLoop : IDisposable
{
    private const int TraceRows = 500;

    private readonly ForecastOptions _options;
    private readonly PrimalDual _learner;
    private readonly TrainingData<ForecastBatch> _batches;
    private readonly RunFolder _folder;
    private Trainer<ForecastBatch>? _trainer;
    private EpochLog? _log;

    /// <summary>Turns on recording.</summary>
    /// <param name="options">Length, rate, what is logged.</param>
    /// <param name="learner">Borrowed.</param>
    /// <param name="batches">What is trained on.</param>
    /// <param name="folder">Where everything goes.</param>
    internal TrainingLoop(ForecastOptions options, PrimalDual learner, TrainingData<ForecastBatch> batches, RunFolder folder)
    {
        (_options, _learner, _batches, _folder) = (options, learner, batches, folder);
        learner.Record(every: Math.Max(1, options.Epochs * batches.BatchesPerEpoch / TraceRows));
    }

    /// <summary>Loss and requirements on a batch.</summary>
    internal required Func<ForecastBatch, Evaluation> Evaluate { get; init; }

    /// <summary>The numbers by which a run is followed, after each epoch.</summary>
    internal required Func<Dictionary<string, double>> Validate { get; init; }

    /// <summary>By which of them the best iterate is kept; null: none is.</summary>
    internal string? ScoredBy { get; init; }

    /// <summary>The batches by which multipliers move once an epoch; null: those of the training part.</summary>
    internal Func<IEnumerable<ForecastBatch>>? DualData { get; init; }

    /// <summary>What a resumed run needs beside model, optimiser and multipliers.</summary>
    internal IReadOnlyDictionary<string, ICheckpointed> Also { get; init; } = new Dictionary<string, ICheckpointed>();

    /// <summary>Trains to the end, or on from the newest checkpoint in the folder.</summary>
    internal TrainingResult Run(Session session, string title) => ProgressDisplay.Show(session, title, display =>
    {
        _trainer = new Trainer<ForecastBatch>(_learner, _batches, Evaluate, new TrainerOptions { Epochs = _options.Epochs, CheckpointFolder = _folder.Checkpoints, ReportEvery = _options.LogEvery })
        {
            EpochStarting = epoch => _log!.LearningRate = SetLearningRate(LearningRates.Rate(_options, epoch)),
            Validate = _ => Validate(),
            EpochFinished = epoch => _log!.Write(epoch),
            ScoredBy = ScoredBy,
            DualData = DualData,
            Also = Also,
            Progress = new Forward(value => _log!.Report(value)),
        };
        if (_folder.HasCheckpoint) Resume(_trainer, session);
        using var lines = new MetricsLog(_folder, _learner.StepCount);
        using var events = _options.TensorBoard ? new EventFile(_folder.Path, session.Time) : null;
        _log = new EpochLog(lines, events, _learner, display);
        return _trainer.Run(session.Cancellation);
    });

    /// <summary>Puts the parameters of the best epoch into the model.</summary>
    internal void RestoreBest() => _trainer!.RestoreBest();

    /// <inheritdoc/>
    public void Dispose() => _trainer?.Dispose();

    private void Resume(Trainer<ForecastBatch> trainer, Session session)
    {
        var (path, refused) = trainer.Resume(_folder.Checkpoints);
        foreach (var problem in refused) session.Error.WriteLine($"warning: {problem}; an older one is used");
        session.WriteLine(FormattableString.Invariant($"going on from {path}, after {_learner.StepCount} steps"));
    }

    private double SetLearningRate(double rate)
    {
        foreach (var group in _learner.Optimizer.ParamGroups) group.LearningRate = rate;
        return rate;
    }

    private sealed class Forward(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
