using System.Text.Json.Nodes;
using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Forecasting;
using ExperimentKit.CommandLine;
using ExperimentKit.Settings;

namespace Forecasting.Options;

/// <summary>The settings of a run: flags and configuration keys alike.</summary>
internal static class ForecastSettings
{
    private static readonly SettingGroup<ForecastOptions> _data = new("Data"), _model = new("Model"), _bounds = new("Bounds"), _duals = new("Prices (multipliers) and slacks"), _training = new("Training"), _machine = new("Machine and log");

    internal static SettingTable<ForecastOptions> Table { get; } = new(new ForecastOptions(),
    [
        _data.Text("data", "PATH|NAME", $"a .csv or .csv.gz file with a date column, or one of {string.Join(", ", DataStore.Names)}", o => o.Data, (o, v) => o with { Data = v }),
        _data.Text("data-dir", "DIR", "where named series are looked for first; then the user's cache, then the network", o => o.DataDirectory, (o, v) => o with { DataDirectory = v }),
        _data.Choice("split", ["generic", "ett"], "train, validation and test: 7:1:2, or 12, 4 and 4 months", o => o.Split, (o, v) => o with { Split = v }),
        _data.Whole("lookback", "rows that the model sees", o => o.Lookback, (o, v) => o with { Lookback = (int)v }),
        _data.Whole("horizon", "rows that it predicts", o => o.Horizon, (o, v) => o with { Horizon = (int)v }),

        _model.Text("model", "NAME", string.Join("; ", ForecasterRegistry.All.Select(entry => $"{entry.Name}: {entry.Description}")), o => o.Model, (o, v) => o with { Model = ForecasterNames.Check(v) }),
        .. ForecasterNames.Sizes.Select(Size),

        _bounds.Choice("recipe", RecipeNames.All, "where defaults come from: default (multipliers from 0, violations relative to their bounds, the lowest quartile as level, cosine) or paper (from 1, absolute, the median, halving: Hounie et al. 2024)", o => o.Recipe, (o, v) => o with { Recipe = v }),
        _bounds.Choice("method", MethodNames.All, "erm: no bound; constant, linear, exponential: a bound on the mean squared error at each step; monotonic: an error that does not fall along the horizon; even: no step above its share of the mean error; and without bounds: growing, inverse: weights on the steps; worst: the worst steps of each batch; normalised: each error relative to itself; specialist: one step alone", o => o.Method, (o, v) => o with { Method = v }),
        _bounds.Text("epsilon", "LEVEL", "the bound of method constant: a number, quantile:F@train or quantile:F@val of the reference run's per-step errors, times:F@train or times:F@val for F times its error at each step, a comma list with one number a step, or @FILE with them", o => o.Epsilon, (o, v) => o with { Epsilon = v }, "quantile:0.25@train; recipe paper: quantile:0.5@train"),
        _bounds.Text("reference", "DIR", "a finished erm run that gives the quantiles; without it one is trained into OUT/erm where it is needed", o => o.Reference, (o, v) => o with { Reference = v }),
        _bounds.Number("slope", "method linear: growth of the bound per step", o => o.Slope, (o, v) => o with { Slope = v }, ifNone: "fitted to the reference run"),
        _bounds.Number("offset", "method linear: the bound at the first step", o => o.Offset, (o, v) => o with { Offset = v }, ifNone: "fitted to the reference run"),
        _bounds.Positive("scale", "method exponential: the bound at the first step", o => o.Scale, (o, v) => o with { Scale = v }, ifNone: "fitted to the reference run"),
        _bounds.Number("rate", "method exponential: the bound grows by exp(rate) per step", o => o.Rate, (o, v) => o with { Rate = v }, ifNone: "fitted to the reference run"),

        _bounds.Number("rise", "method even: the shares are those of the reference run's error with its easiest steps raised until the mean is higher by this share", o => o.Rise, (o, v) => o with { Rise = v }, value => value >= 0, "a number of at least 0", Text(ForecastOptions.DefaultRise)),
        _bounds.Number("power", "method growing: the weight of step i is i^POWER; method inverse: one over the POWER-th power of the reference run's error there", o => o.Power, (o, v) => o with { Power = v }, ifNone: Text(ForecastOptions.DefaultPower)),
        _bounds.Number("share", "method worst: which share of the steps counts, the worst ones", o => o.Share, (o, v) => o with { Share = v }, value => value is > 0 and <= 1, "a number above 0 and at most 1", Text(ForecastOptions.DefaultShare)),
        _bounds.Whole("step", "method specialist: the step that is trained for, from 1", o => o.Step, (o, v) => o with { Step = (int)v }, ifNone: "the last one"),

        _duals.Positive("resilient", "let bounds give way by u at cost (ALPHA/2) u^2; published: 2", o => o.Resilient, (o, v) => o with { Resilient = v }, "bounds do not give way"),
        _duals.Positive("slack-lr", "step size of the slacks u", o => o.SlackRate, (o, v) => o with { SlackRate = v }),
        _duals.Positive("dual-lr", "step size of the multipliers", o => o.DualRate, (o, v) => o with { DualRate = v }, "0.01; method even: 4 over the steps of the run"),
        _duals.Number("dual-init", "where multipliers start", o => o.DualInit, (o, v) => o with { DualInit = v }, value => value >= 0, "a number of at least 0", "0; recipe paper: 1, but 0 for monotonic and even"),
        _duals.Positive("dual-cap", "the largest multiplier", o => o.DualCap, (o, v) => o with { DualCap = v }),

        _duals.Choice("dual-rule", DualNames.Rules, "how multipliers move: gradient ascent; with a proportional part beside (nuPI, gains 1); ascent under an augmented Lagrangian", o => o.DualRule, (o, v) => o with { DualRule = v }),
        _duals.Positive("penalty", "the coefficient c of the penalty (c/2) max(0, v)^2 that the augmented Lagrangian adds, v in the unit of --violations", o => o.Penalty, (o, v) => o with { Penalty = v }),
        _duals.Choice("violations", DualNames.Units, "in which unit multipliers see violations: that of the errors, or shares of each bound (method even: of the reference run's mean error)", o => o.Violations, (o, v) => o with { Violations = v }, "relative; recipe paper: absolute"),
        _duals.Choice("dual-data", DualNames.Data, "what multipliers move by: each batch; or once an epoch the exact means over the training or the validation part", o => o.DualData, (o, v) => o with { DualData = v }),

        _training.Whole("epochs", "passes over the training part; reported numbers are the last one's", o => o.Epochs, (o, v) => o with { Epochs = (int)v }),
        _training.Whole("batch", "windows a batch", o => o.Batch, (o, v) => o with { Batch = (int)v }),
        _training.Positive("lr", "Adam's learning rate in the first epoch", o => o.LearningRate, (o, v) => o with { LearningRate = v }),
        _training.Choice("lr-schedule", LearningRates.All, "the learning rate afterwards: halved at each epoch after the second, constant, or a half cosine down to 0", o => o.Schedule, (o, v) => o with { Schedule = v }, "cosine; recipe paper: halving"),
        _training.Number("average", "measure the exponential average of the parameters in their place, with this decay a step", o => o.Average, (o, v) => o with { Average = v }, value => value is > 0 and < 1, "a number between 0 and 1", "the parameters themselves are measured"),
        _training.Whole("seed", "decides initial weights, data order and dropout", o => o.Seed, (o, v) => o with { Seed = v }, least: 0),

        _machine.Choice("device", ["cpu", "cuda"], "where to train", o => o.Device, (o, v) => o with { Device = v }),
        _machine.Whole("threads", "threads of one operation", o => o.Threads, (o, v) => o with { Threads = (int)v }, ifNone: "the physical cores, at most 4"),
        _machine.Whole("log-every", "every how many steps a line is logged and progress shown", o => o.LogEvery, (o, v) => o with { LogEvery = (int)v }),
        _machine.Switch("tensorboard", "also write the log as TensorBoard event files into the run's folder", o => o.TensorBoard, (o, v) => o with { TensorBoard = v }),
    ]);

    private static string Text(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A size of the model, for those models that have it.</summary>
    private static Setting<ForecastOptions> Size(ForecasterNames.SizeName size)
    {
        var number = _model.Number(
            size.Flag, size.Meaning, _ => null, (o, v) => o with { ModelSizes = new Dictionary<string, double>(o.ModelSizes) { [size.Option] = v } },
            value => value >= 0 && (size.IsFraction ? value < 1 : value == Math.Floor(value)), size.IsFraction ? "a number from 0 to below 1" : "a whole number of at least 0", size.Default);
        return number with { Get = options => options.ModelSizes.TryGetValue(size.Option, out var value) ? JsonValue.Create(value) : null };
    }
}
