using ConstrainedLearning;
using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Forecasting;
using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Forecasting;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using ExperimentKit.Training;
using Forecasting.Levels;
using Forecasting.Options;
using Forecasting.Results;
using TorchSharp;
using static TorchSharp.torch;

namespace Forecasting.Training;

/// <summary>Model, learner and trainer of one run.</summary>
internal sealed class Trial : IDisposable
{
    private const string Score = "mse";

    private readonly ForecastOptions _options;
    private readonly int _batchesPerEpoch;
    private readonly LossShaping _shaping;
    private readonly Forecaster _model;
    private readonly PrimalDual _learner;
    private readonly Evaluator _evaluator;
    private readonly TrainingLoop<ForecastBatch> _loop;

    /// <summary>Makes the model from torch's random numbers and the multipliers beside it.</summary>
    internal Trial(ForecastOptions options, ForecastData data, LossShaping shaping, Device device, RunFolder folder)
    {
        (_options, _shaping, _batchesPerEpoch) = (options, shaping, data.Training.BatchesPerEpoch);
        _model = CreateModel(options, data).to(device);
        _learner = new PrimalDual(
            _model, optim.Adam(_model.parameters(), options.LearningRate), shaping.Constraints, DualUpdate.Ascent(options.RateOfMultipliers((long)options.Epochs * _batchesPerEpoch), options.DualCap),
            options.DualRule == DualNames.Augmented ? Formulation.AugmentedLagrangian(Penalty.Constant(options.Penalty)) : null,
            options.DualData == DualNames.Batch ? null : Scheme.PerEpoch);
        if (options.Average is { } decay) _learner.AverageIterates(Averaging.Exponential(decay));
        _evaluator = new Evaluator(_model, data, device, shaping) { Average = _learner.Average };
        _loop = new TrainingLoop<ForecastBatch>(options.Loop, _learner, data.Training, folder)
        {
            Schedule = LearningRates.Schedule(options, _batchesPerEpoch),
            Evaluate = batch => _shaping.Evaluate(_model.call(batch.Input), batch.Target),
            Look = _ => Metrics(_evaluator.Measure(Part.Validation)),
            ScoredBy = options.Average is null ? Score : null, // the iterate that is kept would be another than the average that was measured
            DualData = options.DualData == DualNames.Validation ? () => data.All(Part.Validation) : null,
        };
    }

    /// <summary>The model that the options name, on the CPU; the caller disposes it.</summary>
    /// <exception cref="UsageException">Its sizes do not fit together.</exception>
    internal static Forecaster CreateModel(ForecastOptions options, ForecastData data)
    {
        try
        {
            return ForecasterRegistry.Create(options.Model, data.Shape, options.ModelSizes);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"the model {options.Model} cannot be made: {e.Message}", e);
        }
    }

    /// <summary>Multipliers, slacks and values over the training.</summary>
    internal TraceHistory History => _learner.Trace!.History();

    /// <summary>Trains to the end, or on from the newest checkpoint in the folder.</summary>
    internal TrainingResult Train(Session session, string title) => _loop.Run(session, title);

    /// <summary>Measures the last iterate, its test errors by blocks of windows too, and the one with the lowest validation error.</summary>
    internal (Summary Summary, TestBlocks Blocks) Summarise(TrainingResult result, BoundLevels levels, string dataset)
    {
        var duals = DualValues.Of(_learner);
        var (train, validation) = (_evaluator.Result(Part.Train), _evaluator.Result(Part.Validation));
        var (test, blocks) = _evaluator.Test();
        var summary = new Summary
        {
            Dataset = dataset,
            Model = _options.Model,
            Method = _options.Method,
            Resilient = _options.Resilient,
            Lookback = _options.Lookback,
            Horizon = _options.Horizon,
            Seed = _options.Seed,
            Epochs = result.History.Count,
            Iterations = result.Steps,
            SecondsPerIteration = result.Seconds / result.Steps,
            Seconds = result.Seconds,
            Parameters = _model.parameters().Sum(parameter => parameter.numel()),
            Epsilon = _shaping.Constraint is null || levels.Shares.Length > 0 ? [] : [.. _shaping.Constraint.Bounds],
            Shares = levels.Shares,
            EpsilonSource = levels.Source,
            Train = train,
            Validation = validation,
            Test = test,
            TrainRunningPerStep = result.History is [.., var last] ? last.Observations[LossShaping.PerStepName] : [],
            Best = Best(result.History),
            Multipliers = duals.Multipliers,
            Slacks = duals.Slacks,
            Remarks = Settling.Remarks(History, _batchesPerEpoch, _options.DualCap),
            Status = RunStatus.Of(result.Status),
            Message = result.Message,
        };
        return (summary, blocks);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _loop.Dispose();
        _learner.Dispose();
        _model.Dispose();
    }

    private BestResult? Best(IReadOnlyList<EpochRecord> history)
    {
        if (_options.Average is not null) return null;
        var scored = history.Where(epoch => !double.IsNaN(epoch.Metrics[Score])).ToList();
        if (scored.Count == 0) return null;
        _loop.RestoreBest();
        return new BestResult(scored.MinBy(epoch => epoch.Metrics[Score])!.Epoch, _evaluator.Result(Part.Train), _evaluator.Result(Part.Validation), _evaluator.Result(Part.Test));
    }

    private static Dictionary<string, double> Metrics(ForecastMetrics metrics)
    {
        var result = new Dictionary<string, double> { [Score] = metrics.Mse, ["mae"] = metrics.Mae, ["windowStd"] = metrics.WindowStd, ["worstStep"] = metrics.PerStep.Max() };
        if (metrics.Mcv is { } violation) result["mcv"] = violation;
        return result;
    }
}
