using Cifar.Options;
using ConstrainedLearning;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Models.Vision;
using ConstrainedLearning.Quantization;
using ExperimentKit.CommandLine;
using ExperimentKit.Settings;

namespace Cifar.Quantization;

/// <summary>Everything that decides the numbers of <c>quantize</c>.</summary>
internal sealed record QuantizeOptions : IRunOptions
{
    internal const string PostTraining = "post-training", DoReFa = "dorefa", Pact = "pact", Lsq = "lsq", Constrained = "constrained";
    internal const string DoReFaGrid = "dorefa", TensorGrid = "tensor", ChannelGrid = "channel", UnitInputs = "unit", RangeInputs = "range", NoInputs = "none";
    internal const string LikeWithLike = "like", Published = "published", Shared = "shared", Own = "own", PerStep = "step", PerEpoch = "epoch";
    internal const string ByMultiplier = "multiplier", ByMultiplierPerBit = "multiplier-per-bit", IntegerProgram = "integer-program", Calibrate = "calibrate", Retrain = "retrain";
    internal const string ByError = "error", ByLoss = "loss";
    internal const string Divergence = "kl", CrossEntropy = "cross-entropy";

    private const double UsualOutputBound = 0.1;

    private static readonly SettingGroup<QuantizeOptions> _precision = new("Precision"), _bound = new(TrainingSettings.BoundGroup), _budget = new("Budget");

    /// <summary>Data, model, training; Adam, as published.</summary>
    public TrainingOptions Training { get; init; } = new() { Optimizer = TrainingOptions.Adam };

    /// <summary>How the model is prepared for low precision.</summary>
    public string Method { get; init; } = Constrained;

    /// <summary>The bit widths: of weights and of inputs alike.</summary>
    public IReadOnlyList<int> Bits { get; init; } = [4];

    /// <summary>A file with the bits of each layer, in place of <see cref="Bits"/>; null: none.</summary>
    public string? PlanFile { get; init; }

    /// <summary>Which layers, as patterns with commas between; null: all but the first and the last.</summary>
    public string? Layers { get; init; }

    /// <summary>The grid of weights.</summary>
    public string Weights { get; init; } = DoReFaGrid;

    /// <summary>The grid of inputs; null: <see cref="InputGrid"/>.</summary>
    public string? Inputs { get; init; }

    /// <summary>As chosen, else the unit interval for the networks that clip to it.</summary>
    public string InputGrid => Inputs ?? (Training.Model is "preresnet20" or "preresnet20-5" ? UnitInputs : RangeInputs);

    /// <summary>The bound on the distance of outputs; null: none.</summary>
    public double? EpsilonOutput { get; init; } = UsualOutputBound;

    /// <summary>The multiplier of the output's bound at the start.</summary>
    public double OutputPrice { get; init; } = 1;

    /// <summary>The bound on each layer's error; null: none.</summary>
    public double? EpsilonLayer { get; init; }

    /// <summary>The bound on the loss at low precision; null: none.</summary>
    public double? EpsilonLoss { get; init; }

    /// <summary>Whether layers' errors are measured by the layers' own signals.</summary>
    public bool Relative { get; init; }

    /// <summary>What the multipliers of layers count.</summary>
    public string Price { get; init; } = ByError;

    /// <summary>How outputs are compared.</summary>
    public string Distance { get; init; } = Divergence;

    /// <summary>What is compared of a layer.</summary>
    public string Comparison { get; init; } = LikeWithLike;

    /// <summary>What normalisation has of its own at low precision.</summary>
    public string Normalization { get; init; } = Shared;

    /// <summary>When multipliers move.</summary>
    public string Dual { get; init; } = PerStep;

    /// <summary>The cost (alpha/2) u^2 of letting a bound give way; null: it does not.</summary>
    public double? Resilient { get; init; }

    /// <summary>Whether the model is also written as whole numbers.</summary>
    public bool Export { get; init; }

    /// <summary>The budget in mean bits of a weight, by which layers are given bits after the training; null: none.</summary>
    public double? Budget { get; init; }

    /// <summary>The budget in bit operations, as those of a model with so many bits in all layers; null: none.</summary>
    public double? OperationsBudget { get; init; }

    /// <summary>How bits are given out.</summary>
    public string Allocate { get; init; } = IntegerProgram;

    /// <summary>The bits of a layer that keeps most.</summary>
    public int High { get; init; } = 8;

    /// <summary>What follows when bits were given out.</summary>
    public string Then { get; init; } = Calibrate;

    /// <summary>Small enough to end in seconds; for checks that everything works, not for numbers.</summary>
    internal static QuantizeOptions Smoke { get; } = new()
    {
        Training = new() { Optimizer = TrainingOptions.Adam, Epochs = 3, PerClass = 40, Batch = 100, DualRate = 0.1 },
        Bits = [2],
        EpsilonLayer = 0.05,
        Relative = true,
    };

