using Cifar.Commands;
using Cifar.Results;
using Cifar.Training;
using ConstrainedLearning;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Models.Vision;
using ExperimentKit.Settings;

namespace Cifar.Options;

/// <summary>Everything that decides the numbers of <c>symmetries</c>.</summary>
internal sealed record SymmetryOptions : IExperiment
{
    internal const string Constrained = AugmentOptions.Constrained;

    private const int PublishedShift = 8, PublishedWidth = 28;

    private static readonly SettingGroup<SymmetryOptions> _data = new("Data"), _bound = new(TrainingSettings.BoundGroup);

    /// <summary>Data, model, training.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>The bound, by default one of those published for MNIST, and how transformations are chosen for it.</summary>
    public TransformationOptions Bound { get; init; } = new() { Epsilon = 0.35 };

    /// <summary>The names of the symmetries that data can be given.</summary>
    internal static IReadOnlyList<string> Symmetries { get; } = ["none", .. SyntheticSymmetry.All.Where(symmetry => symmetry != SyntheticSymmetry.None).Select(symmetry => symmetry.Name)];

    /// <summary>constrained: the three bounds; none, uniform or augerino: without them, to compare with.</summary>
    public string Method { get; init; } = Constrained;

    /// <summary>The family that every image was transformed by once.</summary>
    public string Generator { get; init; } = "none";

    /// <summary>The cost (alpha/2) u^2 of letting a bound give way; null: it does not.</summary>
    public double? Resilient { get; init; }

    /// <summary>Small enough to end in seconds; for checks that everything works, not for numbers.</summary>
    internal static SymmetryOptions Smoke { get; } = new() { Training = new() { Epochs = 3, PerClass = 40, Batch = 100, DualRate = 0.1 }, Generator = "rotated180" };

    internal static SettingTable<SymmetryOptions> Table { get; } = new(new SymmetryOptions(),
    [
        .. TrainingSettings.Of<SymmetryOptions>(o => o.Training, (o, v) => o with { Training = v }),
        .. TransformationSettings.Of<SymmetryOptions>(o => o.Bound, (o, v) => o with { Bound = v }),
        _data.Choice("symmetry", Symmetries,
            "transform every image once by a random member of a family, so that the data has this symmetry", o => o.Generator, (o, v) => o with { Generator = v }),
        _bound.Choice("method", [Constrained, AugmentOptions.None, AugmentOptions.Uniform, AugmentOptions.Augerino],
            "constrained: the three bounds; to compare with: none of them, a draw from one of the families for each image, or learned ranges of affine maps", o => o.Method, (o, v) => o with { Method = v }),
        _bound.Positive("resilient", "let bounds give way by u at cost (ALPHA/2) u^2", o => o.Resilient, (o, v) => o with { Resilient = v }, "bounds do not give way"),
    ]);

    /// <inheritdoc/>
    string IRunOptions.Label => Method == Constrained ? Generator + (Resilient is null ? "" : "+resilient") : $"{Generator}, {Method}";

    /// <inheritdoc/>
    public SyntheticSymmetry? Symmetry(ImageShape shape) => Generator switch
    {
        "none" => null,
        // The published 8 of 28 pixels would move most of a smaller image out of sight.
        "translated" when shape.Width < PublishedWidth => SyntheticSymmetry.Translated(Math.Round((double)PublishedShift * shape.Width / PublishedWidth)),
        var name => SyntheticSymmetry.Find(name),
    };

    /// <inheritdoc/>
    public Plan Plan(ImageSet images) => Method switch
    {
        AugmentOptions.None => new(null, []),
        AugmentOptions.Uniform => new(Families.Any, []),
        AugmentOptions.Augerino => new(null, []) { Ranges = new() { InitialWidth = Bound.InitialWidth } },
        _ => new(null, [.. Families.All.Select(family => new Requirement(family.Name, family.Space, Bound.Chains, Bound.Epsilon, Eased) { MovedBy = Bound.MovedBy })]),
    };

    /// <inheritdoc/>
    public Summary Describe(Summary summary) => summary with
    {
        Method = Method == Constrained ? SymmetriesCommand.Name : Method,
        Symmetry = Generator,
        Epsilon = Method == Constrained ? Bound.Epsilon : null,
        Resilient = Resilient,
    };

    /// <inheritdoc/>
    public string ToJson() => Table.ToJson(this);

    private Constraint Eased(Constraint constraint) => Resilient is { } alpha ? constraint.Relaxed(Relaxation.Quadratic(alpha)) : constraint;
}
