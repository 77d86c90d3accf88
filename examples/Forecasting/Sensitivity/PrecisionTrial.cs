using ConstrainedLearning;
using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Forecasting;
using ConstrainedLearning.Quantization;
using ConstrainedLearning.Quantization.Budgets;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using ExperimentKit.Training;
using Forecasting.Options;
using Forecasting.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Forecasting.Sensitivity;

/// <summary>Model, bounds, learner and training of one run: at one precision with a bound on each layer, or at bits that were chosen with a bound on the forecasts alone.</summary>
internal sealed class PrecisionTrial : IDisposable
{
    private const string Name = "precision";

    private readonly SensitivityOptions _options;
    private readonly PrecisionConstraint _precision;
    private readonly PrimalDual _learner;
    private readonly Evaluator _evaluator;
    private readonly TrainingLoop<ForecastBatch> _loop;

    /// <summary>Makes the model from torch's random numbers.</summary>
    /// <param name="options">Checked.</param>
    /// <param name="bits">Of each layer; null: the low ones, and each layer's error is bounded.</param>
    /// <param name="data">Borrowed.</param>
    /// <param name="device">Where to train.</param>
    /// <param name="folder">Where the run goes.</param>
    internal PrecisionTrial(SensitivityOptions options, BitAllocation? bits, ForecastData data, Device device, RunFolder folder)
    {
        _options = options;
        Model = Trial.CreateModel(options.Training, data).to(device);
        Grids = new Grids(options, Model, data);
        _precision = new PrecisionConstraint(Name, Model, bits?.ToPrecisions(Grids.Sites, Grids.Weight, Grids.Input) ?? Grids.At(options.Low), new PrecisionOptions
        {
            LayerBound = bits is null ? options.EpsilonLayer : null,
            IsRelative = options.LayerError == SensitivityOptions.RelativeError,
            OutputBound = options.EpsilonOutput,
            Distance = OutputDistance.SquaredError,
        });
        _learner = new PrimalDual(Model, optim.Adam(Model.parameters(), options.Training.LearningRate), _precision.Constraints, DualUpdate.Ascent(options.Training.RateOfMultipliers(1), options.Training.DualCap));
        _evaluator = new Evaluator(Model, data, device);
        _loop = new TrainingLoop<ForecastBatch>(options.Training.Loop, _learner, data.Training, folder)
        {
            Schedule = LearningRates.Schedule(options.Training, data.Training.BatchesPerEpoch),
            Evaluate = Evaluate,
            Look = _ => new Dictionary<string, double> { ["mse"] = Mse(Part.Validation), ["low mse"] = LowMse(Part.Validation) },
            Also = new Dictionary<string, ICheckpointed> { [Name] = _precision },
        };
    }

    /// <summary>The forecaster.</summary>
    internal Forecaster Model { get; }

    /// <summary>Its layers and their grids.</summary>
    internal Grids Grids { get; }

    /// <summary>When something was noted in the training.</summary>
    internal IReadOnlyList<long> Steps => History.Steps;

    /// <summary>Multipliers and values of the layers at these steps; only where layers are bounded.</summary>
    internal ConstraintHistory Layers => History.Constraints[_precision.Layers!.Name];

    /// <summary>Trains to the end, or on from the newest checkpoint in the folder.</summary>
    internal TrainingResult Train(Session session, string title) => _loop.Run(session, title);

    /// <summary>The mean squared error on a part of the data of the model as it is run in the way given.</summary>
    internal double Mse(Part part, Func<Func<Tensor>, Tensor> run) => _evaluator.Measure(part, run).Mse;

    /// <summary>Measures the last iterate.</summary>
    internal PrecisionSummary Summarise(TrainingResult result, string dataset) => new()
    {
        Dataset = dataset,
        Model = _options.Training.Model,
        Seed = _options.Training.Seed,
        Epochs = result.History.Count,
        Iterations = result.Steps,
        Seconds = result.Seconds,
        SecondsPerIteration = result.Seconds / result.Steps,
        Parameters = Model.parameters().Sum(parameter => parameter.numel()),
        Bits = _precision.Twin.Layers.ToDictionary(layer => layer.Site.Name, layer => layer.Weight.Bits),
        Validation = new(Mse(Part.Validation), LowMse(Part.Validation)),
        Test = new(Mse(Part.Test), LowMse(Part.Test)),
        Bounds = [.. _precision.Constraints.SelectMany(PricesOf).Select(price => new BoundResult(price.Constraint, NameOf(price), price.Multiplier, LastValue(price, result), price.Bound))],
        Status = RunStatus.Of(result.Status),
        Message = result.Message,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _loop.Dispose();
        _learner.Dispose();
        _precision.Dispose();
        Model.Dispose();
    }

    private TraceHistory History => _learner.Trace!.History();

    private Evaluation Evaluate(ForecastBatch batch)
    {
        Tensor Forward() => Model.call(batch.Input);
        var output = Forward();
        return Evaluation.Of((output - batch.Target).square().mean()).With(_precision, output, Forward);
    }

    private double Mse(Part part) => _evaluator.Measure(part).Mse;

    private double LowMse(Part part) => Mse(part, _precision.Twin.Run);

    private IEnumerable<Price> PricesOf(Constraint constraint) => _learner.Sensitivity().Prices.Where(price => price.Constraint == constraint.Name).OrderBy(price => price.Component);

    private string NameOf(Price price) => _precision.Constraints.Single(constraint => constraint.Name == price.Constraint).ComponentNames is { } names ? names[price.Component] : price.Constraint;

    /// <summary>The mean of the last epoch.</summary>
    private static double LastValue(Price price, TrainingResult result) => result.History is [.., var last] ? last.Constraints[price.Constraint][price.Component] : double.NaN;
}
