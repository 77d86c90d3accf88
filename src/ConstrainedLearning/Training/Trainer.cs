using System.Diagnostics;
using ConstrainedLearning.Checkpoints;
using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>Runs a learner over a training set for some epochs: progress, checkpoints, resume, the best iterate.</summary>
/// <typeparam name="TBatch">What a batch is.</typeparam>
public sealed class Trainer<TBatch> : IDisposable
{
    /// <summary>The metric of the mean loss on the validation batches.</summary>
    public const string ValidationLoss = "validation loss";

    /// <summary>The metric of the largest violation on the validation batches, in that bound's units.</summary>
    public const string ValidationViolation = "validation violation";

    private readonly PrimalDual _learner;
    private readonly TrainingData<TBatch> _data;
    private readonly Func<TBatch, Evaluation> _evaluate;
    private readonly TrainerOptions _options;
    private readonly EpochMeans _means = new();
    private readonly BestIterate _best;
    private readonly TrainingState _state;
    private Cursor _cursor = new(1, 0, 0, 0, null, 0, []);

    /// <summary>Sets up a run.</summary>
    /// <param name="learner">Borrowed.</param>
    /// <param name="data">The batches.</param>
    /// <param name="evaluate">Gives the loss and the constraints' values on a batch.</param>
    /// <param name="options">Length and checkpoints.</param>
    public Trainer(PrimalDual learner, TrainingData<TBatch> data, Func<TBatch, Evaluation> evaluate, TrainerOptions options)
    {
        if (data.BatchesPerEpoch < 1) throw new ArgumentException("the training set has no batch: use a smaller batch size or more data", nameof(data));
        (_learner, _data, _evaluate, _options) = (learner, data, evaluate, options);
        _best = new BestIterate(learner.Model, options.FeasibilityTolerance);
        _state = new TrainingState(learner, _means, _best, () => Also);
    }

    /// <summary>Called before each epoch with its number, from 1: the place for a learning-rate schedule.</summary>
    public Action<int>? EpochStarting { get; init; }

    /// <summary>Called after each epoch: gives the metrics to record, evaluated by the caller in evaluation mode.</summary>
    public Func<int, Dictionary<string, double>>? Validate { get; init; }

    /// <summary>Told of each finished epoch, before its checkpoint is written: the place for a log.</summary>
    public Action<EpochRecord>? EpochFinished { get; init; }

    /// <summary>
    /// The batches of a validation set, none of them used for training. After each epoch loss and requirements are assessed on them, in evaluation mode and without gradient, as the metrics
    /// <see cref="ValidationLoss"/> and <see cref="ValidationViolation"/>, and the best iterate is the one with the lowest score among those that are feasible within
    /// <see cref="TrainerOptions.FeasibilityTolerance"/>, or else the least violated one. Null (the default): no assessment.
    /// </summary>
    public Func<IEnumerable<TBatch>>? Validation { get; init; }

    /// <summary>Under <see cref="Scheme.PerEpoch"/>, the batches by whose exact means the multipliers move after each epoch: held-out data, where bounds are to hold on such. Null (the default): those of the training set.</summary>
    public Func<IEnumerable<TBatch>>? DualData { get; init; }

    /// <summary>The metric by which the best iterate is chosen, the lowest; null (the default): the validation loss, or none is kept without a validation set.</summary>
    public string? ScoredBy { get; init; }

    /// <summary>Asked after each epoch whether the run may end, for instance when the requirements are certified to hold; null (the default): it does not.</summary>
    public Func<EpochRecord, bool>? StopWhen { get; init; }

    /// <summary>What else a resumed run needs, by name: saved in checkpoints and put back from them. Borrowed; the default is nothing.</summary>
    public IReadOnlyDictionary<string, ICheckpointed> Also { get; init; } = new Dictionary<string, ICheckpointed>();

    /// <summary>Told where the run stands.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Continues from the newest usable checkpoint of a folder; damaged ones are passed over, and named.</summary>
    /// <returns>The file used, and what was wrong with newer ones.</returns>
    /// <exception cref="CheckpointException">No checkpoint there can be used.</exception>
    public (string Path, IReadOnlyList<string> Refused) Resume(string folder)
    {
        List<string> refused = [];
        foreach (var path in CheckpointFolder.NewestFirst(folder))
        {
            try
            {
                _cursor = _state.Load(path);
                return (path, refused);
            }
            catch (CheckpointException e)
            {
                refused.Add(e.Message);
            }
        }
        throw refused.Count == 0
            ? new CheckpointException(folder, "the folder holds no checkpoint")
            : new CheckpointException(folder, $"none in the folder is usable. {string.Join(". ", refused)}");
    }

    /// <summary>Runs to the end, to a cancellation (the step under way is finished and the state saved) or to a step that is not finite.</summary>
    public TrainingResult Run(CancellationToken cancellation = default)
    {
        var clock = new Stopwatch();
        var before = _cursor;
        try
        {
            for (; _cursor.Epoch <= _options.Epochs; _cursor = _cursor with { Epoch = _cursor.Epoch + 1, Batch = 0 })
            {
                EpochStarting?.Invoke(_cursor.Epoch);
                if (!RunEpoch(clock, before, cancellation)) return Save(TrainingStatus.Cancelled, $"stopped in epoch {_cursor.Epoch} after {_cursor.Batch} of {_data.BatchesPerEpoch} batches; the run can be resumed");
                if (!FinishEpoch()) continue;
                _cursor = _cursor with { Epoch = _cursor.Epoch + 1, Batch = 0 };
                return Result(TrainingStatus.Stopped, $"stopped after {_cursor.Epoch - 1} epochs, as the caller's condition asked");
            }
            return Result(TrainingStatus.Completed, $"completed {_options.Epochs} epochs");
        }
        catch (NonFiniteException e)
        {
            return Result(TrainingStatus.NonFinite, e.Message);
        }
    }

