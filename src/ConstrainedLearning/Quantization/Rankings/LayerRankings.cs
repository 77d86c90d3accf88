using ConstrainedLearning.Quantization.Budgets;

namespace ConstrainedLearning.Quantization.Rankings;

/// <summary>Rules that say which layers of a model need their precision: by layers alone, by their weights, by their outputs, by the loss. A higher score says that the layer should keep more bits.</summary>
/// <remarks>The slow rule that the others stand for is <see cref="LeavingOneOut"/>.</remarks>
public static partial class LayerRankings
{
    /// <summary>Any order: what a rule has to beat. Scores are uniform on [0, 1).</summary>
    /// <param name="layers">The layers' names.</param>
    /// <param name="seed">With the same seed the same scores.</param>
    public static LayerRanking Random(IReadOnlyList<string> layers, int seed)
    {
        var random = new Random(seed);
        return new LayerRanking("random", layers, [.. layers.Select(_ => random.NextDouble())], 0);
    }

    /// <summary>The first layers highest, as in networks whose first layer is left alone: L, L - 1, .., 1.</summary>
    /// <param name="layers">The layers' names, in the order of the model.</param>
    public static LayerRanking ByDepth(IReadOnlyList<string> layers) => new("depth", layers, [.. layers.Select((_, place) => (double)layers.Count - place)], 0);

    /// <summary>The small layers highest, which cost little to keep: 1 / w_l.</summary>
    /// <param name="costs">The layers.</param>
    public static LayerRanking ByParameterCount(IReadOnlyList<LayerCost> costs) => new("parameter count", [.. costs.Select(cost => cost.Layer)], [.. costs.Select(cost => 1.0 / cost.Weights)], 0);

    /// <summary>The mean over time of what was noted of each layer anyway: of multipliers, or of errors. A multiplier that has not settled is little else than the time average of a violation.</summary>
    /// <param name="rule">What was noted: "mean multiplier".</param>
    /// <param name="layers">The layers' names.</param>
    /// <param name="history">At each time one value for each layer; one time at least.</param>
    public static LayerRanking ByTimeAverage(string rule, IReadOnlyList<string> layers, IReadOnlyList<IReadOnlyList<double>> history)
    {
        if (history.Count == 0) throw new ArgumentException($"'{rule}' has no history: expected one time at least", nameof(history));
        for (var time = 0; time < history.Count; time++)
            if (history[time].Count != layers.Count) throw new ArgumentException($"'{rule}' has {history[time].Count} values at time {time} for {layers.Count} layers: expected one each", nameof(history));
        return new LayerRanking(rule, layers, [.. layers.Select((_, layer) => history.Average(values => values[layer]))], 0);
    }
}
