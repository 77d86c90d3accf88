using Cifar.Options;
using Cifar.Results;
using Cifar.Training;
using ConstrainedLearning;
using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Invariance;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Models.Vision;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Cifar.Quantization;

/// <summary>Model, method, learner and training of one run.</summary>
internal sealed class QuantizeTrial : IDisposable
{
    private readonly QuantizeOptions _options;
    private readonly ClassifierData _data;
    private readonly Module<Tensor, Tensor> _classifier;
    private readonly TransformationSpace? _augmentation;
    private readonly PrimalDual _learner;
    private readonly TrainingLoop _loop;

    /// <summary>Makes the model from torch's random numbers.</summary>
    /// <param name="options">Checked.</param>
    /// <param name="plan">The bits of each layer; null: those of the options.</param>
    /// <param name="data">Borrowed.</param>
    /// <param name="device">Where to train.</param>
    /// <param name="folder">Where the run goes.</param>
    internal QuantizeTrial(QuantizeOptions options, IReadOnlyDictionary<string, int>? plan, ClassifierData data, Device device, RunFolder folder)
    {
        (_options, _data) = (options, data);
        _classifier = ImageClassifierRegistry.Create(options.Training.Model, data.Train.Shape);
        Model = Trial.Standardised(_classifier, data).to(device);
        Grids = new Grids(options, _classifier, data.Train.Shape, plan);
        Method = PrecisionMethods.Create(options, Model, _classifier, Grids);
        var basic = BaseAugmentation.Of(data.Train.Shape);
        _augmentation = basic.Count > 0 ? TransformationSpace.InOrder(basic) : null;
        _learner = new PrimalDual(
            Model, Optimizer([.. _classifier.parameters(), .. Method.Parameters]), Method.Constraints, DualUpdate.Ascent(options.Training.DualRate),
            scheme: options.Dual == QuantizeOptions.PerEpoch ? Scheme.PerEpoch : Scheme.Simultaneous);
        _loop = new TrainingLoop(options.Training, _learner, data, folder, Evaluate, Method.Measure, Method.Also);
    }

    /// <summary>What takes images.</summary>
    internal Module<Tensor, Tensor> Model { get; }

    /// <summary>The network in it.</summary>
    internal Module<Tensor, Tensor> Classifier => _classifier;

    /// <summary>The layers that the run is about, and their grids.</summary>
    internal Grids Grids { get; }

    /// <summary>The way to low precision.</summary>
    internal IPrecisionMethod Method { get; }

    /// <summary>Multipliers, slacks and values over the training.</summary>
    internal TraceHistory History => _learner.Trace!.History();

    /// <summary>The prices of the requirements.</summary>
    internal SensitivityReport Prices => _learner.Sensitivity();

    /// <summary>Trains to the end, or on from the newest checkpoint in the folder.</summary>
    internal TrainingResult Train(Session session)
    {
        var result = _loop.Run(session, _options.Label);
        if (result.Status == TrainingStatus.Completed) Method.Finish(TrainingImages());
        return result;
    }

    /// <summary>One epoch of training images, as they are trained on.</summary>
    internal IEnumerable<Tensor> TrainingImages()
    {
        foreach (var batch in _data.Training.Batches(_options.Training.Epochs + 1, 0))
        {
            using var scope = NewDisposeScope();
            yield return Augmented(batch);
            batch.Dispose();
        }
    }

    /// <summary>Measures the last iterate.</summary>
    internal QuantizeSummary Summarise(TrainingResult result)
    {
        var parts = new[] { _data.Train, _data.HeldOut, _data.Test }.Select(set => set is null ? null : Method.Measure(set).ToDictionary(part => part.Name, part => part.Result)).ToList();
        var results = parts[0]!.Keys.ToDictionary(name => name, name => new PrecisionResult(parts[0]![name], parts[1]?[name], parts[2]![name]));
        return new QuantizeSummary
        {
            Dataset = _options.Training.Data,
            Model = _options.Training.Model,
            Method = _options.Method,
            Seed = _options.Training.Seed,
            TrainImages = _data.Train.Count,
            TestImages = _data.Test.Count,
            Epochs = result.History.Count,
            Iterations = result.Steps,
            SecondsPerIteration = result.Seconds / result.Steps,
            Passes = result.Steps * Method.PassesPerStep,
            Parameters = Model.parameters().Sum(parameter => parameter.numel()),
            AverageBits = Method.Precisions.ToDictionary(precision => precision.Precision, precision => Grids.AverageBits(precision.Layers)),
            Full = results.GetValueOrDefault(IPrecisionMethod.Full),
            Low = results.Where(pair => pair.Key != IPrecisionMethod.Full).ToDictionary(),
            Bounds = Method.Constraints.ToDictionary(constraint => constraint.Name, constraint => BoundResults.Of(constraint, History, Prices, result.History)),
            Status = RunStatus.Of(result.Status),
            Message = result.Message,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _loop.Dispose();
        _learner.Dispose();
        Method.Dispose();
        Model.Dispose();
    }

    private optim.Optimizer Optimizer(IReadOnlyList<Parameter> parameters) => _options.Training.UsesAdam
        ? optim.Adam(parameters, _options.Training.StartOfRate)
        : optim.SGD(parameters, _options.Training.StartOfRate, momentum: TrainingOptions.Momentum, weight_decay: TrainingOptions.WeightDecay, nesterov: true);

    private Evaluation Evaluate(ImageBatch batch) => Method.Of(Augmented(batch), batch.Labels);

    private Tensor Augmented(ImageBatch batch) => _augmentation?.Draw(batch.Images).Images ?? batch.Images;
}
