using Cifar.Options;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Models.Vision;
using ExperimentKit.CommandLine;
using ExperimentKit.Layers;
using ExperimentKit.Settings;

namespace Cifar.Quantization;

/// <summary>Everything that decides the numbers of <c>sensitivity</c>.</summary>
internal sealed record SensitivityOptions : IRunOptions
{
    private static readonly SettingGroup<SensitivityOptions> _study = new("Study of the layers");

    /// <summary>The training whose multipliers are looked at.</summary>
    public QuantizeOptions Quantize { get; init; } = new() { Training = new() { Optimizer = TrainingOptions.Adam, DualRate = 0.1 }, Bits = [2], EpsilonLayer = 0.05, Relative = true };

    /// <summary>The bits of a layer that is kept.</summary>
    public int High { get; init; } = 8;

    /// <summary>The budgets in mean bits of a weight.</summary>
    public IReadOnlyList<double> Budgets { get; init; } = [2.5, 3, 4, 5];

    /// <summary>Test images of each class that the study looks at.</summary>
    public int StudyPerClass { get; init; } = 100;

    /// <summary>The rules whose bits a model is trained for again.</summary>
    public IReadOnlyList<string> Retrain { get; init; } = [LayerRules.Multiplier + " per bit", "relative output error per bit", "random"];

    /// <summary>The budgets of these trainings.</summary>
    public IReadOnlyList<double> RetrainBudgets { get; init; } = [3, 4];

    /// <summary>Small enough to end in seconds; for checks that everything works, not for numbers.</summary>
    internal static SensitivityOptions Smoke { get; } = new()
    {
        Quantize = QuantizeOptions.Smoke,
        Budgets = [3, 5],
        StudyPerClass = 5,
        Retrain = [LayerRules.Multiplier],
        RetrainBudgets = [5],
    };

    internal static SettingTable<SensitivityOptions> Table { get; } = new(new SensitivityOptions(),
    [
        .. QuantizeOptions.Table.Settings.Where(setting => setting.Name is not ("method" or "plan" or "high" or "budget" or "budget-operations" or "allocate" or "then" or "export")).Select(setting => setting.Within<SensitivityOptions>(o => o.Quantize, (o, v) => o with { Quantize = v })),
        _study.Whole("high", "bits of a layer that is kept; the others have those of --bits", o => o.High, (o, v) => o with { High = (int)v }),
        _study.Numbers("budgets", "mean bits of a weight, with commas between, at which all rules are compared", o => o.Budgets, (o, v) => o with { Budgets = v }),
        _study.Whole("study-per-class", "test images of each class that the study looks at", o => o.StudyPerClass, (o, v) => o with { StudyPerClass = (int)v }),
        _study.Text("retrain", "RULES", "rules whose bits a model is trained for again from the start, with commas between; none: no rule", o => string.Join(", ", o.Retrain),
            (o, v) => o with { Retrain = v == "none" ? [] : [.. v.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(RuleNames.Check).Distinct()] }),
        _study.Numbers("retrain-budgets", "the budgets of these trainings", o => o.RetrainBudgets, (o, v) => o with { RetrainBudgets = v }),
    ]);

    /// <inheritdoc/>
    public TrainingOptions Training => Quantize.Training;

    /// <inheritdoc/>
    public string Label => $"sensitivity-{string.Join('-', Quantize.Bits)}";

    /// <summary>How the layers are studied.</summary>
    internal StudyOptions Study => new() { Low = Quantize.Bits[0], High = High, Budgets = Budgets, Seed = Training.Seed };

    /// <inheritdoc/>
    public SyntheticSymmetry? Symmetry(ImageShape shape) => null;

    /// <inheritdoc/>
    public string ToJson() => Table.ToJson(this);

    /// <summary>What does not go together, found before anything is made.</summary>
    /// <exception cref="UsageException">It does not.</exception>
    internal SensitivityOptions Checked()
    {
        if (Quantize.Bits.Count != 1) throw new UsageException("sensitivity looks at one bit width: give --bits one number");
        if (Quantize.EpsilonLayer is null) throw new UsageException("sensitivity reads the prices of layers: give --epsilon-layer a number");
        if (Quantize.Normalization == QuantizeOptions.Own) throw new UsageException("sensitivity tries layers at other bits, for which --normalization own has trained no scales: use --normalization shared");
        if (High is <= 0 or > 8 || High <= Quantize.Bits[0]) throw new UsageException(FormattableString.Invariant($"--high is {High}, expected more than the {Quantize.Bits[0]} of --bits and at most 8"));
        foreach (var budget in Budgets.Concat(RetrainBudgets))
            if (budget < Quantize.Bits[0]) throw new UsageException(FormattableString.Invariant($"a budget of {budget} bits is below the {Quantize.Bits[0]} of --bits, which all layers have"));
        return this with { Quantize = (Quantize with { Method = QuantizeOptions.Constrained }).Checked() };
    }
}
