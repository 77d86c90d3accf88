using ConstrainedLearning.Quantization.Budgets;
using ConstrainedLearning.Quantization.Rankings;

namespace ConstrainedLearning.Reports.Tests;

/// <summary>Studies of trainings that never happened, but could have.</summary>
internal static class SampleStudies
{
    private static readonly string[] Rules =
    [
        "multiplier", "multiplier per weight", "mean layer error", "final layer error", "weight error", "output divergence", "gradient × error", "Fisher diagonal", "Hessian trace",
        "weight variance", "batch-norm scale", "size", "position in the model", "random",
    ];

    /// <summary>Layers, weights and multipliers somewhat like a pre-activation ResNet's at one bit.</summary>
    internal static readonly (string Layer, long Weights, double Multiplier)[] ResNet =
    [
        ("blocks.0.conv0", 57_600, 0.0597), ("blocks.0.conv1", 57_600, 0.0349), ("blocks.1.conv0", 57_600, 0.0510), ("blocks.1.conv1", 57_600, 0.0301), ("blocks.2.conv0", 57_600, 0.0450), ("blocks.2.conv1", 57_600, 0.0283),
        ("blocks.3.conv0", 115_200, 0.0505), ("blocks.3.conv1", 230_400, 0.0277), ("blocks.3.shortcut", 12_800, 0.0693), ("blocks.4.conv0", 230_400, 0.0467), ("blocks.4.conv1", 230_400, 0.0299), ("blocks.5.conv0", 230_400, 0.0422),
        ("blocks.5.conv1", 230_400, 0.0255), ("blocks.6.conv0", 460_800, 0.0458), ("blocks.6.conv1", 921_600, 0.0333), ("blocks.6.shortcut", 51_200, 0.0604), ("blocks.7.conv0", 921_600, 0.0440), ("blocks.7.conv1", 921_600, 0.0227),
        ("blocks.8.conv0", 921_600, 0.0327), ("blocks.8.conv1", 921_600, 0.0199),
    ];

    /// <summary>Studies with all there is in one: draws of chance, two truths, both treatments, six budgets.</summary>
    internal static LayerStudy[] Full(int seeds = 3, bool classifies = true, (string Layer, long Weights, double Multiplier)[]? layers = null) => [.. Enumerable.Range(0, seeds).Select(seed => Study(seed, classifies, layers ?? ResNet))];

    /// <summary>Many layers whose names are as long as those of large models.</summary>
    internal static (string Layer, long Weights, double Multiplier)[] Long(int count) =>
        [.. Enumerable.Range(0, count).Select(i => ($"module.backbone.encoder.layers.{i / 4}.{(i % 4) switch { 0 => "self_attention.query_key_value_projection", 1 => "self_attention.output_projection", 2 => "feed_forward.expansion", _ => "feed_forward.contraction" }}", 1_000L * (1 + i % 7), 0.1 / (1 + i)))];

    /// <summary>The smallest study: given scores of "multiplier", and nothing else.</summary>
    internal static LayerStudy Bare(long seed, params double[] multipliers)
    {
        string[] layers = [.. multipliers.Select((_, i) => $"layer{i}")];
        return new()
        {
            Seed = seed,
            Costs = [.. layers.Select((layer, i) => new LayerCost(layer, 100 * (i + 1), 1))],
            Steps = [],
            Multipliers = [],
            Rankings = [new LayerRanking("multiplier", layers, multipliers, 0)],
            Truths = [],
            Points = [],
        };
    }

    private static LayerStudy Study(int seed, bool classifies, (string Layer, long Weights, double Multiplier)[] layers)
    {
        var random = new Random(100 + seed);
        string[] names = [.. layers.Select(layer => layer.Layer)];
        double[] final = [.. layers.Select(layer => layer.Multiplier * (1 + 0.08 * Noise(random)))];
        LayerRanking Ranking(string rule, double noise, double passes) => new(rule, names, [.. final.Select(value => value * (1 + noise * Noise(random)))], passes);
        return new()
        {
            Seed = seed,
            Costs = [.. layers.Select(layer => new LayerCost(layer.Layer, layer.Weights, 256 * layer.Weights))],
            Steps = [.. Enumerable.Range(0, 200).Select(row => 50L * row)],
            Multipliers = [.. Enumerable.Range(0, 200).Select(row => final.Select((value, i) => value * (1 - Math.Exp(-row / (20.0 + 4 * i))) * (1 + 0.02 * Noise(random))).ToArray())],
            Rankings = [.. Rules.SelectMany((rule, i) => rule == "random" ? Enumerable.Range(0, 10).Select(_ => new LayerRanking(rule, names, [.. names.Select(_ => random.NextDouble())], 0)) : [i == 0 ? new LayerRanking(rule, names, final, 0) : Ranking(rule, 0.12 * i, i < 2 ? 0 : 40 * i)])],
            Truths = [Ranking("one layer alone at 1 bit", 0.15, 400), Ranking("one layer alone at 8 bits", 0.25, 400)],
            Points = [.. Enum.GetValues<BudgetTreatment>().SelectMany(treatment => Rules.SelectMany((rule, i) => Enumerable.Range(0, rule == "random" ? 10 : 1).SelectMany(_ => new[] { 1.25, 1.5, 2, 2.5, 3, 4 }.Select(bits => Point(rule, i, bits, treatment)))))],
        };

        BudgetPoint Point(string rule, int place, double bits, BudgetTreatment treatment)
        {
            var worse = (place < 2 ? 0.1 : 0.4 + 0.12 * place) * (treatment == BudgetTreatment.Calibrated ? 6 : 1) / bits;
            var accuracy = (treatment == BudgetTreatment.Calibrated ? 91 - 30 / Math.Pow(bits, 1.5) : 91.5 - 5 / bits) - worse + 0.25 * Noise(random);
            return new BudgetPoint(rule, bits - 0.01 * random.NextDouble(), treatment, 0.2 + 3 * (1 - accuracy / 100), classifies ? accuracy / 100 : null);
        }
    }

    /// <summary>Roughly normal, of variance 1.</summary>
    private static double Noise(Random random) => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
}
