using ConstrainedLearning.Quantization.Budgets;
using ConstrainedLearning.Quantization.Rankings;

namespace ExperimentKit.Layers;

/// <summary>All rankings of a subject, and the ways in which they give out bits.</summary>
public static class LayerRules
{
    /// <summary>The rule of the multipliers at the end.</summary>
    public const string Multiplier = "multiplier";

    /// <summary>The rule of their mean over time.</summary>
    public const string MeanMultiplier = "mean multiplier";

    /// <summary>The rule of the layers' errors over time.</summary>
    public const string MeanError = "mean error";

    /// <summary>What the training itself says of the layers, at no further cost.</summary>
    /// <param name="names">The layers.</param>
    /// <param name="multipliers">At each time one for each layer.</param>
    /// <param name="errors">The constrained values, at the same times.</param>
    public static IReadOnlyList<LayerRanking> OfTraining(IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<double>> multipliers, IReadOnlyList<IReadOnlyList<double>> errors) =>
    [
        new(Multiplier, names, multipliers[^1], 0), LayerRankings.ByTimeAverage(MeanMultiplier, names, multipliers), LayerRankings.ByTimeAverage(MeanError, names, errors),
    ];

    /// <summary>What looking at the trained model says.</summary>
    public static IReadOnlyList<LayerRanking> OfModel(LayerSubject subject, StudyOptions options)
    {
        var problem = subject.Problem(options.Low);
        return
        [
            .. Enumerable.Range(0, options.RandomDraws).Select(draw => LayerRankings.Random(subject.Names, (int)(options.Seed * 1000) + draw)),
            LayerRankings.ByParameterCount(subject.Costs), LayerRankings.ByDepth(subject.Names), LayerRankings.ByWeightError(problem.Layers), LayerRankings.ByRelativeWeightError(problem.Layers),
            LayerRankings.ByOutputError(problem), LayerRankings.ByRelativeOutputError(problem), LayerRankings.ByGradient(problem), LayerRankings.ByFisher(problem),
            LayerRankings.ByHessian(problem, options.HessianProbes, (ulong)options.Seed),
            LeavingOneOut.Lowered(problem) with { Rule = "lowered on training data" }, LeavingOneOut.Raised(problem) with { Rule = "raised on training data" },
        ];
    }

    /// <summary>How much the loss on other data changes when one layer changes its precision.</summary>
    public static IReadOnlyList<LayerRanking> Truths(LayerSubject subject, StudyOptions options)
    {
        var problem = subject.Truth(options.Low);
        return [LeavingOneOut.Lowered(problem), LeavingOneOut.Raised(problem)];
    }

    /// <summary>The bits that each rule gives out within a budget, with the rule's name: by rank, and where scores are amounts by score per bit.</summary>
    public static IEnumerable<(string Rule, BitAllocation Bits)> Allocations(IReadOnlyList<LayerRanking> rankings, IReadOnlyList<LayerCost> costs, StudyOptions options, double averageBits)
    {
        var budget = PrecisionBudget.AverageBits(averageBits) with { Candidates = [options.Low, options.High] };
        foreach (var ranking in rankings)
        {
            yield return (ranking.Rule, budget.ByScore(ranking, costs));
            if (RuleNames.IsAmount(ranking.Rule)) yield return (RuleNames.PerBit(ranking.Rule), budget.ByScorePerBit(Positive(ranking), costs));
        }
    }

    // A layer that is better off without its bits is worth nothing; how little does not matter.
    private static LayerRanking Positive(LayerRanking ranking) => ranking with { Scores = [.. ranking.Scores.Select(score => Math.Max(score, 0))] };
}
