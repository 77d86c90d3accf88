using ConstrainedLearning.Quantization;
using ConstrainedLearning.Quantization.Budgets;
using ConstrainedLearning.Quantization.Rankings;
using static TorchSharp.torch;

namespace ExperimentKit.Layers;

/// <summary>A trained model whose layers are studied, and the data to see them by. Everything is borrowed.</summary>
public sealed record LayerSubject
{
    /// <summary>The model.</summary>
    public required nn.Module Model { get; init; }

    /// <summary>Its layers, the first one next to the input.</summary>
    public required IReadOnlyList<LayerSite> Sites { get; init; }

    /// <summary>The grid of weights at a number of bits.</summary>
    public required Func<int, IQuantizer> Weight { get; init; }

    /// <summary>The grid of inputs at a number of bits; null: inputs stay as they are.</summary>
    public required Func<int, IQuantizer?> Input { get; init; }

    /// <summary>Batches of training data: each gives the mean loss. Rankings see these.</summary>
    public required IReadOnlyList<Func<Tensor>> Seen { get; init; }

    /// <summary>Batches of other data, of equal size: the truths are taken on these.</summary>
    public required IReadOnlyList<Func<Tensor>> Unseen { get; init; }

    /// <summary>Passes that set running statistics at low precision; empty for models that have none.</summary>
    public required IReadOnlyList<Func<Tensor>> Calibration { get; init; }

    /// <summary>Loss and accuracy on test data of a model that is run in the way given.</summary>
    public required Func<Func<Func<Tensor>, Tensor>, (double Loss, double? Accuracy)> Measure { get; init; }

    /// <summary>What the layers cost.</summary>
    public required IReadOnlyList<LayerCost> Costs { get; init; }

    /// <summary>The layers' names.</summary>
    public IReadOnlyList<string> Names => [.. Costs.Select(cost => cost.Layer)];

    /// <summary>All layers at one number of bits.</summary>
    public IReadOnlyList<LayerPrecision> At(int bits) => LayerPrecision.Of(Sites, Weight(bits), Input(bits));

    /// <summary>What rankings look at when all layers go to this number of bits.</summary>
    public RankingProblem Problem(int bits) => new(Model, At(bits), Seen) { Calibration = Calibration };

    /// <summary>The same on data that was not trained on.</summary>
    public RankingProblem Truth(int bits) => new(Model, At(bits), Unseen) { Calibration = Calibration };

    /// <summary>Loss and accuracy on test data with these bits, after calibration.</summary>
    public (double Loss, double? Accuracy) Calibrated(BitAllocation allocation)
    {
        using var scope = NewDisposeScope();
        using var twin = new LowPrecisionTwin(Model, allocation.ToPrecisions(Sites, Weight, Input));
        twin.Calibrate(Calibration);
        return Measure(twin.Run);
    }
}
