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
    internal const string None = "none", Uniform = "uniform", RandAugment = "randaugment", Worst = "worst", Fixed = "fixed", Constrained = "constrained", Mixed = "mixed", Augerino = "augerino";

    private const string Requirement = "invariance";

    private static readonly SettingGroup<AugmentOptions> _method = new("Augmentation"), _bound = new(TrainingSettings.BoundGroup);

    /// <summary>Data, model, training.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>The bound, by default the one published for CIFAR-10, WideResNet-40-2 and the space ra, and how transformations are chosen for it.</summary>
    public TransformationOptions Bound { get; init; } = new() { Epsilon = 0.6 };

    /// <summary>How training images are transformed.</summary>
    public string Method { get; init; } = Constrained;

    /// <summary>The transformations: ra, wide, trivial or affine.</summary>
    public string Space { get; init; } = "ra";

    /// <summary>Method fixed: the weight of the loss under transformations.</summary>
    public double Gamma { get; init; } = 1;

    /// <summary>Method randaugment: operations one after another.</summary>
    public int Operations { get; init; } = 2;

    /// <summary>Method randaugment: their level.</summary>
    public int Level { get; init; } = 9;

    /// <summary>The side of the square that the base augmentation blots out, in pixels; 0: none. Published for CIFAR: 16.</summary>
    public int Cutout { get; init; }

    /// <summary>Small enough to end in seconds; for checks that everything works, not for numbers.</summary>
    internal static AugmentOptions Smoke { get; } = new() { Training = new() { Epochs = 3, PerClass = 40, Batch = 100, DualRate = 0.1 } };

    /// <summary>The cost of a step in forward-and-backward passes over a batch; one without gradient counts a third.</summary>
    internal double PassesPerStep => Method switch
    {
        None or Uniform or RandAugment or Augerino => 1,
        Mixed => 1 + Bound.Proposals / 3.0,
        _ => 2 + Bound.Proposals / 3.0,
    };

    internal static SettingTable<AugmentOptions> Table { get; } = new(new AugmentOptions(),
    [
        .. TrainingSettings.Of<AugmentOptions>(o => o.Training, (o, v) => o with { Training = v }),
        .. TransformationSettings.Of<AugmentOptions>(o => o.Bound, (o, v) => o with { Bound = v }),
        _method.Choice("method", [None, Uniform, RandAugment, Worst, Fixed, Constrained, Mixed, Augerino],
            "none: crop and flip alone, for CIFAR; uniform: a draw for each image; randaugment: several, at one level; worst: a bound on the loss under the worst of some draws; "
            + "fixed: a fixed weight on the loss under draws that hurt; constrained: a bound on it; mixed: that bound, on batches of which the multiplier says which share is transformed; "
            + "augerino: learned ranges of affine maps, whatever the space", o => o.Method, (o, v) => o with { Method = v }),
        _method.Choice("space", ["ra", "wide", "trivial", "affine"], "the 13 operations in RandAugment's ranges, in wide ranges, or with identity and level 0 besides; affine: rotation, translation or scale, as in symmetries", o => o.Space, (o, v) => o with { Space = v }),
        _method.Whole("operations", "method randaugment: how many one after another", o => o.Operations, (o, v) => o with { Operations = (int)v }),
        _method.Number("level", "method randaugment: their level, from 0 to 30", o => o.Level, (o, v) => o with { Level = (int)v }, value => value is >= 0 and <= 30 && value == Math.Floor(value), "a whole number from 0 to 30"),
        _method.Whole("cutout", "the base augmentation also blots out a square of so many pixels a side; published for CIFAR: 16", o => o.Cutout, (o, v) => o with { Cutout = (int)v }, least: 0),
        _bound.Positive("gamma", "method fixed: the weight of the loss under transformations", o => o.Gamma, (o, v) => o with { Gamma = v }),
    ]);

    /// <inheritdoc/>
    string IRunOptions.Label => Method;

    /// <inheritdoc/>
    public SyntheticSymmetry? Symmetry(ImageShape shape) => null;

    /// <inheritdoc/>
    public Plan Plan(ImageSet images)
    {
        IReadOnlyList<Transformation> basic =
        [
            .. BaseAugmentation.Of(images.Shape),
            .. Cutout > 0 ? [Transformation.Cutout(Cutout, [.. images.Statistics.Mean.Select(mean => 255 * mean)])] : Array.Empty<Transformation>(),
        ];
        var clean = basic.Count == 0 ? null : TransformationSpace.InOrder(basic);
        var space = Transformations.Then(basic);
        return Method switch
        {
            None => new(clean, []),
            Augerino => new(clean, []) { Ranges = new() { InitialWidth = Bound.InitialWidth } },
            Uniform => new(space, []),
            RandAugment => new(TransformationSpace.RandAugment.AtLevel(Level).Repeated(Operations).Then(basic), []),
            Mixed => new(clean, [new(Requirement, space, Bound.Chains, Bound.Epsilon, Weighed) { MovedBy = Bound.MovedBy, IsMixed = true }]),
            _ => new(clean, [new(Requirement, space, Method == Worst ? TransformationSampler.WorstOf(Bound.Proposals) : Bound.Chains, Bound.Epsilon, Weighed) { MovedBy = Bound.MovedBy }]),
        };
    }

    /// <inheritdoc/>
    public Summary Describe(Summary summary) => summary with { Method = Method, Space = Method is None or Augerino ? null : Space, Epsilon = Method is Worst or Constrained or Mixed ? Bound.Epsilon : null };

    /// <inheritdoc/>
    public string ToJson() => Table.ToJson(this);

    private TransformationSpace Transformations => Space switch
    {
        "wide" => TransformationSpace.Wide,
        "trivial" => TransformationSpace.TrivialAugment,
        "affine" => Families.Any,
        _ => TransformationSpace.RandAugment,
    };

    private Constraint Weighed(Constraint constraint) => Method == Fixed ? constraint.StartingAt(Gamma).Contributing(Contribution.PrimalOnly) : constraint;
}