    /// <summary>Puts the parameters of the best-scored epoch into the model.</summary>
    public void RestoreBest() => _best.Restore();

    /// <inheritdoc/>
    public void Dispose()
    {
        _means.Dispose();
        _best.Dispose();
    }

    private bool RunEpoch(Stopwatch clock, Cursor before, CancellationToken cancellation)
    {
        _learner.Model.train();
        foreach (var batch in _data.Batches(_cursor.Epoch, _cursor.Batch))
        {
            if (cancellation.IsCancellationRequested) return false;
            clock.Start();
            // Schemes that evaluate twice show the epoch's means only their first look.
            var counted = false;
            _learner.Step(() => Evaluate(batch, ref counted));
            clock.Stop();
            (batch as IDisposable)?.Dispose();
            _cursor = _cursor with { Batch = _cursor.Batch + 1, Step = _learner.StepCount, Seconds = before.Seconds + clock.Elapsed.TotalSeconds };
            if (_cursor.Step % _options.ReportEvery != 0 && _cursor.Batch != _data.BatchesPerEpoch) continue;
            _learner.Check();
            Progress?.Report(Report((_cursor.Step - before.Step) / clock.Elapsed.TotalSeconds));
        }
        return true;
    }

    private Evaluation Evaluate(TBatch batch, ref bool counted)
    {
        var evaluation = _evaluate(batch);
        if (!counted) _means.Add(evaluation);
        counted = true;
        return evaluation;
    }

    /// <summary>Closures over batches that are disposed when the next one is asked for.</summary>
    private IEnumerable<Func<Evaluation>> Closures(IEnumerable<TBatch> batches)
    {
        _learner.Model.eval();
        foreach (var batch in batches)
        {
            yield return () => _evaluate(batch);
            (batch as IDisposable)?.Dispose();
        }
    }

    // True when the run may end here.
    private bool FinishEpoch()
    {
        if (_learner.Scheme == Scheme.PerEpoch && _learner.Multipliers.Count > 0) _learner.DualStep(Closures(DualData?.Invoke() ?? _data.Batches(_cursor.Epoch, 0)));
        var earlier = _cursor.History.Sum(epoch => epoch.Seconds);
        var record = _means.Take(_cursor.Epoch, _cursor.Seconds - earlier);
        var metrics = Validate?.Invoke(_cursor.Epoch) ?? [];
        if (Validation is not null)
        {
            var assessment = _learner.Assess(Closures(Validation()));
            (metrics[ValidationLoss], metrics[ValidationViolation]) = (assessment.Loss, assessment.LargestViolation);
        }
        record = record with { Metrics = metrics };
        if (ScoredBy is not null || Validation is not null)
        {
            var by = ScoredBy ?? ValidationLoss;
            _best.Offer(
                metrics.TryGetValue(by, out var score) ? score : throw new InvalidOperationException($"the best iterate is chosen by '{by}', which the validation does not give; it gives {string.Join(", ", metrics.Keys)}"),
                metrics.GetValueOrDefault(ValidationViolation));
        }
        _cursor = _cursor with { BestScore = _best.Score, BestViolation = _best.Score is null ? 0 : _best.Violation, History = [.. _cursor.History, record] };
        EpochFinished?.Invoke(record);
        if (_options.CheckpointFolder is { } folder)
            CheckpointFolder.Save(folder, _cursor.Step, _options.KeptCheckpoints, path => _state.Save(path, _cursor with { Epoch = _cursor.Epoch + 1, Batch = 0 }));
        return StopWhen?.Invoke(record) ?? false;
    }

    private TrainingResult Save(TrainingStatus status, string message)
    {
        _learner.Check();
        if (_options.CheckpointFolder is { } folder) CheckpointFolder.Save(folder, _cursor.Step, _options.KeptCheckpoints, path => _state.Save(path, _cursor));
        return Result(status, message);
    }

    private TrainingResult Result(TrainingStatus status, string message) => new(status, message, _cursor.History, _cursor.Step, _cursor.Seconds, _cursor.BestScore)
    {
        BestViolation = _cursor.BestScore is null ? null : _cursor.BestViolation,
        Diagnosis = _learner.Trace is null ? null : _learner.Diagnose(_options.FeasibilityTolerance > 0 ? _options.FeasibilityTolerance : Diagnosis.DefaultTolerance),
    };

    private TrainingProgress Report(double stepsPerSecond)
    {
        (string Component, double Excess)? worst = null;
        double largest = 0, sum = 0;
        var count = 0;
        foreach (var state in _learner.Multipliers)
        {
            var (multipliers, excess) = state.Look();
            for (var i = 0; i < multipliers.Length; i++)
            {
                (largest, sum, count) = (Math.Max(largest, Math.Abs(multipliers[i])), sum + multipliers[i], count + 1);
                if (!(excess[i] <= (worst?.Excess ?? double.NegativeInfinity))) worst = (state.ComponentName(i), excess[i]);
            }
        }
        return new TrainingProgress(
            _cursor.Epoch, _options.Epochs, _cursor.Batch, _data.BatchesPerEpoch, _cursor.Step, _learner.Loss.ToDouble(),
            worst, largest, count == 0 ? 0 : sum / count, stepsPerSecond);
    }
}
