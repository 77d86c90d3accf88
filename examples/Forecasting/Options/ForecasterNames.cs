using System.Globalization;
using ConstrainedLearning.Models;
using ConstrainedLearning.Models.Forecasting;
using ExperimentKit.CommandLine;

namespace Forecasting.Options;

/// <summary>Models and their sizes as the command line names them.</summary>
internal static class ForecasterNames
{
    /// <summary>A flag for an option of some models.</summary>
    /// <param name="Flag">On the command line; the field's usual name.</param>
    /// <param name="Option">In the registry.</param>
    /// <param name="Meaning">For the help text, with the models that have it.</param>
    /// <param name="Default">For the help text.</param>
    /// <param name="IsFraction">Between 0 and 1, or a whole number.</param>
    internal sealed record SizeName(string Flag, string Option, string Meaning, string Default, bool IsFraction);

    private static readonly (string Flag, string Option)[] _flags =
    [
        ("d-model", "width"), ("d-ff", "feedForward"), ("layers", "encoderLayers"), ("decoder-layers", "decoderLayers"), ("heads", "heads"),
        ("dropout", "dropout"), ("label-length", "labelLength"), ("moving-average", "movingAverage"), ("factor", "factor"),
        ("patch-length", "patchLength"), ("patch-stride", "patchStride"), ("projector-width", "projectorWidth"), ("projector-layers", "projectorLayers"),
        ("bucket-size", "bucketSize"), ("coarser-scales", "coarserScales"), ("film-order", "order"), ("film-modes", "modes"), ("film-scales", "scales"),
    ];

    /// <summary>A flag for every option that some model has.</summary>
    internal static IReadOnlyList<SizeName> Sizes { get; } =
    [
        .. ForecasterRegistry.All.SelectMany(entry => entry.Options, (entry, option) => (entry, option)).GroupBy(pair => pair.option.Name).Select(group =>
            new SizeName(
                Flag(group.Key), group.Key, $"{group.First().option.Meaning} ({string.Join(", ", group.Select(pair => pair.entry.Name))})",
                Defaults([.. group]), group.Key == "dropout")),
    ];

    /// <summary>What most models do, then those that do otherwise: <c>512; patchtst 128</c>.</summary>
    private static string Defaults(IReadOnlyList<(ForecasterEntry Entry, ForecasterOption Option)> models)
    {
        var usual = models[0].Option.Default;
        var others = models.Where(model => model.Option.Default != usual).Select(model => string.Create(CultureInfo.InvariantCulture, $"; {model.Entry.Name} {model.Option.Default}"));
        return usual.ToString(CultureInfo.InvariantCulture) + string.Concat(others);
    }

    /// <summary>The name as the registry writes it.</summary>
    internal static string Check(string name)
    {
        try
        {
            return ForecasterRegistry.Find(name).Name;
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    /// <summary>The options with every size of the model, chosen or default.</summary>
    internal static ForecastOptions Resolve(ForecastOptions options)
    {
        var entry = ForecasterRegistry.Find(options.Model);
        var known = entry.Options.Select(option => option.Name).ToHashSet();
        if (options.ModelSizes.Keys.FirstOrDefault(name => !known.Contains(name)) is { } extra)
            throw new UsageException($"the model {entry.Name} has no --{Flag(extra)}{NearestName.Hint("--" + Flag(extra), [.. known.Select(name => "--" + Flag(name))])}");
        return options with { ModelSizes = entry.Resolve(options.ModelSizes) };
    }

    private static string Flag(string option) => _flags.FirstOrDefault(pair => pair.Option == option).Flag ?? option;
}
