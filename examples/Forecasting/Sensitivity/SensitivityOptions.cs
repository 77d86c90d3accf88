using System.Globalization;
using ConstrainedLearning.Models;
using ExperimentKit.CommandLine;
using ExperimentKit.Layers;
using ExperimentKit.Settings;
using Forecasting.Options;

namespace Forecasting.Sensitivity;

/// <summary>Everything that decides the numbers of <c>sensitivity</c>.</summary>
internal sealed record SensitivityOptions
{
    internal const string ChannelGrid = "channel", TensorGrid = "tensor", RelativeError = "relative", AbsoluteError = "absolute", None = "none";

    private const int LeastBits = 2, MostBits = 8;

    private static readonly string[] _models = ["itransformer", "transformer"];

    // What bounds the steps of the horizon; the model has a setting of its own here, and seeds are those of the sweep.
    private static readonly string[] _others = ["model", "seed", "method", "epsilon", "reference", "slope", "offset", "scale", "rate", "resilient", "slack-lr", "dual-init", "recipe", "rise", "power", "share", "step", "dual-rule", "penalty", "violations", "dual-data", "average"];

    private static readonly SettingGroup<SensitivityOptions> _model = new("Model"), _precision = new("Precision"), _study = new("Study of the layers");

    /// <summary>Data, model and training. Small, and without dropout: the two precisions would each drop something else, which is no matter of precision.</summary>
    public ForecastOptions Training { get; init; } = new()
    {
        Model = _models[0],
        Recipe = RecipeNames.Paper,
        Method = MethodNames.Erm,
        ModelSizes = new Dictionary<string, double> { ["width"] = 64, ["heads"] = 4, ["feedForward"] = 128, ["encoderLayers"] = 2, ["dropout"] = 0 },
        LearningRate = 1e-3,
        Batch = 128,
        DualRate = 0.05,
    };

    /// <summary>The bits of a layer that is not kept.</summary>
    public int Low { get; init; } = 2;

    /// <summary>The bits of a layer that is kept.</summary>
    public int High { get; init; } = 8;

    /// <summary>The grid of weights: a range for each channel, or one for the tensor.</summary>
    public string Weights { get; init; } = ChannelGrid;

    /// <summary>Which layers, as patterns with commas between; null: all but the first and the last.</summary>
    public string? Quantized { get; init; }

    /// <summary>The bound on each layer's error.</summary>
    public double EpsilonLayer { get; init; } = 0.01;

    /// <summary>Whether a layer's error is measured by its own signal.</summary>
    public string LayerError { get; init; } = RelativeError;

    /// <summary>The bound on the mean squared distance of the forecasts, in standardised units.</summary>
    public double EpsilonOutput { get; init; } = 0.05;

    /// <summary>The budgets in mean bits of a weight.</summary>
    public IReadOnlyList<double> Budgets { get; init; } = [2.5, 3, 4, 5];

    /// <summary>Batches that rankings and truths each look at.</summary>
    public int StudyBatches { get; init; } = 32;

    /// <summary>The rules whose bits a model is trained for again.</summary>
    public IReadOnlyList<string> Retrain { get; init; } = [RuleNames.PerBit(LayerRules.Multiplier), RuleNames.PerBit("relative output error"), RuleNames.Random];

    /// <summary>The budgets of these trainings.</summary>
    public IReadOnlyList<double> RetrainBudgets { get; init; } = [3, 4];

    /// <summary>Small enough to end in seconds; for checks that everything works, not for numbers.</summary>
    internal static SensitivityOptions Smoke { get; } = new()
    {
        Training = new()
        {
            Model = _models[0],
            Method = MethodNames.Erm,
            ModelSizes = new Dictionary<string, double> { ["width"] = 16, ["heads"] = 2, ["feedForward"] = 16, ["encoderLayers"] = 1, ["dropout"] = 0 },
            Lookback = 48,
            Horizon = 12,
            Epochs = 2,
            Batch = 256,
            LearningRate = 1e-3,
        },
        Budgets = [3, 5],
        StudyBatches = 2,
        Retrain = [LayerRules.Multiplier],
        RetrainBudgets = [5],
    };

