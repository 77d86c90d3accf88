using ConstrainedLearning.Quantization.Rankings;

namespace ConstrainedLearning.Reports.Quantization;

/// <summary>Refuses studies that cannot be shown side by side.</summary>
internal static class StudyCheck
{
    internal static IReadOnlyList<LayerStudy> Checked(IReadOnlyList<LayerStudy> studies)
    {
        if (studies.Count == 0) throw new ArgumentException("a report on layers got no study: give one for each seed", nameof(studies));
        var layers = LayersOf(studies[0]);
        if (layers.Length == 0) throw new ArgumentException("a report on layers got a study without layers: its Costs name them", nameof(studies));
        if (layers.GroupBy(layer => layer).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new ArgumentException($"the layer '{twice.Key}' is {twice.Count()} times in Costs: give each layer once", nameof(studies));
        if (studies.GroupBy(study => study.Seed).FirstOrDefault(group => group.Count() > 1) is { } same)
            throw new ArgumentException($"{same.Count()} studies have the seed {same.Key}: intervals over seeds need trainings that differ in theirs", nameof(studies));
        foreach (var study in studies) Check(study, layers);
        return studies;
    }

    private static void Check(LayerStudy study, string[] layers)
    {
        if (!LayersOf(study).SequenceEqual(layers))
            throw new ArgumentException($"the study of seed {study.Seed} has the layers {string.Join(", ", LayersOf(study))}, expected {string.Join(", ", layers)} as in the first: make a report for each model", nameof(study));
        if (study.Multipliers.Count != study.Steps.Count || study.Multipliers.Any(row => row.Count != layers.Length))
            throw new ArgumentException($"the study of seed {study.Seed} has {study.Multipliers.Count} rows of multipliers ({string.Join(", ", study.Multipliers.Select(row => row.Count).Distinct())} wide) for {study.Steps.Count} steps, expected one row a step, {layers.Length} wide", nameof(study));
        foreach (var ranking in study.Rankings.Concat(study.Truths))
            if (ranking.Scores.Count != ranking.Layers.Count || !ranking.Layers.ToHashSet().SetEquals(layers) || ranking.Layers.Count != layers.Length)
                throw new ArgumentException($"the ranking '{ranking.Rule}' of seed {study.Seed} has {ranking.Scores.Count} scores for {ranking.Layers.Count} layers, expected one for each of the {layers.Length} layers of the study", nameof(study));
    }

    private static string[] LayersOf(LayerStudy study) => [.. study.Costs.Select(cost => cost.Layer)];
}
