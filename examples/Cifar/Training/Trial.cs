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
    private const string Classifier = "classify";
    private const int AveragedDraws = 2; // as published beside the bounds

    private readonly TrainingOptions _options;
    private readonly Plan _plan;
    private readonly ClassifierData _data;
    private readonly LearnedRanges? _ranges;
    private readonly Module<Tensor, Tensor> _model;
    private readonly IReadOnlyList<InvarianceConstraint> _requirements;
    private readonly PrimalDual _learner;
    private readonly TrainingLoop _loop;

    /// <summary>Makes the model from torch's random numbers and the multipliers beside it.</summary>
    internal Trial(TrainingOptions options, Plan plan, ClassifierData data, Device device, RunFolder folder)
    {
        (_options, _plan, _data) = (options, plan, data);
        var classifier = CreateModel(options, data);
        _ranges = plan.Ranges is null ? null : new LearnedRanges(plan.Ranges);
        _model = (_ranges is null ? classifier : new AveragedPrediction(_ranges, classifier, AveragedDraws)).to(device);
        _requirements = [.. plan.Requirements.Select((requirement, place) => requirement.On(_model, (ulong)(options.Seed * 31 + place + 1), data.Train.Count))];
        _learner = new PrimalDual(_model, Optimizer(options, classifier, _ranges), [.. _requirements.Select(requirement => requirement.Constraint)], DualUpdate.Ascent(options.DualRate));
        var objective = new BatchObjective(_model, _ranges, plan, _requirements, requirement => _learner.Multipliers[requirement.Constraint].Multiplier);
        _loop = new TrainingLoop(options, _learner, data, folder, objective.Of, set => [("", Evaluator.Measure(_model, set))],
            _requirements.ToDictionary(requirement => requirement.Constraint.Name, ICheckpointed (requirement) => requirement));
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
            return Standardised(ImageClassifierRegistry.Create(options.Model, data.Train.Shape), data);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"the model {options.Model} cannot be made for {options.Data}: {e.Message}", e);
        }
    }

    /// <summary>The classifier in a model that <see cref="CreateModel"/> made.</summary>
    internal static Module<Tensor, Tensor> ClassifierOf(Module<Tensor, Tensor> model) => (Module<Tensor, Tensor>)model.named_children().Single(pair => pair.name == Classifier).module;

    /// <summary>A classifier behind the standardisation of its data; it goes with the result.</summary>
    internal static Module<Tensor, Tensor> Standardised(Module<Tensor, Tensor> classifier, ClassifierData data) => Sequential(("standardise", new ChannelNormalization(data.Train.Statistics)), (Classifier, classifier));

    /// <summary>Trains to the end, or on from the newest checkpoint in the folder.</summary>
    internal TrainingResult Train(Session session, string title) => _loop.Run(session, title);

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
        _loop.Dispose();
        _learner.Dispose();
        foreach (var requirement in _requirements) requirement.Dispose();
        _model.Dispose();
    }

    private static optim.Optimizer Optimizer(TrainingOptions options, Module classifier, LearnedRanges? ranges)
    {
        var (rate, apart) = (options.StartOfRate, ranges?.parameters() ?? []);
        return options.UsesAdam
            ? optim.Adam([new(classifier.parameters(), rate), .. apart.Select(widths => new Adam.ParamGroup([widths], LearnedRanges.PublishedLearningRate))])
            : optim.SGD(
                [
                    new(classifier.parameters(), rate, momentum: TrainingOptions.Momentum, weight_decay: TrainingOptions.WeightDecay, nesterov: true),
                    .. apart.Select(widths => new SGD.ParamGroup([widths], LearnedRanges.PublishedLearningRate, momentum: TrainingOptions.Momentum, nesterov: true)),
                ],
                rate);
    }
}
