namespace ExperimentKit.Layers;

/// <summary>How layers are studied.</summary>
public sealed record StudyOptions
{
    /// <summary>The bits of a layer that is not kept.</summary>
    public int Low { get; init; } = 2;

    /// <summary>The bits of a layer that is kept.</summary>
    public int High { get; init; } = 8;

    /// <summary>The budgets in mean bits of a weight.</summary>
    public IReadOnlyList<double> Budgets { get; init; } = [2.5, 3, 4, 5, 6];

    /// <summary>Orders drawn at random. The default is 10.</summary>
    public int RandomDraws { get; init; } = 10;

    /// <summary>Probes of the Hessian's trace for each batch. The default is 8.</summary>
    public int HessianProbes { get; init; } = 8;

    /// <summary>Of the random orders and probes.</summary>
    public required long Seed { get; init; }
}
