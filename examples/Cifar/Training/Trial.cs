using Cifar.Options;
using Cifar.Results;
using ConstrainedLearning;
using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Invariance;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Models.Vision;
using ConstrainedLearning.Reports.Invariance;
using ExperimentKit.CommandLine;
using ExperimentKit.Progress;
using ExperimentKit.Runs;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar.Training;

/// <summary>Model, learner and trainer of one run.</summary>
internal sealed class Trial : IDisposable
{
    private const string HeldOut = "held-out", Test = "test";
    private const int TraceRows = 500;
    private const double Momentum = 0.9, WeightDecay = 5e-4;
    private const int AveragedDraws = 2; // as published beside the bounds

    private readonly TrainingOptions _options;
    private readonly Plan _plan;
    private readonly ClassifierData _data;
    private readonly RunFolder _folder;
    private readonly LearnedRanges? _ranges;
    private readonly Module<Tensor, Tensor> _model;
    private readonly double[] _rates;
    private readonly IReadOnlyList<InvarianceConstraint> _requirements;
    private readonly PrimalDual _learner;
    private readonly BatchObjective _objective;
    private readonly long _steps;
    private Trainer<ImageBatch>? _trainer;
    private EpochLog? _log;

    /// <summary>Makes the model from torch's random numbers and the multipliers beside it.</summary>
    internal Trial(TrainingOptions options, Plan plan, ClassifierData data, Device device, RunFolder folder)
    {
        (_options, _plan, _data, _folder) = (options, plan, data, folder);
        var classifier = CreateModel(options, data);
        _ranges = plan.Ranges is null ? null : new LearnedRanges(plan.Ranges);
        _model = (_ranges is null ? classifier : new AveragedPrediction(_ranges, classifier, AveragedDraws)).to(device);
        _requirements = [.. plan.Requirements.Select((requirement, place) => requirement.On(_model, options.MovedBy, (ulong)(options.Seed * 31 + place + 1), data.Train.Count))];
        _learner = new PrimalDual(_model, Optimizer(options, classifier, _ranges), [.. _requirements.Select(requirement => requirement.Constraint)], DualUpdate.Ascent(options.DualRate));
        if (options.Clip is { } norm) _learner.ClipGradient(norm);
        _rates = [.. _learner.Optimizer.ParamGroups.Select(group => group.LearningRate)];
        _objective = new BatchObjective(_model, _ranges, plan, _requirements, requirement => _learner.Multipliers[requirement.Constraint].Multiplier);
        _steps = (long)options.Epochs * data.Training.BatchesPerEpoch;
        _learner.Record(every: (int)Math.Max(1, _steps / TraceRows));
    }

    /// <summary>Multipliers, slacks and values over the training.</summary>
    internal TraceHistory History => _learner.Trace!.History();

    /// <summary>The requirements as reports show them.</summary>
    internal IReadOnlyList<InvarianceRequirement> Shown => [.. _plan.Requirements.Select(requirement => new InvarianceRequirement(requirement.Name, requirement.Epsilon, requirement.Space.Operations))];

    /// <summary>Some images before and after, by the model as it is.</summary>
    internal ImageSheet? Sheet
    {
        get
        {
            _model.eval();
            return Showcase.Of(_data, _plan, _requirements, _ranges);
        }
    }

    /// <summary>The prices of the requirements.</summary>
    internal SensitivityReport Prices => _learner.Sensitivity();

