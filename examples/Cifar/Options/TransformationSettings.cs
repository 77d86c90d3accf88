using ExperimentKit.Settings;

namespace Cifar.Options;

/// <summary>The settings of commands that bound the loss under transformations.</summary>
internal static class TransformationSettings
{
    private static readonly SettingGroup<TransformationOptions> _bound = new(TrainingSettings.BoundGroup), _ranges = new("Model");

    private static readonly IReadOnlyList<Setting<TransformationOptions>> _all =
    [
        _bound.Positive("epsilon", "the bound on the mean cross-entropy of transformed images", o => o.Epsilon, (o, v) => o with { Epsilon = v }),
        _bound.Whole("proposals", "transformations tried for each image and step; one more pass without gradient each", o => o.Proposals, (o, v) => o with { Proposals = (int)v }, least: 2),
        _bound.Positive("temperature", "chains are drawn to losses to the power 1 / T: below 1 nearer to the worst, above 1 nearer to any", o => o.Temperature, (o, v) => o with { Temperature = v }),
        _bound.Positive("walk", "chains propose levels so near, as a part of their range", o => o.Walk, (o, v) => o with { Walk = v }, ifNone: "anywhere, as published"),
        _bound.Switch("persistent", "each image's chain goes on where it was an epoch before", o => o.Persistent, (o, v) => o with { Persistent = v }),
        _bound.Choice("statistics", [TransformationOptions.Clean, TransformationOptions.CleanAndTransformed, TransformationOptions.AllPasses],
            "which passes move the running statistics of batch normalisation; transformed: those of clean and chosen images; published: all", o => o.Statistics, (o, v) => o with { Statistics = v }),
        _ranges.Positive("initial-width", "method augerino: every learned range at the start", o => o.InitialWidth, (o, v) => o with { InitialWidth = v }, ifNone: "0.347: ln(2) / 2"),
    ];

    /// <summary>As settings of a command's own options, which hold <see cref="TransformationOptions"/>.</summary>
    internal static IEnumerable<Setting<T>> Of<T>(Func<T, TransformationOptions> get, Func<T, TransformationOptions, T> set) => _all.Select(setting => setting.Within(get, set));
}