    internal static SettingTable<QuantizeOptions> Table { get; } = new(new QuantizeOptions(),
    [
        .. TrainingSettings.Of<QuantizeOptions>(o => o.Training, (o, v) => o with { Training = v }).Select(Worded),
        _precision.Choice("method", [PostTraining, DoReFa, Pact, Lsq, Constrained],
            "post-training: plain training, rounded at the end; dorefa, pact, lsq: training through the rounding, the last two with learned ranges; constrained: bounds on the distance of the model from itself at low precision",
            o => o.Method, (o, v) => o with { Method = v }),
        _precision.Text("bits", "LIST", "bit widths of weights and inputs, 1 to 8, with commas between; post-training and constrained take several at once", o => string.Join(',', o.Bits), (o, v) => o with { Bits = ParseBits(v) }),
        _precision.Text("plan", "FILE", "a JSON object with the bits of each layer, 32 for full precision, in place of --bits; budget.json of another run is one", o => o.PlanFile, (o, v) => o with { PlanFile = v }),
        _precision.Text("layers", "PATTERNS", "names of layers with * for any text, with commas between; a name after ! is left out", o => o.Layers, (o, v) => o with { Layers = v }, "all but the first and the last"),
        _precision.Choice("weights", [DoReFaGrid, TensorGrid, ChannelGrid], "the grid of weights: dorefa normalises them; tensor, channel: symmetric in the range of the tensor or of each channel", o => o.Weights, (o, v) => o with { Weights = v }),
        _precision.Choice("inputs", [UnitInputs, RangeInputs, NoInputs], "the grid of inputs: unit: from 0 to 1, for networks that clip so; range: that of the batch; none: inputs stay as they are", o => o.Inputs, (o, v) => o with { Inputs = v }, "unit for preresnet20, else range"),
        _precision.Choice("normalization", [Shared, Own], "scale and shift of batch normalisation at low precision: the model's, or own ones, trained through the pass at low precision, as published", o => o.Normalization, (o, v) => o with { Normalization = v }),
        _precision.Switch("export", "also write the model as whole numbers and scales (safetensors), load it back and run it on them", o => o.Export, (o, v) => o with { Export = v }),
        _bound.Bound("epsilon-output", "the bound on the distance of the output at low precision", o => o.EpsilonOutput, (o, v) => o with { EpsilonOutput = v }),
        _bound.Number("output-price", "the multiplier of the output's bound at the start; published: 1", o => o.OutputPrice, (o, v) => o with { OutputPrice = v }, value => value >= 0, "a number of at least 0"),
        _bound.Bound("epsilon-layer", "the bound on each layer's error", o => o.EpsilonLayer, (o, v) => o with { EpsilonLayer = v }),
        _bound.Bound("epsilon-loss", "the bound on the loss at low precision", o => o.EpsilonLoss, (o, v) => o with { EpsilonLoss = v }),
        _bound.Switch("relative", "layers' errors are shares of the layers' own signals", o => o.Relative, (o, v) => o with { Relative = v }),
        _bound.Choice("price", [ByError, ByLoss], "what the multipliers of layers count and --epsilon-layer bounds: the layer's error, or by how much the loss rises when it alone is at low precision", o => o.Price, (o, v) => o with { Price = v }),
        _bound.Choice("distance", [Divergence, CrossEntropy], "how outputs are compared; published: cross-entropy, which cannot fall below the entropy of the output", o => o.Distance, (o, v) => o with { Distance = v }),
        _bound.Choice("comparison", [LikeWithLike, Published], "what is compared of a layer: its own results, or after clipping and for some layers after normalisation, as published (preresnet20 alone)", o => o.Comparison, (o, v) => o with { Comparison = v }),
        _bound.Choice("dual", [PerStep, PerEpoch], "when multipliers move: at every step, or after each epoch by the whole training set", o => o.Dual, (o, v) => o with { Dual = v }),
        _bound.Positive("resilient", "let bounds give way by u at cost (ALPHA/2) u^2", o => o.Resilient, (o, v) => o with { Resilient = v }, "bounds do not give way"),
        _budget.Positive("budget", "after the training, give each layer bits of its own, so many on average for a weight; needs --epsilon-layer", o => o.Budget, (o, v) => o with { Budget = v }, "none"),
        _budget.Positive("budget-operations", "the same, with as many bit operations as a model with this number of bits in all layers", o => o.OperationsBudget, (o, v) => o with { OperationsBudget = v }, "none"),
        _budget.Choice("allocate", [ByMultiplier, ByMultiplierPerBit, IntegerProgram], "by the layers' prices, by prices for each bit that a layer costs, or exactly: the least sum of price times error", o => o.Allocate, (o, v) => o with { Allocate = v }),
        _budget.Whole("high", "the most bits of a layer; the fewest are those of --bits", o => o.High, (o, v) => o with { High = (int)v }),
        _budget.Choice("then", [Calibrate, Retrain], "take running statistics anew at the chosen bits, or also train again from the start, with the bound on the output alone", o => o.Then, (o, v) => o with { Then = v }),
    ]);

