using ExperimentKit.Training;

namespace Forecasting.Options;

/// <summary>Everything that decides the numbers of a run. What is null and named in <see cref="RecipeNames"/> is as the recipe has it.</summary>
internal sealed record ForecastOptions
{
    /// <summary>A known series or a path.</summary>
    public string Data { get; init; } = "newyork";

    /// <summary>Where to look for known series first.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>generic (7:1:2) or ett.</summary>
    public string Split { get; init; } = "generic";

    /// <summary>The forecaster's name.</summary>
    public string Model { get; init; } = "dlinear";

    /// <summary>Rows that the model sees.</summary>
    public int Lookback { get; init; } = 96;

    /// <summary>Rows that it predicts.</summary>
    public int Horizon { get; init; } = 96;

    /// <summary>Where defaults come from; see <see cref="RecipeNames"/>.</summary>
    public string Recipe { get; init; } = RecipeNames.Default;

    /// <summary>The shape of the bounds; see <see cref="MethodNames"/>.</summary>
    public string Method { get; init; } = MethodNames.Constant;

    /// <summary>The level of the method constant, as written; null: <see cref="Level"/>.</summary>
    public string? Epsilon { get; init; }

    /// <summary>The level of the method constant: as chosen, else the median over the steps of the reference run's training errors as published, or their lowest quartile.</summary>
    public string Level => Epsilon ?? (Recipe == RecipeNames.Paper ? "quantile:0.5@train" : "quantile:0.25@train");

    /// <summary>Linear bounds: the slope; null: fitted to the reference run.</summary>
    public double? Slope { get; init; }

    /// <summary>Linear bounds: the value at the first step.</summary>
    public double? Offset { get; init; }

    /// <summary>Exponential bounds: the value at the first step; null: fitted to the reference run.</summary>
    public double? Scale { get; init; }

    /// <summary>Exponential bounds: the growth per step.</summary>
    public double? Rate { get; init; }

    /// <summary>Even errors: by which share the mean error may rise; null: <see cref="DefaultRise"/>.</summary>
    public double? Rise { get; init; }

    /// <summary>Growing and inverse weights: the power; null: <see cref="DefaultPower"/>.</summary>
    public double? Power { get; init; }

    /// <summary>Worst steps: which share of them; null: <see cref="DefaultShare"/>.</summary>
    public double? Share { get; init; }

    /// <summary>A specialist's step, from 1; null: the last.</summary>
    public int? Step { get; init; }

    /// <summary>The folder of a finished run without requirements; null: one is trained where it is needed.</summary>
    public string? Reference { get; init; }

    /// <summary>The cost (alpha/2) u^2 of letting a bound give way; null: it does not.</summary>
    public double? Resilient { get; init; }

    /// <summary>The step size of the slacks.</summary>
    public double SlackRate { get; init; } = 0.1;

    /// <summary>The step size of the multipliers; null: <see cref="RateOfMultipliers"/>.</summary>
    public double? DualRate { get; init; }

    /// <summary>
    /// The step size of the multipliers: as chosen, else 0.01 as published. For even errors it is 4 over the steps of the run, so that their multipliers, which sum to at most 1, have time to in a run of any length.
    /// </summary>
    /// <param name="steps">Of the whole run.</param>
    public double RateOfMultipliers(long steps) => DualRate ?? (Method == MethodNames.Even ? 4.0 / steps : 0.01);

    /// <summary>Where multipliers start; null: <see cref="StartOfMultipliers"/>.</summary>
    public double? DualInit { get; init; }

    /// <summary>
    /// Where multipliers start: as chosen, else 0, or 1 as published. Monotonic and even errors always start at 0: there multipliers take weight from other steps, and at 1 errors would be raised as
    /// fast as others are lowered.
    /// </summary>
    public double StartOfMultipliers => DualInit ?? (Recipe == RecipeNames.Paper && Method is not (MethodNames.Monotonic or MethodNames.Even) ? 1 : 0);

    /// <summary>The largest multiplier.</summary>
    public double DualCap { get; init; } = 10;

    /// <summary>How multipliers move; see <see cref="DualNames"/>.</summary>
    public string DualRule { get; init; } = DualNames.Ascent;

    /// <summary>The coefficient of the augmented Lagrangian.</summary>
    public double Penalty { get; init; } = 1;

    /// <summary>The unit of violations, see <see cref="DualNames"/>; null: <see cref="UnitOfViolations"/>.</summary>
    public string? Violations { get; init; }

    /// <summary>The unit of violations: as chosen, else absolute as published, or relative.</summary>
    public string UnitOfViolations => Violations ?? (Recipe == RecipeNames.Paper ? DualNames.Absolute : DualNames.Relative);

    /// <summary>What multipliers move by; see <see cref="DualNames"/>.</summary>
    public string DualData { get; init; } = DualNames.Batch;

    /// <summary>How the learning rate falls, see <see cref="LearningRates"/>; null: <see cref="FallOfLearningRate"/>.</summary>
    public string? Schedule { get; init; }

    /// <summary>How the learning rate falls: as chosen, else halving as published, or by a cosine.</summary>
    public string FallOfLearningRate => Schedule ?? (Recipe == RecipeNames.Paper ? LearningRates.Halving : LearningRates.Cosine);

    /// <summary>The decay of the running average of the parameters that is measured in their place; null: the parameters themselves are.</summary>
    public double? Average { get; init; }

    /// <summary>Passes over the training part.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Windows a batch.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Adam's learning rate in the first epoch.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Decides initial weights, data order and dropout.</summary>
    public long Seed { get; init; } = 2021;

    /// <summary>Sizes of the model by its own names for them; those not named are the model's defaults.</summary>
    public IReadOnlyDictionary<string, double> ModelSizes { get; init; } = new Dictionary<string, double>();

    /// <summary>cpu or cuda.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads of one operation.</summary>
    public int Threads { get; init; } = ExperimentKit.Machine.Machines.DefaultThreads;

    /// <summary>Every how many steps a line is logged and progress shown.</summary>
    public int LogEvery { get; init; } = 20;

    /// <summary>Whether the log is also written as TensorBoard event files.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>The same, with what the recipe says in place of what nobody chose; but the rate of multipliers that depends on the length of the run.</summary>
    public ForecastOptions Resolved() => this with
    {
        Epsilon = Method == MethodNames.Constant ? Level : Epsilon,
        DualRate = Method == MethodNames.Even ? DualRate : RateOfMultipliers(1),
        DualInit = StartOfMultipliers,
        Violations = UnitOfViolations,
        Schedule = FallOfLearningRate,
    };

    /// <summary>By how much the mean error may rise for an even one, unless it is chosen.</summary>
    public const double DefaultRise = 0.02;

    /// <summary>The power of weights, unless it is chosen.</summary>
    public const double DefaultPower = 1;

    /// <summary>The share of the worst steps, unless it is chosen.</summary>
    public const double DefaultShare = 0.1;

    /// <summary>Length and log, for the loop.</summary>
    public LoopOptions Loop => new(Epochs, LogEvery, TensorBoard);

    /// <summary>Small enough to end in seconds; for checks that everything works, not for numbers.</summary>
    public static ForecastOptions Smoke { get; } = new() { Lookback = 48, Horizon = 12, Epochs = 2, Batch = 256, LearningRate = 1e-3 };
}