    internal static SettingTable<SensitivityOptions> Table { get; } = new(new SensitivityOptions(),
    [
        .. ForecastSettings.Table.Settings.Where(setting => !_others.Contains(setting.Name)).Select(Shared),
        _model.Choice("model", _models, "the forecaster; see train", o => o.Training.Model, (o, v) => o with { Training = o.Training with { Model = v } }),
        _precision.Whole("bits", "bits of a layer that is not kept, for weights and inputs", o => o.Low, (o, v) => o with { Low = (int)v }),
        _precision.Whole("high", "bits of a layer that is kept", o => o.High, (o, v) => o with { High = (int)v }),
        _precision.Choice("weights", [ChannelGrid, TensorGrid], "the grid of weights, symmetric in the range of each channel or of the tensor; that of inputs is from their least to their greatest", o => o.Weights, (o, v) => o with { Weights = v }),
        _precision.Text("quantized", "PATTERNS", "names of layers with * for any text, with commas between; a name after ! is left out", o => o.Quantized, (o, v) => o with { Quantized = v }, "all but the first and the last"),
        _precision.Positive("epsilon-layer", "the bound on each layer's error", o => o.EpsilonLayer, (o, v) => o with { EpsilonLayer = v }),
        _precision.Choice("layer-error", [RelativeError, AbsoluteError], "a layer's error as a share of its own signal, or in the units of its output", o => o.LayerError, (o, v) => o with { LayerError = v }),
        _precision.Positive("epsilon-output", "the bound on the mean squared distance of the forecasts at low precision", o => o.EpsilonOutput, (o, v) => o with { EpsilonOutput = v }),
        _study.Numbers("budgets", "mean bits of a weight, with commas between, at which all rules are compared", o => o.Budgets, (o, v) => o with { Budgets = v }),
        _study.Whole("study-batches", "batches of training data that rankings look at, and of test data for the truths", o => o.StudyBatches, (o, v) => o with { StudyBatches = (int)v }),
        _study.Text("retrain", "RULES", "rules whose bits a model is trained for again from the start, with commas between; none: no rule", o => o.Retrain.Count == 0 ? None : string.Join(',', o.Retrain),
            (o, v) => o with { Retrain = v == None ? [] : [.. v.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(RuleNames.Check).Distinct()] }),
        _study.Numbers("retrain-budgets", "the budgets of these trainings", o => o.RetrainBudgets, (o, v) => o with { RetrainBudgets = v }),
    ]);

    /// <summary>How the layers are studied.</summary>
    internal StudyOptions Study => new() { Low = Low, High = High, Budgets = Budgets, Seed = Training.Seed };

    /// <summary>The settings with every size of the model, when they go together.</summary>
    /// <exception cref="UsageException">They do not.</exception>
    internal SensitivityOptions Checked()
    {
        if (Low is < LeastBits or >= MostBits) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--bits is {Low}, expected {LeastBits} to {MostBits - 1}: inputs of both signs need two"));
        if (High <= Low || High > MostBits) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--high is {High}, expected more than the {Low} of --bits and at most {MostBits}"));
        foreach (var budget in Budgets.Concat(RetrainBudgets))
            if (budget < Low) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"a budget of {budget} bits is below the {Low} of --bits, which all layers have"));
        return this with { Training = ForecasterNames.Resolve(Training) };
    }

    /// <summary>A setting as <c>train</c> has it, with this command's default where a size of the model has another.</summary>
    private static Setting<SensitivityOptions> Shared(Setting<ForecastOptions> setting)
    {
        var own = setting.Within<SensitivityOptions>(o => o.Training, (o, v) => o with { Training = v });
        return ForecasterNames.Sizes.Any(size => size.Flag == setting.Name) && own.Get(new SensitivityOptions()) is { } size ? own with { Flag = own.Flag with { Default = size.ToString() } } : own;
    }
}
