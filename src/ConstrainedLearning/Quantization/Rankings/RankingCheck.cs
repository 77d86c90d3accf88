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
}
