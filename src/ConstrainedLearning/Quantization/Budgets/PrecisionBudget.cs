using ConstrainedLearning.Quantization.Rankings;

namespace ConstrainedLearning.Quantization.Budgets;

/// <summary>How many bits a model may have in all, and the ways to give them out to its layers.</summary>
/// <remarks>Layers are matched by their names: a ranking may have them in another order than the costs. Results are in the order of the costs, and the same at every call.</remarks>
public sealed record PrecisionBudget
{
    private static readonly int[] Usual = [1, 2, 3, 4, 5, 6, 7, 8, BitAllocation.FullPrecision];

    private PrecisionBudget(BudgetUnit unit, double most) => (Unit, Most) = (unit, most > 0 && double.IsFinite(most) ? most : throw new ArgumentOutOfRangeException(nameof(most), most, "a budget is a finite number > 0"));

    /// <summary>A bound on the mean number of bits of a weight: sum w_l b_l / sum w_l &lt;= bits.</summary>
    public static PrecisionBudget AverageBits(double bits) => new(BudgetUnit.AverageBits, bits);

    /// <summary>A bound on the bit operations of one sample: sum m_l b_l^2 &lt;= most.</summary>
    public static PrecisionBudget BitOperations(double most) => new(BudgetUnit.BitOperations, most);

    /// <summary>The bit operations of the model with the same number of bits in all its layers.</summary>
    public static PrecisionBudget BitOperationsOf(int bits, IReadOnlyList<LayerCost> costs) => new(BudgetUnit.BitOperations, BitAllocation.Uniform(costs, bits).BitOperations);

    /// <summary>What is counted.</summary>
    public BudgetUnit Unit { get; }

    /// <summary>The bound: bits of a weight, or bit operations.</summary>
    public double Most { get; }

    /// <summary>The numbers of bits that a layer can have, ascending: from 1 to 8, and 32 for full precision. The default is all of these.</summary>
    public IReadOnlyList<int> Candidates
    {
        get;
        init => field = Checked(value);
    } = Usual;

    /// <summary>Whether the bits are within the budget.</summary>
    public bool Allows(BitAllocation allocation) => allocation.Total(Unit) <= Unit.Most(allocation.Costs, Most);

    /// <summary>
    /// Gives bits out by rank: all layers start at the smallest candidate, and each in its turn, the highest score first, gets the largest candidate that what is left of the budget allows. With two candidates
    /// these are the layers that are kept; one that does not fit is passed over, and the next may.
    /// </summary>
    /// <param name="ranking">Of the same layers.</param>
    /// <param name="costs">The layers.</param>
    /// <exception cref="ArgumentException">Other layers, a score that is no number, or a budget below what the smallest candidate costs everywhere.</exception>
    public BitAllocation ByScore(LayerRanking ranking, IReadOnlyList<LayerCost> costs) => Greedy(costs, ranking.ScoresOf(Names(costs)));

    /// <summary>As <see cref="ByScore"/>, in the order of score / (what the layer takes of the budget at the largest candidate, beyond the smallest): what a bit spent there brings.</summary>
    /// <param name="ranking">Of the same layers; scores that are amounts, and none below 0.</param>
    /// <param name="costs">The layers.</param>
    /// <exception cref="ArgumentException">As <see cref="ByScore"/>, or a score below 0.</exception>
    public BitAllocation ByScorePerBit(LayerRanking ranking, IReadOnlyList<LayerCost> costs)
    {
        var scores = ranking.ScoresOf(Names(costs));
        for (var i = 0; i < scores.Length; i++)
            if (!(scores[i] >= 0 && double.IsFinite(scores[i])))
                throw new ArgumentException($"'{ranking.Rule}' gives '{costs[i].Layer}' the score {Text.Number(scores[i])}: scores per bit are of finite numbers >= 0; use {nameof(ByScore)}", nameof(ranking));
        return Greedy(costs, [.. scores.Select((score, i) => score / Math.Max(1, Cost(costs[i], Candidates[^1]) - Cost(costs[i], Candidates[0])))]);
    }