    /// <summary>The classifier that the options name, behind the standardisation of its data, on the CPU; the caller disposes it.</summary>
    /// <exception cref="UsageException">It does not take images of this size.</exception>
    internal static Module<Tensor, Tensor> CreateModel(TrainingOptions options, ClassifierData data)
    {
        try
        {
            return Sequential(("standardise", new ChannelNormalization(data.Train.Statistics)), ("classify", ImageClassifierRegistry.Create(options.Model, data.Train.Shape)));
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"the model {options.Model} cannot be made for {options.Data}: {e.Message}", e);
        }
    }

    /// <summary>Trains to the end, or on from the newest checkpoint in the folder.</summary>
    internal TrainingResult Train(Session session, string title) => ProgressDisplay.Show(session, title, display =>
    {
        _trainer = new Trainer<ImageBatch>(_learner, _data.Training, Evaluate, TrainerOptions)
        {
            Validate = Look,
            EpochFinished = epoch => _log!.Write(epoch),
            Progress = new Forward(value => _log!.Report(value)),
            Also = _requirements.ToDictionary(requirement => requirement.Constraint.Name, ICheckpointed (requirement) => requirement),
        };
        if (_folder.HasCheckpoint) Resume(_trainer, session);
        using var lines = new MetricsLog(_folder, _learner.StepCount);
        using var events = _options.TensorBoard ? new EventFile(_folder.Path, session.Time) : null;
        _log = new EpochLog(lines, events, _learner, display);
        return _trainer.Run(session.Cancellation);
    });

    /// <summary>Measures the last iterate.</summary>
    internal Summary Summarise(TrainingResult result)
    {
        var duals = DualValues.Of(_learner);
        return new Summary
        {
            Dataset = _options.Data,
            Model = _options.Model,
            Seed = _options.Seed,
            TrainImages = _data.Train.Count,
            TestImages = _data.Test.Count,
            Epochs = result.History.Count,
            Iterations = result.Steps,
            SecondsPerIteration = result.Seconds / result.Steps,
            Seconds = result.Seconds,
            Passes = result.Steps * (1 + _requirements.Sum(requirement => requirement.ExtraPasses)),
            Parameters = _model.parameters().Sum(parameter => parameter.numel()),
            Train = Evaluator.Measure(_model, _data.Train),
            HeldOutImages = _data.HeldOut?.Count ?? 0,
            HeldOut = _data.HeldOut is { } heldOut ? Evaluator.Measure(_model, heldOut) : null,
            Test = Evaluator.Measure(_model, _data.Test),
            Requirements = _plan.Requirements.ToDictionary(
                requirement => requirement.Name,
                requirement => RequirementResult.Of(requirement, duals.Multipliers[requirement.Name][0], duals.Slacks[requirement.Name][0], result.History)),
            Widths = _ranges?.Widths(),
            Status = RunStatus.Of(result.Status),
            Message = result.Message,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _trainer?.Dispose();
        _learner.Dispose();
        foreach (var requirement in _requirements) requirement.Dispose();
        _model.Dispose();
    }

    private TrainerOptions TrainerOptions => new() { Epochs = _options.Epochs, CheckpointFolder = _folder.Checkpoints, ReportEvery = _options.LogEvery };

    private static optim.Optimizer Optimizer(TrainingOptions options, Module classifier, LearnedRanges? ranges)
    {
        var (rate, apart) = (options.StartOfRate, ranges?.parameters() ?? []);
        return options.UsesAdam
            ? optim.Adam([new(classifier.parameters(), rate), .. apart.Select(widths => new Adam.ParamGroup([widths], LearnedRanges.PublishedLearningRate))])
            : optim.SGD(
                [
                    new(classifier.parameters(), rate, momentum: Momentum, weight_decay: WeightDecay, nesterov: true),
                    .. apart.Select(widths => new SGD.ParamGroup([widths], LearnedRanges.PublishedLearningRate, momentum: Momentum, nesterov: true)),
                ],
                rate);
    }

    private Evaluation Evaluate(ImageBatch batch)
    {
        SetLearningRate();
        return _objective.Of(batch);
    }

    /// <summary>The numbers by which a run is followed: on held-out images where there are some, and never chosen by the test images then.</summary>
    private Dictionary<string, double> Look(int epoch)
    {
        if (epoch % _options.LooksEvery != 0) return [];
        var (name, set) = _data.HeldOut is { } heldOut ? (HeldOut, heldOut) : (Test, _data.Test);
        var part = Evaluator.Measure(_model, set);
        return new() { [name + " loss"] = part.Loss, [name + " accuracy"] = part.Accuracy };
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
