namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// The forecasters by name. To add one, write its file, with its <see cref="ForecasterEntry"/> in it, and name that entry here.
/// The list is explicit: nothing is searched by reflection, so trimming keeps what is used.
/// </summary>
public static class ForecasterRegistry
{
    /// <summary>All entries.</summary>
    public static IReadOnlyList<ForecasterEntry> All { get; } =
    [
        DLinear.Entry, NLinear.Entry, ITransformer.Entry, VanillaTransformer.Entry, Informer.Entry, Autoformer.Entry, NonstationaryTransformer.Entry, PatchTST.Entry,
        Reformer.Entry, Pyraformer.Entry, FiLM.Entry,
    ];

    /// <summary>The entry called <paramref name="name"/>, whatever the case.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest and lists all.</exception>
    public static ForecasterEntry Find(string name) =>
        All.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"there is no model \"{name}\"{NearestName.Hint(name, [.. All.Select(entry => entry.Name)])}");

    /// <summary>Makes the model called <paramref name="name"/>, initialised from torch's random numbers; the caller disposes it.</summary>
    /// <param name="name">Which one.</param>
    /// <param name="shape">Sizes that the data decides.</param>
    /// <param name="options">Values for some of its options.</param>
    /// <exception cref="ArgumentException">Unknown model, unknown option, or a value out of its range.</exception>
    public static Forecaster Create(string name, ForecastShape shape, IReadOnlyDictionary<string, double>? options = null)
    {
        var entry = Find(name);
        return entry.Create(shape, entry.Resolve(options));
    }
}
