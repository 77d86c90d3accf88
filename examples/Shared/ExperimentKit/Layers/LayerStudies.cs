using ConstrainedLearning.Quantization.Budgets;
using ConstrainedLearning.Quantization.Rankings;

namespace ExperimentKit.Layers;

/// <summary>Looks at a trained model from all sides.</summary>
public static class LayerStudies
{
    /// <summary>Ranks the layers by every rule, finds the truth, and tries each rule at each budget, with statistics taken anew and weights as they are.</summary>
    /// <param name="subject">The trained model.</param>
    /// <param name="options">Precisions and budgets.</param>
    /// <param name="steps">When multipliers were noted.</param>
    /// <param name="multipliers">At each of these steps one for each layer.</param>
    /// <param name="errors">The constrained values at the same steps.</param>
    /// <param name="stop">Asked between looks.</param>
    public static LayerStudy Of(
        LayerSubject subject, StudyOptions options, IReadOnlyList<long> steps, IReadOnlyList<IReadOnlyList<double>> multipliers, IReadOnlyList<IReadOnlyList<double>> errors, CancellationToken stop)
    {
        IReadOnlyList<LayerRanking> rankings = [.. LayerRules.OfTraining(subject.Names, multipliers, errors), .. LayerRules.OfModel(subject, options)];
        stop.ThrowIfCancellationRequested();
        var truths = LayerRules.Truths(subject, options);
        var program = new IntegerProgram(subject, options, rankings);
        // Rules often agree, the more so at large budgets: what was measured once is not measured again.
        Dictionary<string, (double Loss, double? Accuracy)> known = new(StringComparer.Ordinal);
        List<BudgetPoint> points = [];
        foreach (var budget in options.Budgets)
            foreach (var (rule, bits) in LayerRules.Allocations(rankings, subject.Costs, options, budget).Concat(program.Allocations(budget)))
            {
                stop.ThrowIfCancellationRequested();
                var key = string.Join(',', bits.Bits);
                if (!known.TryGetValue(key, out var result)) known[key] = result = subject.Calibrated(bits);
                points.Add(new BudgetPoint(rule, budget, BudgetTreatment.Calibrated, result.Loss, result.Accuracy));
            }
        return new LayerStudy { Seed = options.Seed, Costs = subject.Costs, Steps = steps, Multipliers = multipliers, Rankings = rankings, Truths = truths, Points = points };
    }
}
