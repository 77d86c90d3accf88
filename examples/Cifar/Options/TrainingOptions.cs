using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Models.Vision;
using ExperimentKit.CommandLine;
using ExperimentKit.Machine;

namespace Cifar.Options;

/// <summary>What every command of the program needs: data, model, training. The defaults train in seconds on the set that comes with the library.</summary>
internal sealed record TrainingOptions
{
    internal const string Adam = "adam", Sgd = "sgd";

    /// <summary>Of SGD.</summary>
    internal const double Momentum = 0.9, WeightDecay = 5e-4;

    private const double RateOfAdam = 1e-3, RateOfSgd = 0.1;
    private const int LooksByDefault = 10;

    /// <summary>The data set's name.</summary>
    public string Data { get; init; } = ImageData.Digits;

    /// <summary>Where to look for data first.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Training images of each class, chosen by the seed; null: all.</summary>
    public int? PerClass { get; init; }

    /// <summary>Test images of each class, chosen by the seed; null: all.</summary>
    public int? TestPerClass { get; init; }

    /// <summary>The classifier's name.</summary>
    public string Model { get; init; } = "mlp";

    /// <summary>The step size of the multipliers; published: 1e-4 over 78,000 steps.</summary>
    public double DualRate { get; init; } = 1e-2;

    /// <summary>Passes over the training images.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Images a batch.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>The first learning rate, which falls to 0 along a cosine, step by step; null: <see cref="StartOfRate"/>.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The longest gradient of loss and requirements together; null: as long as it is. Published: 5 for CIFAR, 1 for synthetic symmetries.</summary>
    public double? Clip { get; init; }

    /// <summary>The share of each class that is not trained on but measured, to choose settings by; null: none.</summary>
    public double? HoldOut { get; init; }

    /// <summary>Every how many epochs the held-out images, or else the test images, are measured; null: <see cref="LooksEvery"/>.</summary>
    public int? EvaluateEvery { get; init; }

    /// <summary>Decides initial weights, data order, the subset and all draws.</summary>
    public long Seed { get; init; }

    /// <summary>cpu or cuda.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads of one operation.</summary>
    public int Threads { get; init; } = Machines.DefaultThreads;

    /// <summary>Every how many steps a line is logged and progress shown.</summary>
    public int LogEvery { get; init; } = 20;

    /// <summary>Whether the log is also written as TensorBoard event files.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>adam or sgd, with Nesterov momentum; null: <see cref="UsesAdam"/>.</summary>
    public string? Optimizer { get; init; }

    /// <summary>As chosen, else Adam for the small models and SGD for residual networks, as published for augmentation.</summary>
    public bool UsesAdam => Optimizer is { } chosen ? chosen == Adam : Model is "mlp" or "lenet";

    /// <summary>The first learning rate: as chosen, else 1e-3 with Adam and 0.1 with SGD.</summary>
    public double StartOfRate => LearningRate ?? (UsesAdam ? RateOfAdam : RateOfSgd);

    /// <summary>As chosen, else so that there are ten looks a run.</summary>
    public int LooksEvery => EvaluateEvery ?? Math.Max(1, Epochs / LooksByDefault);

    /// <summary>A classifier's name as the registry writes it.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    internal static string Classifier(string name)
    {
        try
        {
            return ImageClassifierRegistry.Find(name).Name;
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"--model: {e.Message}", e);
        }
    }
}
