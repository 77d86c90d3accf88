using ConstrainedLearning.Quantization.Budgets;

namespace ConstrainedLearning.Adapters;

/// <summary>Gives a budget of numbers out to sites as ranks; one of rank r has r (outputs + inputs) numbers.</summary>
public static class RankAllocation
{
    /// <summary>max sum_m sum_{j &lt;= r_m} gain_m(j) s.t. sum_m r_m cost_m &lt;= budget, r_m integers: exact, up to the rounding of sums; of equals the one that takes less.</summary>
    /// <param name="gains">For each site what its first component brings, what its second brings beside, and so on; as many as its rank may be.</param>
    /// <param name="costs">For each site the numbers of one component.</param>
    /// <param name="budget">In numbers, >= 0.</param>
    /// <returns>The sites' ranks; 0 where a site should have no adapter.</returns>
    public static IReadOnlyList<int> Optimal(IReadOnlyList<IReadOnlyList<double>> gains, IReadOnlyList<long> costs, long budget)
    {
        if (gains.Count == 0 || gains.Count != costs.Count) throw new ArgumentException($"gains of {gains.Count} sites and costs of {costs.Count}: expected one each, and one site at least", nameof(costs));
        ArgumentOutOfRangeException.ThrowIfNegative(budget);
        Choice[][] groups = [.. gains.Zip(costs, Choices)];
        return new MultipleChoiceKnapsack(groups, budget).Solve();
    }

    /// <summary>As <see cref="Optimal"/>, by one score a site, of which a further component is taken to bring less: gain_m(j) = score_m / j. So ranks are proportional to score over cost as far as whole numbers can be.</summary>
    /// <param name="ranking">Of these sites, in any order; scores >= 0.</param>
    /// <param name="sites">The sites.</param>
    /// <param name="budget">In numbers, >= 0.</param>
    /// <param name="most">The largest rank of a site.</param>
    /// <returns>Ranks, in the order of <paramref name="sites"/>.</returns>
    public static IReadOnlyList<int> ByScore(SiteRanking ranking, IReadOnlyList<Site> sites, long budget, int most)
    {
        SiteCheck.Rank(most);
        var scores = ranking.Sites.Zip(ranking.Scores).ToDictionary(pair => pair.First, pair => pair.Second);
        return Optimal([.. sites.Select(site => Gains(ranking, scores, site, most))], [.. sites.Select(CostOf)], budget);
    }

    /// <summary>outputs + inputs: the numbers of one component of a site.</summary>
    public static long CostOf(Site site) => site.Outputs + site.Inputs;

    /// <summary>LoRA of these ranks; sites of rank 0 are left out.</summary>
    /// <param name="sites">The sites.</param>
    /// <param name="ranks">One for each; not all 0.</param>
    /// <param name="options">The rest; its own ranks do not count. Null (the default): the defaults.</param>
    public static LoRA LoRA(IReadOnlyList<Site> sites, IReadOnlyList<int> ranks, LoRAOptions? options = null)
    {
        if (sites.Count != ranks.Count) throw new ArgumentException($"{ranks.Count} ranks for {sites.Count} sites: expected one each", nameof(ranks));
        var kept = sites.Zip(ranks).Where(pair => pair.Second != 0).ToArray();
        return new LoRA([.. kept.Select(pair => pair.First)], (options ?? new()) with { Ranks = [.. kept.Select(pair => KeyValuePair.Create(Combination.Exactly(pair.First), pair.Second))] });
    }

    private static double[] Gains(SiteRanking ranking, Dictionary<string, double> scores, Site site, int most) => scores.TryGetValue(site.Name, out var score) && score >= 0 && double.IsFinite(score)
        ? [.. Enumerable.Range(1, (int)Math.Min(most, Math.Min(site.Outputs, site.Inputs))).Select(j => score / j)]
        : throw new ArgumentException($"'{ranking.Rule}' gives '{site.Name}' {(scores.ContainsKey(site.Name) ? Text.Number(score) : "no score")}: expected a finite number >= 0", nameof(ranking));

    private static Choice[] Choices(IReadOnlyList<double> gains, long cost)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cost, 1);
        var choices = new Choice[gains.Count + 1];
        for (var rank = 1; rank <= gains.Count; rank++)
        {
            if (!double.IsFinite(gains[rank - 1])) throw new ArgumentException($"the gain of a site's component {rank} is {Text.Number(gains[rank - 1])}: expected a finite number", nameof(gains));
            choices[rank] = new Choice(rank, rank * cost, choices[rank - 1].Error - gains[rank - 1]);
        }
        return choices;
    }
}