    /// <summary>The bits with the least sum of errors: min sum_l e_l(b_l) within the budget. Exact, up to the rounding of sums; of equals the one that takes less of the budget.</summary>
    /// <remarks>A multiple-choice knapsack problem (Kellerer, Pferschy, Pisinger, "Knapsack Problems", 2004, chapter 11). As used for bits: Hubara et al., "Accurate Post Training Quantization", ICML 2021.</remarks>
    /// <param name="costs">The layers.</param>
    /// <param name="errors">For each layer and each candidate what the layer adds to the loss, in any unit: measured, or multiplier times error, or trace times error of the weights. Need not fall with the bits;
    /// +infinity where a layer must not have a candidate.</param>
    /// <exception cref="ArgumentException">Sizes that do not fit, an error that is no number, or a budget below the cheapest allocation.</exception>
    public BitAllocation Optimal(IReadOnlyList<LayerCost> costs, IReadOnlyList<IReadOnlyList<double>> errors)
    {
        if (errors.Count != costs.Count) throw new ArgumentException($"errors of {errors.Count} layers, costs of {costs.Count}: expected as many", nameof(errors));
        var choices = costs.Select((cost, layer) => Choices(cost, errors[layer])).ToArray();
        Affords(costs, choices.Sum(group => group.Min(choice => choice.Cost)));
        var chosen = new MultipleChoiceKnapsack(choices, (long)Unit.Most(costs, Most)).Solve();
        return new BitAllocation(costs, [.. chosen.Select(choice => Candidates[choice])]);
    }

    /// <inheritdoc/>
    public override string ToString() => Unit == BudgetUnit.AverageBits ? $"at most {Text.Number(Most)} bits on average" : $"at most {Text.Number(Most)} bit operations";

    private BitAllocation Greedy(IReadOnlyList<LayerCost> costs, double[] scores)
    {
        var bits = Enumerable.Repeat(Candidates[0], costs.Count).ToArray();
        var spent = costs.Sum(cost => Cost(cost, Candidates[0]));
        Affords(costs, spent);
        var most = Unit.Most(costs, Most);
        foreach (var layer in Enumerable.Range(0, scores.Length).OrderByDescending(layer => scores[layer]))
        {
            var others = spent - Cost(costs[layer], bits[layer]);
            bits[layer] = Candidates.Last(candidate => others + Cost(costs[layer], candidate) <= most);
            spent = others + Cost(costs[layer], bits[layer]);
        }
        return new BitAllocation(costs, bits);
    }

    private Choice[] Choices(LayerCost cost, IReadOnlyList<double> errors)
    {
        if (errors.Count != Candidates.Count) throw new ArgumentException($"the layer '{cost.Layer}' has {errors.Count} errors for the {Candidates.Count} candidates {string.Join(", ", Candidates)}: expected one each", nameof(errors));
        for (var i = 0; i < errors.Count; i++)
            if (double.IsNaN(errors[i]) || double.IsNegativeInfinity(errors[i])) throw new ArgumentException($"the error of '{cost.Layer}' with {Candidates[i]} bits is {Text.Number(errors[i])}: expected a number", nameof(errors));
        Choice[] choices = [.. errors.Select((error, i) => new Choice(i, Cost(cost, Candidates[i]), error)).Where(choice => double.IsFinite(choice.Error))];
        return choices.Length > 0 ? choices : throw new ArgumentException($"the layer '{cost.Layer}' must not have any candidate: all its errors are infinite", nameof(errors));
    }

    private long Cost(LayerCost cost, int bits) => Unit.CostOf(cost, bits);

    private void Affords(IReadOnlyList<LayerCost> costs, long cheapest)
    {
        if (cheapest > Unit.Most(costs, Most)) throw new ArgumentException($"a budget of {this} cannot be met: the cheapest allocation takes {Unit.Text(costs, cheapest)}; raise the budget, or allow fewer bits in {nameof(Candidates)}");
    }

    private static string[] Names(IReadOnlyList<LayerCost> costs) => [.. costs.Select(cost => cost.Layer)];

    private static IReadOnlyList<int> Checked(IReadOnlyList<int> candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
            if (!BitAllocation.IsPrecision(candidates[i]) || (i > 0 && candidates[i] <= candidates[i - 1]))
                throw new ArgumentException($"candidates are 1 to 8 or {BitAllocation.FullPrecision} bits, each once and ascending; got {string.Join(", ", candidates)}", nameof(candidates));
        return candidates.Count > 0 ? [.. candidates] : throw new ArgumentException("a layer needs at least one candidate", nameof(candidates));
    }
}
