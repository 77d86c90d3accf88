namespace ConstrainedLearning.Quantization.Rankings;

/// <summary>What is asked of a ranking before its order is used.</summary>
internal static class RankingCheck
{
    internal static void Check(this LayerRanking ranking)
    {
        if (ranking.Layers.Count != ranking.Scores.Count) throw new ArgumentException($"'{ranking.Rule}' has {ranking.Scores.Count} scores for {ranking.Layers.Count} layers: expected one each", nameof(ranking));
        if (ranking.Layers.GroupBy(layer => layer).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new ArgumentException($"'{ranking.Rule}' ranks the layer '{twice.Key}' twice", nameof(ranking));
        for (var i = 0; i < ranking.Scores.Count; i++)
            if (double.IsNaN(ranking.Scores[i])) throw new ArgumentException($"'{ranking.Rule}' gives '{ranking.Layers[i]}' no number as its score", nameof(ranking));
    }

    /// <summary>The scores in another order of the same layers.</summary>
    internal static double[] ScoresOf(this LayerRanking ranking, IReadOnlyList<string> layers)
    {
        ranking.Check();
        if (ranking.Layers.Count != layers.Count) throw new ArgumentException($"'{ranking.Rule}' ranks {ranking.Layers.Count} layers, expected the same {layers.Count}: {string.Join(", ", layers)}", nameof(ranking));
        var scores = ranking.Layers.Zip(ranking.Scores).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        return [.. layers.Select(layer => scores.TryGetValue(layer, out var score) ? score : throw new ArgumentException($"'{ranking.Rule}' does not rank the layer '{layer}'", nameof(ranking)))];
    }
}
