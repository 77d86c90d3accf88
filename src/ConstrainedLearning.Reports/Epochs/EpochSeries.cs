using ConstrainedLearning.Reports.Charts;

namespace ConstrainedLearning.Reports.Epochs;

/// <summary>What a training's epochs hold, by quantity. An epoch that lacks a quantity is left out: its neighbours are joined.</summary>
internal sealed class EpochSeries(IReadOnlyList<EpochRecord> epochs)
{
    private readonly EpochRecord[] _epochs = [.. epochs.OrderBy(epoch => epoch.Epoch)];

    internal int Last => _epochs is [.., var last] ? last.Epoch : 0;

    internal EpochLine Loss => Line("training loss", epoch => epoch.Loss);

    /// <summary>The measured quantities whose names end with a word, in order of appearance.</summary>
    internal IReadOnlyList<EpochLine> Metrics(string ending, double factor = 1) =>
        [.. _epochs.SelectMany(epoch => epoch.Metrics.Keys).Distinct().Where(name => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            .Select(name => Line(name, epoch => epoch.Metrics.TryGetValue(name, out var value) ? factor * value : null)).Where(IsShown)];

    /// <summary>A constraint's mean value, beside its bound.</summary>
    internal EpochLine Constraint(string name, double bound) => Line(name, epoch => First(epoch.Constraints, name)) with { Bound = bound };

    /// <summary>The mean values of a constraint's components in the last epoch that measured it; empty where none did.</summary>
    internal IReadOnlyList<double> LastValues(string constraint) => _epochs.LastOrDefault(epoch => epoch.Constraints.ContainsKey(constraint))?.Constraints[constraint] ?? [];

    /// <summary>A number observed of a constraint.</summary>
    internal EpochLine Observed(string constraint, string what, double factor = 1) => Line(constraint, epoch => factor * First(epoch.Observations, $"{constraint}/{what}"));

    /// <summary>A constraint's observed shares in percent, indexed [epoch][place], of all epochs: empty where an epoch has none. Null when no epoch has any.</summary>
    internal double[][]? Shares(string constraint, string what)
    {
        double[][] shares = [.. _epochs.Select(epoch => epoch.Observations.TryGetValue($"{constraint}/{what}", out var all) ? all.Select(share => 100 * share).ToArray() : [])];
        return shares.Any(row => row.Any(double.IsFinite)) ? shares : null;
    }

    /// <summary>The epochs' numbers, rising.</summary>
    internal IReadOnlyList<int> Numbers => [.. _epochs.Select(epoch => epoch.Epoch)];

    /// <summary>Whether there is anything to draw.</summary>
    internal static bool IsShown(EpochLine line) => line.Values.Any(double.IsFinite);

    private static double? First(Dictionary<string, double[]> values, string name) => values.TryGetValue(name, out var all) && all.Length > 0 ? all[0] : null;

    private EpochLine Line(string name, Func<EpochRecord, double?> value)
    {
        var points = _epochs.Select(epoch => (epoch.Epoch, Value: value(epoch))).Where(point => point.Value is not null).ToArray();
        return new EpochLine(name, [.. points.Select(point => point.Epoch)], [.. points.Select(point => point.Value!.Value)]);
    }
}
