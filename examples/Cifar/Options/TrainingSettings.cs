using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Models.Vision;
using ExperimentKit.Settings;

namespace Cifar.Options;

/// <summary>The settings that all commands share: flags and configuration keys alike.</summary>
internal static class TrainingSettings
{
    private static readonly SettingGroup<TrainingOptions> _data = new("Data"), _model = new("Model"), _bound = new("Bound and price (multiplier)"), _training = new("Training"), _machine = new("Machine and log");

    /// <summary>The heading under which commands put their own bounds.</summary>
    internal const string BoundGroup = "Bound and price (multiplier)";

    private static readonly IReadOnlyList<Setting<TrainingOptions>> _all =
    [
        _data.Choice("data", [.. ImageData.Names], "the data set; digits comes with the library", o => o.Data, (o, v) => o with { Data = v }),
        _data.Text("data-dir", "DIR", "where data is looked for first; then the user's cache and the system's packages", o => o.DataDirectory, (o, v) => o with { DataDirectory = v }),
        _data.Whole("per-class", "training images of each class, chosen by the seed", o => o.PerClass, (o, v) => o with { PerClass = (int)v }, ifNone: "all"),
        _data.Whole("test-per-class", "test images of each class, chosen by the seed", o => o.TestPerClass, (o, v) => o with { TestPerClass = (int)v }, ifNone: "all"),

        _model.Text("model", "NAME", string.Join("; ", ImageClassifierRegistry.All.Select(entry => $"{entry.Name}: {entry.Description}")), o => o.Model, (o, v) => o with { Model = TrainingOptions.Classifier(v) }),

        _bound.Positive("dual-lr", "step size of the multipliers; published for augmentation: 1e-4 over 78,000 steps", o => o.DualRate, (o, v) => o with { DualRate = v }),

        _training.Whole("epochs", "passes over the training images; reported numbers are the last one's", o => o.Epochs, (o, v) => o with { Epochs = (int)v }),
        _training.Whole("batch", "images a batch", o => o.Batch, (o, v) => o with { Batch = (int)v }),
        _training.Positive("lr", "the first learning rate, which falls to 0 along a cosine, step by step", o => o.LearningRate, (o, v) => o with { LearningRate = v }, ifNone: "1e-3 with adam, 0.1 with sgd"),
        _training.Choice("optimizer", [TrainingOptions.Adam, TrainingOptions.Sgd], "what trains the model; sgd has Nesterov momentum 0.9 and weight decay 5e-4", o => o.Optimizer, (o, v) => o with { Optimizer = v }, "adam for mlp and lenet, else sgd"),
        _training.Positive("clip", "the longest gradient of loss and requirements together; published: 5 for CIFAR, 1 for synthetic symmetries", o => o.Clip, (o, v) => o with { Clip = v }, ifNone: "as long as it is"),
        _training.Number("hold-out", "the share of each class that is not trained on but measured, to choose settings by", o => o.HoldOut, (o, v) => o with { HoldOut = v }, value => value is > 0 and < 1, "a share between 0 and 1", "none"),
        _training.Whole("evaluate-every", "every how many epochs the held-out images, or else the test images, are measured", o => o.EvaluateEvery, (o, v) => o with { EvaluateEvery = (int)v }, ifNone: "ten times a run"),
        _training.Whole("seed", "decides initial weights, data order, the subset and all draws", o => o.Seed, (o, v) => o with { Seed = v }, least: 0),

        _machine.Choice("device", ["cpu", "cuda"], "where to train", o => o.Device, (o, v) => o with { Device = v }),
        _machine.Whole("threads", "threads of one operation", o => o.Threads, (o, v) => o with { Threads = (int)v }, ifNone: "the physical cores, at most 4"),
        _machine.Whole("log-every", "every how many steps a line is logged and progress shown", o => o.LogEvery, (o, v) => o with { LogEvery = (int)v }),
        _machine.Switch("tensorboard", "also write the log as TensorBoard event files into the run's folder", o => o.TensorBoard, (o, v) => o with { TensorBoard = v }),
    ];

    /// <summary>The shared settings as settings of a command's own options, which hold <see cref="TrainingOptions"/>.</summary>
    internal static IEnumerable<Setting<T>> Of<T>(Func<T, TrainingOptions> get, Func<T, TrainingOptions, T> set) =>
        _all.Select(setting => setting.Within(get, set));
}
