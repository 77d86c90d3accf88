namespace ConstrainedLearning.Models.Forecasting;

/// <summary>What can be chosen for <see cref="Pyraformer"/>. Defaults are those of the forecasting benchmarks.</summary>
public sealed record PyraformerOptions
{
    /// <summary>The sizes of the encoder. There is no decoder.</summary>
    public TransformerOptions Sizes { get; init; } = new();

    /// <summary>Nodes that one node of the next coarser scale sums up. Default 4.</summary>
    public int Children { get; init => field = Check.AtLeast(2, value, nameof(Children)); } = 4;

    /// <summary>Scales above the rows themselves; those that would have no node are left out. Default 2.</summary>
    public int CoarserScales { get; init => field = Check.Positive(value); } = 2;

    /// <summary>Nodes of its own scale that a node sees, itself in their middle; odd. Default 5.</summary>
    public int Neighbours
    {
        get;
        init => field = value > 0 && value % 2 == 1 ? value : throw new ArgumentOutOfRangeException(nameof(Neighbours), value, $"{nameof(Neighbours)} is {value}, expected an odd number above 0.");
    } = 5;

    /// <summary>The options for a registry entry.</summary>
    internal static IReadOnlyList<ForecasterOption> All { get; } =
    [
        .. TransformerOptions.Encoder,
        new("children", 4, "nodes that one node of the next coarser scale sums up"),
        new("coarserScales", 2, "scales above the rows themselves"),
        new("neighbours", 5, "nodes of its own scale that a node sees, itself too; odd"),
    ];

    /// <summary>These options from a registry's values.</summary>
    internal static PyraformerOptions From(IReadOnlyDictionary<string, double> values) => new()
    {
        Sizes = TransformerOptions.From(values),
        Children = (int)values["children"],
        CoarserScales = (int)values["coarserScales"],
        Neighbours = (int)values["neighbours"],
    };
}
