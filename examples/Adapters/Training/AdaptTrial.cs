using Adapters.Options;
using Adapters.Results;
using ConstrainedLearning;
using ConstrainedLearning.Adapters;
using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Models.Language;
using ConstrainedLearning.Quantization;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using ExperimentKit.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Adapters.Training;

/// <summary>Base model, adapter, requirements and training of one run.</summary>
internal sealed class AdaptTrial : IDisposable
{
    private const double GateRate = 5;

    private readonly AdaptOptions _options;
    private readonly AdaptData _data;
    private readonly LanguageModel _model;
    private readonly Requirements _requirements;
    private readonly PrimalDual _learner;
    private readonly TrainingLoop<TextBatch> _loop;

    /// <summary>Draws the adapter from torch's random numbers.</summary>
    /// <param name="options">Checked.</param>
    /// <param name="model">Borrowed; it is frozen, and its matrices are rounded where that is asked for.</param>
    /// <param name="data">Borrowed.</param>
    /// <param name="folder">Where the run goes.</param>
    internal AdaptTrial(AdaptOptions options, LanguageModel model, AdaptData data, RunFolder folder)
    {
        (_options, _model, _data) = (options, model, data);
        if (options.BaseBits is { } bits) Round(model, bits);
        OldBefore = [.. data.Old.Select(text => Measure.PerWindow(model, text.Test, options.Training.Windows))];
        NewBefore = Measure.Mean(model, data.New.Test, options.Training.Windows);
        Adapted = new AdaptedModel(model);
        Adapter = Adapted.Add("adapter", Make(options, model));
        _requirements = new Requirements(options, Adapted, Adapter, model, data);
        var training = options.Training;
        _learner = new PrimalDual(Adapted, Optimizer(options, Adapter), _requirements.Constraints, DualUpdate.Ascent(options.DualRate));
        _requirements.Attach(_learner);
        _loop = new TrainingLoop<TextBatch>(new LoopOptions(training.Looks, training.LogEvery, training.TensorBoard), _learner, TextData.Batches(data.New.Training(training.StepsPerLook, training.Seed)), folder)
        {
            Evaluate = Evaluate,
            Look = _ => Look(),
            Schedule = training.Schedule,
        };
    }

    /// <summary>The model with its adapter.</summary>
    internal AdaptedModel Adapted { get; }

    /// <summary>What is trained.</summary>
    internal IAdapter Adapter { get; }

    /// <summary>The base model's loss on each test window of each old text.</summary>
    internal IReadOnlyList<double[]> OldBefore { get; }

    /// <summary>The base model's loss on test windows of the new text.</summary>
    internal double NewBefore { get; }

    /// <summary>Multipliers, slacks and values over the training.</summary>
    internal TraceHistory History => _learner.Trace!.History();

    /// <summary>The prices of the requirements.</summary>
    internal SensitivityReport Prices => _learner.Sensitivity();

    /// <summary>Trains to the end, or on from the newest checkpoint in the folder.</summary>
    internal TrainingResult Train(Session session)
    {
        var result = _loop.Run(session, _options.Label);
        if (result.Status == TrainingStatus.Completed) _requirements.Finish();
        return result;
    }

    /// <summary>Measures the last iterate.</summary>
    internal AdaptSummary Summarise(TrainingResult result)
    {
        var windows = _options.Training.Windows;
        return new AdaptSummary
        {
            Base = _options.Base,
            Text = _options.Text,
            Method = _options.Method,
            Label = _options.Label,
            Seed = _options.Training.Seed,
            Rank = AdapterMethods.RankOf(Adapter),
            Trained = AdapterMethods.Count(Adapter),
            Sites = Adapter.Sites.Count,
            Iterations = result.Steps,
            SecondsPerIteration = result.Seconds / result.Steps,
            Passes = result.Steps * _requirements.PassesPerStep,
            NewBefore = NewBefore,
            Validation = Measure.Mean(_model, _data.New.Validation, windows),
            Test = Measure.Mean(_model, _data.New.Test, windows),
            Old = [.. _data.Old.Select((text, place) => OldResult.Of(_options, text.Facts.Name, OldBefore[place], Measure.PerWindow(_model, text.Test, windows), Measure.Mean(_model, text.Validation, windows)))],
            Requirements = RequirementResult.Of(_requirements.Constraints, History, Prices),
            Merge = _requirements.MergeResult(),
            GatesLeft = _requirements.GatesLeft,
            Status = RunStatus.Of(result.Status),
            Message = result.Message,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _loop.Dispose();
        _learner.Dispose();
        Adapted.Dispose();
    }

    private static IAdapter Make(AdaptOptions options, LanguageModel model)
    {
        try
        {
            var sites = Sites.Of(model, options.Sites.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            if (options.Ranks is { } ranks) return SiteRanks.Adapter(sites, ranks, options.Alpha);
            var size = new AdapterSize(AdapterMethods.RankOf(options.Rank), options.Alpha, model.Options.Width / model.Options.Heads, options.Training.Seed);
            return AdapterMethods.Create(options.Method, sites, size, options.Parameters);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    // Gates start open and have far to go, and are told apart only while the threshold is below their own steps: they move faster than what they gate.
    private static optim.Optimizer Optimizer(AdaptOptions options, IAdapter adapter)
    {
        var rate = options.Training.LearningRate;
        if (options.Budget is null || adapter is not IGated gated) return optim.Adam(adapter.Factors.parameters(), rate);
        var gates = gated.Gates.Select(gate => gate.Values).ToList();
        return optim.Adam([new Adam.ParamGroup(adapter.Factors.parameters().Where(parameter => !gates.Exists(gate => ReferenceEquals(gate, parameter))), lr: rate), new Adam.ParamGroup(gates, lr: rate * GateRate)]);
    }

    private static void Round(LanguageModel model, int bits)
    {
        using var _ = no_grad();
        var grid = new SymmetricQuantizer(bits) { Granularity = Granularity.PerChannel() };
        foreach (var site in LayerSite.Of(model))
        {
            using var rounded = grid.Quantize(site.Weight);
            site.Weight.copy_(rounded);
        }
    }

    private Evaluation Evaluate(TextBatch batch)
    {
        var logits = _model.call(batch.Inputs);
        var loss = Measure.Loss(logits, batch);
        return _requirements.AddTo(loss, batch, _learner.StepCount);
    }

    private Dictionary<string, double> Look()
    {
        var windows = _options.Training.Windows;
        var metrics = new Dictionary<string, double> { ["new validation loss"] = Measure.Mean(_model, _data.New.Validation, windows) };
        foreach (var (place, text) in _data.Old.Index()) metrics[$"old{AdaptData.Number(place, _data.Old.Count)} validation loss"] = Measure.Mean(_model, text.Validation, windows);
        return metrics;
    }
}
