using ConstrainedLearning.Quantization.Rankings;

namespace ConstrainedLearning.Reports.Quantization;

/// <summary>The multipliers over the training: at each step the means over those studies that noted them there.</summary>
/// <param name="Steps">Rising.</param>
/// <param name="Table">Indexed [step][layer].</param>
internal sealed record MultiplierMap(IReadOnlyList<long> Steps, double[][] Table)
{
    /// <summary>Steps that all studies noted or, where there are none, those of the first; null when nothing was noted.</summary>
    internal static MultiplierMap? Of(IReadOnlyList<LayerStudy> studies)
    {
        var noted = studies.Where(study => study.Steps.Count > 0).Select(study => study.Steps.Zip(study.Multipliers).DistinctBy(row => row.First).ToDictionary(row => row.First, row => row.Second)).ToArray();
        if (noted.Length == 0) return null;
        long[] common = [.. noted[0].Keys.Where(step => noted.All(study => study.ContainsKey(step))).Order()];
        var steps = common.Length > 0 ? common : [.. noted[0].Keys.Order()];
        return new(steps, [.. steps.Select(step => noted[0][step].Select((_, layer) => Estimate.Of(noted.Where(study => study.ContainsKey(step)).Select(study => study[step][layer])).Mean).ToArray())]);
    }
}
