using Cifar.Results;
using Cifar.Training;
using ConstrainedLearning;
using ConstrainedLearning.Invariance;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Models.Vision;
using ExperimentKit.Settings;

namespace Cifar.Options;

/// <summary>Everything that decides the numbers of <c>augment</c>.</summary>
internal sealed record AugmentOptions : IExperiment
{
    internal const string None = "none", Uniform = "uniform", RandAugment = "randaugment", Worst = "worst", Fixed = "fixed", Constrained = "constrained";

    private const string Requirement = "invariance";
    private const int Padding = 4;

    private static readonly SettingGroup<AugmentOptions> _method = new("Augmentation"), _bound = new(TrainingSettings.BoundGroup);

    /// <summary>Data, model, training; the bound is the published one for CIFAR-10, WideResNet-40-2 and the space ra.</summary>
    public TrainingOptions Training { get; init; } = new() { Epsilon = 0.6 };

    /// <summary>How training images are transformed.</summary>
    public string Method { get; init; } = Constrained;

    /// <summary>The transformations: ra, wide or trivial.</summary>
    public string Space { get; init; } = "ra";

    /// <summary>Method fixed: the weight of the loss under transformations.</summary>
    public double Gamma { get; init; } = 1;

    /// <summary>Method randaugment: operations one after another.</summary>
    public int Operations { get; init; } = 2;

    /// <summary>Method randaugment: their level.</summary>
    public int Level { get; init; } = 9;

    /// <summary>Small enough to end in seconds; for checks that everything works, not for numbers.</summary>
    internal static AugmentOptions Smoke { get; } = new() { Training = new() { Epsilon = 0.6, Epochs = 3, PerClass = 40, Batch = 100, DualRate = 0.1 } };

    internal static SettingTable<AugmentOptions> Table { get; } = new(new AugmentOptions(),
    [
        .. TrainingSettings.Of<AugmentOptions>(o => o.Training, (o, v) => o with { Training = v }),
        _method.Choice("method", [None, Uniform, RandAugment, Worst, Fixed, Constrained],
            "none: crop and flip alone, for CIFAR; uniform: a draw for each image; randaugment: several, at one level; worst: a bound on the loss under the worst of some draws; "
            + "fixed: a fixed weight on the loss under draws that hurt; constrained: a bound on it", o => o.Method, (o, v) => o with { Method = v }),
        _method.Choice("space", ["ra", "wide", "trivial"], "the 13 operations in RandAugment's ranges, in wide ranges, or with identity and level 0 besides", o => o.Space, (o, v) => o with { Space = v }),
        _method.Whole("operations", "method randaugment: how many one after another", o => o.Operations, (o, v) => o with { Operations = (int)v }),
        _method.Number("level", "method randaugment: their level, from 0 to 30", o => o.Level, (o, v) => o with { Level = (int)v }, value => value is >= 0 and <= 30 && value == Math.Floor(value), "a whole number from 0 to 30"),
        _bound.Positive("gamma", "method fixed: the weight of the loss under transformations", o => o.Gamma, (o, v) => o with { Gamma = v }),
    ]);

    /// <inheritdoc/>
    string IExperiment.Label => Method;

    /// <inheritdoc/>
    public SyntheticSymmetry? Symmetry(ImageShape shape) => null;

    /// <inheritdoc/>
    public Plan Plan(ImageShape shape)
    {
        IReadOnlyList<Transformation> basic = shape.Channels == 3 ? [Transformation.Crop(Padding), Transformation.HorizontalFlip] : [];
        var space = Transformations.Then(basic);
        return Method switch
        {
            None => new(basic.Count == 0 ? null : TransformationSpace.InOrder(basic), []),
            Uniform => new(space, []),
            RandAugment => new(TransformationSpace.RandAugment.AtLevel(Level).Repeated(Operations).Then(basic), []),
            _ => new(basic.Count == 0 ? null : TransformationSpace.InOrder(basic), [new(Requirement, space, Sampler, Training.Epsilon, Weighed)]),
        };
    }

    /// <inheritdoc/>
    public Summary Describe(Summary summary) => summary with { Method = Method, Space = Space, Epsilon = Method is Worst or Constrained ? Training.Epsilon : null };

    /// <inheritdoc/>
    public string ToJson() => Table.ToJson(this);

    private TransformationSpace Transformations => Space switch
    {
        "wide" => TransformationSpace.Wide,
        "trivial" => TransformationSpace.TrivialAugment,
        _ => TransformationSpace.RandAugment,
    };

    private TransformationSampler Sampler => Method == Worst
        ? TransformationSampler.WorstOf(Training.Proposals)
        : TransformationSampler.MetropolisHastings(new ChainOptions { Proposals = Training.Proposals });

    private Constraint Weighed(Constraint constraint) => Method == Fixed ? constraint.StartingAt(Gamma).Contributing(Contribution.PrimalOnly) : constraint;
}