    /// <inheritdoc/>
    public string Label => PlanFile is null ? $"{Method}-{string.Join('-', Bits)}" : $"{Method}-plan";

    /// <summary>The bounds as the library has them.</summary>
    internal PrecisionOptions Bounds => new()
    {
        OutputBound = EpsilonOutput,
        LayerBound = EpsilonLayer,
        LossBound = EpsilonLoss,
        IsRelative = Relative,
        Distance = Distance == CrossEntropy ? OutputDistance.CrossEntropy : OutputDistance.KullbackLeibler,
        LayerPrice = Price == ByLoss ? LayerPrice.LossIncrease : LayerPrice.Error,
        Normalization = Normalization == Own ? TwinNormalization.OwnScale : TwinNormalization.Shared,
    };

    /// <inheritdoc/>
    public SyntheticSymmetry? Symmetry(ImageShape shape) => null;

    /// <inheritdoc/>
    public string ToJson() => Table.ToJson(this);

    /// <summary>Start and relaxation of the bounds.</summary>
    internal Constraint Eased(Constraint constraint)
    {
        if (constraint.Name.EndsWith("/output", StringComparison.Ordinal)) constraint = constraint.StartingAt(OutputPrice);
        return Resilient is { } alpha ? constraint.Relaxed(Relaxation.Quadratic(alpha)) : constraint;
    }

    /// <summary>The training from the start at the bits of a file, with a bound on the output alone.</summary>
    internal QuantizeOptions AtPlan(string file) => this with { PlanFile = file, Budget = null, OperationsBudget = null, EpsilonLayer = null, Price = ByError, EpsilonOutput = EpsilonOutput ?? UsualOutputBound };

    /// <summary>What does not go together, found before anything is made.</summary>
    /// <exception cref="UsageException">It does not.</exception>
    internal QuantizeOptions Checked()
    {
        if (Price == ByLoss && EpsilonLayer is null) throw new UsageException("--price loss prices layers: give --epsilon-layer a number");
        if (Method == Constrained && EpsilonOutput is null && EpsilonLayer is null && EpsilonLoss is null) throw new UsageException("--method constrained needs a bound: give --epsilon-output, --epsilon-layer or --epsilon-loss");
        if (Method is DoReFa or Pact or Lsq && Bits.Count > 1 && PlanFile is null) throw new UsageException($"--method {Method} trains at one bit width: give --bits {Bits[0]}, or use post-training or constrained");
        if (Method == Lsq && PlanFile is null && Bits[0] < 2) throw new UsageException("--method lsq needs at least 2 bits: the learned grid of weights has one level at 1 bit");
        if (Comparison == Published && !Training.Model.StartsWith("preresnet20", StringComparison.Ordinal)) throw new UsageException($"--comparison published is that of preresnet20, the model is {Training.Model}");
        if (Normalization == Own && EpsilonOutput is null && EpsilonLoss is null && Method == Constrained) throw new UsageException("--normalization own needs a bound that trains it: --epsilon-output or --epsilon-loss");
        if (Budget is null && OperationsBudget is null) return this;
        if (Budget is not null && OperationsBudget is not null) throw new UsageException("--budget and --budget-operations are one budget each: give one of them");
        if (Normalization == Own) throw new UsageException("a budget tries layers at other bits, for which --normalization own has trained no scales: use --normalization shared");
        if (Method != Constrained || EpsilonLayer is null || Bits.Count > 1 || PlanFile is not null) throw new UsageException("a budget is given out by the prices of layers: give --method constrained, --epsilon-layer and one number of --bits");
        if (High > 8 || High <= Bits[0]) throw new UsageException(FormattableString.Invariant($"--high is {High}, expected more than the {Bits[0]} of --bits and at most 8"));
        if ((Budget ?? OperationsBudget) < Bits[0]) throw new UsageException(FormattableString.Invariant($"a budget of {Budget ?? OperationsBudget} bits is below the {Bits[0]} of --bits, which all layers have"));
        return this;
    }

    // What the shared settings say of other commands.
    private static Setting<QuantizeOptions> Worded(Setting<QuantizeOptions> setting) => setting.Name switch
    {
        "optimizer" => setting with { Flag = setting.Flag with { Default = TrainingOptions.Adam } },
        "dual-lr" => setting with { Flag = setting.Flag with { Meaning = "step size of the multipliers; published: 0.01 at 100 steps, one for each epoch" } },
        _ => setting,
    };

    /// <summary>Reads a list of bit widths.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    internal static int[] ParseBits(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int[] bits = [.. parts.Select(part => int.TryParse(part, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : 0)];
        return bits.Length > 0 && bits.All(value => value is >= 1 and <= 8) && bits.Distinct().Count() == bits.Length
            ? bits
            : throw new UsageException($"--bits is \"{text}\", expected different whole numbers from 1 to 8 with commas between");
    }
}
