using ExperimentKit.Machine;
using ExperimentKit.Settings;

namespace Adapters.Options;

/// <summary>What every training of the program needs. The defaults end in under a minute.</summary>
internal sealed record TrainingOptions
{
    /// <summary>Steps.</summary>
    public int Steps { get; init; } = 300;

    /// <summary>Steps over which the learning rate rises.</summary>
    public int Warmup { get; init; } = 20;

    /// <summary>Windows of text a batch.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>The highest learning rate.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Windows on which the model is measured.</summary>
    public int Windows { get; init; } = 200;

    /// <summary>Decides first weights and the order of the text.</summary>
    public long Seed { get; init; }

    /// <summary>cpu or cuda.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads of one operation.</summary>
    public int Threads { get; init; } = Machines.DefaultThreads;

    /// <summary>Every how many steps a line is logged and progress shown.</summary>
    public int LogEvery { get; init; } = 20;

    /// <summary>Whether the log is also written as TensorBoard event files.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>How often a run looks at text that it is not trained on, and saves its state.</summary>
    internal int Looks => Math.Min(Steps, 10);

    /// <summary>Steps between two looks.</summary>
    internal int StepsPerLook => Steps / Looks;

    /// <summary>The part of the highest learning rate: up a line, down a cosine.</summary>
    internal double Schedule(long step, long steps) => step < Warmup
        ? (step + 1.0) / (Warmup + 1)
        : (1 + Math.Cos(Math.PI * (step - Warmup) / Math.Max(1, steps - Warmup))) / 2;

    /// <summary>These as settings of a command's own options.</summary>
    internal static IEnumerable<Setting<T>> Settings<T>(Func<T, TrainingOptions> get, Func<T, TrainingOptions, T> set)
    {
        SettingGroup<TrainingOptions> training = new("Training"), machine = new("Machine and log");
        Setting<TrainingOptions>[] all =
        [
            training.Whole("steps", "training steps, rounded down to a multiple of ten; reported numbers are the last one's", o => o.Steps, (o, v) => o with { Steps = (int)v }),
            training.Whole("warmup", "steps over which the learning rate rises; then it falls to 0 along a cosine", o => o.Warmup, (o, v) => o with { Warmup = (int)v }, least: 0),
            training.Whole("batch", "windows of text a batch", o => o.Batch, (o, v) => o with { Batch = (int)v }),
            training.Positive("lr", "the highest learning rate, of Adam", o => o.LearningRate, (o, v) => o with { LearningRate = v }),
            training.Whole("windows", "windows of validation and of test text that the model is measured on", o => o.Windows, (o, v) => o with { Windows = (int)v }, least: 2),
            training.Whole("seed", "decides first weights and the order of the text", o => o.Seed, (o, v) => o with { Seed = v }, least: 0),
            machine.Choice("device", ["cpu", "cuda"], "where to train", o => o.Device, (o, v) => o with { Device = v }),
            machine.Whole("threads", "threads of one operation", o => o.Threads, (o, v) => o with { Threads = (int)v }, ifNone: "the physical cores, at most 4"),
            machine.Whole("log-every", "every how many steps a line is logged and progress shown", o => o.LogEvery, (o, v) => o with { LogEvery = (int)v }),
            machine.Switch("tensorboard", "also write the log as TensorBoard event files into the run's folder", o => o.TensorBoard, (o, v) => o with { TensorBoard = v }),
        ];
        return all.Select(setting => setting.Within(get, set));
    }
}
