using ConstrainedLearning.Quantization.Budgets;
using ConstrainedLearning.Quantization.Rankings;

namespace ExperimentKit.Layers;

/// <summary>Bits of every number from the low to the high one, given out exactly: the least sum over the layers of weight times error at the layer's bits.</summary>
public sealed class IntegerProgram
{
    private readonly IReadOnlyList<LayerCost> _costs;
    private readonly int[] _candidates;
    private readonly IReadOnlyList<(string Rule, double[][] Errors)> _programs;

    /// <summary>Measures the errors at each number of bits, on the data that rankings see.</summary>
    /// <param name="subject">The trained model.</param>
    /// <param name="options">The low and the high number of bits.</param>
    /// <param name="rankings">Those of the multipliers and of the Hessian are used.</param>
    public IntegerProgram(LayerSubject subject, StudyOptions options, IReadOnlyList<LayerRanking> rankings)
    {
        _costs = subject.Costs;
        _candidates = [.. Enumerable.Range(options.Low, options.High - options.Low + 1)];
        var outputs = _candidates.Select(bits => LayerRankings.ByRelativeOutputError(subject.Problem(bits)).Scores).ToArray();
        var weights = _candidates.Select(bits => LayerRankings.ByWeightError(subject.At(bits)).Scores).ToArray();
        var multipliers = rankings.First(ranking => ranking.Rule == LayerRules.Multiplier).Scores;
        // tr(H) / n, which the ranking has multiplied by the error at the low number of bits; none where it is negative.
        double[] traces = [.. rankings.First(ranking => ranking.Rule == "hessian").Scores.Zip(weights[0], (score, error) => error > 0 ? Math.Max(0, score / error) : 0)];
        _programs =
        [
            ("multiplier times error, integer program", Errors((layer, bits) => multipliers[layer] * outputs[bits][layer])),
            ("error, integer program", Errors((layer, bits) => outputs[bits][layer])),
            ("hessian, integer program", Errors((layer, bits) => traces[layer] * weights[bits][layer])),
        ];
    }

    /// <summary>The bits within a budget, by what weighs the errors.</summary>
    public IEnumerable<(string Rule, BitAllocation Bits)> Allocations(double averageBits)
    {
        var budget = PrecisionBudget.AverageBits(averageBits) with { Candidates = _candidates };
        return _programs.Select(program => (program.Rule, budget.Optimal(_costs, program.Errors)));
    }

    private double[][] Errors(Func<int, int, double> error) => [.. _costs.Select((_, layer) => _candidates.Select((_, bits) => error(layer, bits)).ToArray())];
}
