using ConstrainedLearning.Adapters;
using ConstrainedLearning.Forecasting;
using ConstrainedLearning.Invariance;
using ConstrainedLearning.Quantization;
using ConstrainedLearning.Reports.Adapters;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Reports.Tests.Composition;

/// <summary>The methods of the library.</summary>
[Flags]
public enum Methods
{
    Shaping = 1,
    Resilience = 2,
    Precision = 4,
    Invariance = 8,
    Adapters = 16,
    All = 31,
}

/// <summary>A model that reads an image and foretells four steps, under requirements of the methods that were chosen.</summary>
internal sealed class ComposedRun : IDisposable
{
    internal const int BatchesPerEpoch = 6, Epochs = 4, Horizon = 4;

    private readonly bool _isResilient;
    private readonly AdaptedModel? _adapted;
    private readonly ForgettingConstraint? _forgetting;
    private readonly CapacityConstraint? _capacity;
    private readonly PrecisionConstraint? _precision;
    private readonly InvarianceConstraint? _invariance;
    private readonly LossShaping _shaping;
    private readonly Trainer<int> _trainer;
    private readonly List<EpochRecord> _epochs = [];

    internal ComposedRun(Methods methods, string? folder, int epochs = Epochs)
    {
        manual_seed(1);
        _isResilient = methods.HasFlag(Methods.Resilience);
        Model = new Foreteller();
        if (methods.HasFlag(Methods.Adapters))
        {
            _adapted = new AdaptedModel(Model);
            var adapter = _adapted.Add("tensor", new LoRTA(Sites.Of(Model, "query", "output"), headSize: 4, new LoRTAOptions { Rank = 3 }));
            _adapted.Add("front", new LoRA(Sites.Of(Model, "convolution", "last"), new LoRAOptions { Rank = 1 }));
            _forgetting = new ForgettingConstraint("forgetting", _adapted, 0.05).As(Eased);
            _capacity = new CapacityConstraint("capacity", adapter, 0.5).As(Eased);
        }
        _shaping = methods.HasFlag(Methods.Shaping) || methods == Methods.Resilience
            ? LossShaping.PerStep([0.02, 0.04, 0.06, 0.08], new ShapingOptions { Alpha = _isResilient ? 2 : null })
            : LossShaping.None(Horizon);
        if (methods.HasFlag(Methods.Precision))
            _precision = new PrecisionConstraint(
                "3 bits", Model, LayerPrecision.Of(LayerSite.Of(Model, "query", "output"), new SymmetricQuantizer(3)), new PrecisionOptions { LayerBound = 0.01, OutputBound = 0.001, Distance = OutputDistance.SquaredError }).As(Eased);
        if (methods.HasFlag(Methods.Invariance))
            _invariance = new InvarianceConstraint("turned", 0.05, TransformationSpace.Rotation(90), Model, (prediction, target) => (prediction - target).square().mean([1, 2]), new InvarianceOptions { Seed = 5 }).As(Eased);

        var trained = _adapted ?? (nn.Module)Model;
        Constraints = [.. _shaping.Constraints, .. _precision?.Constraints ?? [], .. new[] { _invariance?.Constraint, _forgetting?.Constraint, _capacity?.Constraint }.OfType<Constraint>()];
        Learner = new PrimalDual(trained, optim.Adam(trained.parameters(), 3e-2), Constraints, DualUpdate.Ascent(0.5));
        Learner.Record();
        Dictionary<string, ICheckpointed> also = [];
        if (_precision is not null) also["precision"] = _precision;
        if (_invariance is not null) also["invariance"] = _invariance;
        _trainer = new Trainer<int>(
            Learner, new TrainingData<int>(BatchesPerEpoch, (epoch, skip) => Enumerable.Range(skip, BatchesPerEpoch - skip).Select(batch => (100 * epoch) + batch)), Evaluate,
            new TrainerOptions { Epochs = epochs, CheckpointFolder = folder })
        {
            Also = also,
            EpochFinished = _epochs.Add,
        };
    }

    internal Foreteller Model { get; }

    internal IReadOnlyList<Constraint> Constraints { get; }

    internal PrimalDual Learner { get; }

    internal TrainingResult Train(CancellationToken cancellation = default) => _trainer.Run(cancellation);

    internal void Resume(string folder) => _trainer.Resume(folder);

    /// <summary>Every number that training has moved.</summary>
    internal IReadOnlyDictionary<string, double[]> Everything()
    {
        var numbers = Learner.Model.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.to(ScalarType.Float64).contiguous().data<double>().ToArray());
        foreach (var price in Learner.Sensitivity().Prices) numbers["price of " + price.Name] = [price.Multiplier, price.Slack];
        return numbers;
    }

    internal AdapterReport Report() => new("everything at once", _epochs) { History = Learner.Trace!.History(), Prices = Learner.Sensitivity(), Sizes = _adapted?.Sizes() };

    public void Dispose()
    {
        _trainer.Dispose();
        Learner.Dispose();
        _precision?.Dispose();
        _invariance?.Dispose();
        _adapted?.Dispose();
        Model.Dispose();
    }

    private Constraint Eased(Constraint constraint) => _isResilient ? constraint.Relaxed(Relaxation.Quadratic(2)) : constraint;

    private Evaluation Evaluate(int batch)
    {
        var (images, targets) = Batch(batch);
        var prediction = Model.call(images);
        var evaluation = _shaping.Evaluate(prediction, targets);
        if (_precision is not null) evaluation.With(_precision, prediction, () => Model.call(images));
        if (_invariance is not null) evaluation.With(_invariance, images, targets);
        if (_forgetting is not null)
        {
            var (old, known) = Batch(batch + 50);
            evaluation.With(_forgetting, () => Model.call(old), output => (output - known).square().mean());
        }
        if (_capacity is not null) evaluation.With(_capacity);
        return evaluation;
    }

    /// <summary>A spot at some place, and how bright the four rows are that it lies in.</summary>
    private static (Tensor Images, Tensor Targets) Batch(int number)
    {
        using var generator = new Generator((ulong)number, CPU);
        var images = rand([16, 1, 8, 8], generator: generator).square();
        return (images, images.view(16, Horizon, 2, 8).mean([2, 3]).unsqueeze(-1));
    }
}
