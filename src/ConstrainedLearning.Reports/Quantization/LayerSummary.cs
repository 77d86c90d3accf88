using ConstrainedLearning.Quantization.Rankings;
using ConstrainedLearning.Reports.Sensitivity;

namespace ConstrainedLearning.Reports.Quantization;

/// <summary>What the multipliers of all studies say of each layer. Layers are numbered in the order of the model.</summary>
internal sealed class LayerSummary
{
    internal LayerSummary(IReadOnlyList<LayerStudy> studies, string rule, int kept)
    {
        var costs = studies[0].Costs;
        Layers = [.. costs.Select(cost => cost.Layer)];
        Names = LayerNames.Short(Layers);
        Weights = [.. costs.Select(cost => cost.Weights)];
        var all = Weights.Sum(weights => (double)weights);
        Shares = [.. Weights.Select(weights => all > 0 ? weights / all : double.NaN)];
        LayerRanking[] rankings = [.. studies.Select(study => Multipliers(study, rule, Layers))];
        Estimates = [.. Layers.Select((_, layer) => Estimate.Of(rankings.Select(ranking => ranking.Scores[layer])))];
        Order = [.. Enumerable.Range(0, Layers.Count).OrderByDescending(layer => Estimates[layer].Mean)];
        Kept = [.. Order.Take(kept).Where(layer => Estimates[layer].Mean > 0)];
        int[][] tops = [.. rankings.Select(ranking => Enumerable.Range(0, Layers.Count).OrderByDescending(layer => ranking.Scores[layer]).Take(Kept.Count).ToArray())];
        TimesOnTop = [.. Layers.Select((_, layer) => tops.Count(top => top.Contains(layer)))];
        SameTops = tops.Count(top => top.ToHashSet().SetEquals(Kept));
        Agreements = [.. rankings.SelectMany((one, i) => rankings.Take(i).Select(other => RankCorrelations.Spearman(one, other))).Where(double.IsFinite)];
    }

    internal IReadOnlyList<string> Layers { get; }

    /// <summary>The layers' names as pictures have room for them.</summary>
    internal IReadOnlyList<string> Names { get; }

    internal IReadOnlyList<long> Weights { get; }

    /// <summary>Of all weights, from 0 to 1.</summary>
    internal IReadOnlyList<double> Shares { get; }

    /// <summary>Each layer's multiplier, over the studies.</summary>
    internal IReadOnlyList<Estimate> Estimates { get; }

    /// <summary>The layers by falling mean multiplier.</summary>
    internal IReadOnlyList<int> Order { get; }

    /// <summary>The first of them, as far as their multipliers are above 0.</summary>
    internal IReadOnlyList<int> Kept { get; }

    /// <summary>In how many studies each layer is among as many first ones.</summary>
    internal IReadOnlyList<int> TimesOnTop { get; }

    /// <summary>In how many studies the first ones are exactly those kept.</summary>
    internal int SameTops { get; }

    /// <summary>Spearman's correlation of each two studies.</summary>
    internal IReadOnlyList<double> Agreements { get; }

    /// <summary>A study's multipliers: the scores of that rule, draws averaged, or where it is not among the rankings the last that were noted.</summary>
    private static LayerRanking Multipliers(LayerStudy study, string rule, IReadOnlyList<string> layers)
    {
        LayerRanking[] draws = [.. study.Rankings.Where(ranking => ranking.Rule == rule)];
        double[] scores = draws.Length == 0
            ? [.. study.Multipliers.Count > 0 ? study.Multipliers[^1] : [.. layers.Select(_ => double.NaN)]]
            : [.. layers.Select(layer => draws.Average(draw => draw.Layers.Zip(draw.Scores).First(pair => pair.First == layer).Second))];
        return new LayerRanking(rule, layers, scores, 0);
    }
}
