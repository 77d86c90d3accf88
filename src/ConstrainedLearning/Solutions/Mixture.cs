using ConstrainedLearning.Solutions;

namespace ConstrainedLearning;

/// <summary>The randomised solution over stored models: draw model j with probability p_j for each decision; the requirements then hold on average.</summary>
/// <remarks>
/// min_p sum_j p_j f_j  s.t.  sum_j p_j e_ij &lt;= tolerance_i, p in the simplex. A vertex of this linear program is taken, so at most m + 1 models carry weight for m requirements.
/// When no mixture fulfils the requirements it is the one whose largest excess over the tolerances is smallest, and among those the cheapest.
/// Reference: Cotter, Jiang, Sridharan, "Two-Player Games for Efficient Non-Convex Constrained Optimization", ALT 2019 (the stochastic solution of small support);
/// Narasimhan, Cotter, Gupta, "Optimizing Generalized Rate Metrics with Three Players", NeurIPS 2019.
/// </remarks>
public sealed record Mixture
{
    private const double Rounding = 1e-9;

    private Mixture(IReadOnlyList<Candidate> candidates, double[] tolerances, double[] weights, double[] prices, bool isFeasible)
    {
        var total = weights.Sum();
        Probabilities = [.. weights.Select(weight => weight / total)];
        Support = [.. candidates.Zip(Probabilities, (candidate, probability) => (candidate.Name, probability)).Where(part => part.probability > 0)];
        Objective = Mean(candidate => candidate.Objective);
        Excess = [.. tolerances.Select((_, i) => Mean(candidate => candidate.Excess[i]))];
        Prices = [.. prices.Select(price => Math.Max(0, price))];
        (Tolerances, IsFeasible) = (tolerances, isFeasible);

        double Mean(Func<Candidate, double> number) => candidates.Zip(Probabilities, (candidate, probability) => probability == 0 ? 0 : probability * number(candidate)).Sum();
    }

    /// <summary>p, one a candidate in the order given; they sum to 1.</summary>
    public IReadOnlyList<double> Probabilities { get; }

    /// <summary>The candidates that carry weight, in the order given; at most one more than there are requirements.</summary>
    public IReadOnlyList<(string Name, double Probability)> Support { get; }

    /// <summary>sum_j p_j f_j.</summary>
    public double Objective { get; }

    /// <summary>sum_j p_j e_ij of each requirement, in its units.</summary>
    public IReadOnlyList<double> Excess { get; }

    /// <summary>How far above its bound each requirement still counts as fulfilled.</summary>
    public IReadOnlyList<double> Tolerances { get; }

    /// <summary>For each requirement, how much the objective would fall per unit by which its tolerance is raised: the linear program's dual prices, &gt;= 0.</summary>
    /// <remarks>When no mixture is feasible: how much the largest excess would fall. These sum to 1, and the requirements with a price are the ones that contradict each other.</remarks>
    public IReadOnlyList<double> Prices { get; }

    /// <summary>Whether the requirements hold within the tolerances, up to rounding.</summary>
    public bool IsFeasible { get; }

    /// <summary>The best mixture, with the same tolerance for all requirements.</summary>
    /// <param name="candidates">At least one, with finite numbers and the same requirements.</param>
    /// <param name="tolerance">How far above a bound still counts as fulfilled, in the requirements' units. The default is 0; below 0 asks for a margin.</param>
    /// <exception cref="ArgumentException">No candidate, two of one name, different numbers of requirements, or a number that is not finite.</exception>
    /// <exception cref="ArithmeticException">The candidates' numbers are too far apart for double precision.</exception>
    public static Mixture Of(IReadOnlyList<Candidate> candidates, double tolerance = 0) => Of(candidates, Candidate.Repeat(candidates, tolerance));

    /// <inheritdoc cref="Of(IReadOnlyList{Candidate}, double)"/>
    /// <summary>The best mixture.</summary>
    /// <param name="candidates">At least one, with finite numbers and the same requirements.</param>
    /// <param name="tolerances">For each requirement how far above its bound still counts as fulfilled, in its units; below 0 asks for a margin.</param>
    public static Mixture Of(IReadOnlyList<Candidate> candidates, IReadOnlyList<double> tolerances)
    {
        double[] limits = [.. tolerances];
        Candidate.Check(candidates, limits);
        var cheapest = Cheapest(candidates, limits);
        if (cheapest.Status == LinearStatus.Optimal) return new Mixture(candidates, limits, cheapest.X, cheapest.Prices[..^1], isFeasible: true);

        var closest = Closest(candidates, limits);
        var least = closest.X[^1];
        var among = Cheapest(candidates, [.. limits.Select(limit => limit + least)]);
        // Models that are all but equal make the choice among the closest ones too ill-conditioned to be trusted unseen.
        var weights = among.Status == LinearStatus.Optimal && KeepsWithin(candidates, limits, among.X, least) ? among.X : closest.X[..^1];
        return new Mixture(candidates, limits, weights, closest.Prices[..^1], isFeasible: false);
    }

    /// <summary>The mixture as one sentence.</summary>
    public override string ToString()
    {
        var parts = string.Join(" and ", Support.Select(part => Support.Count == 1 ? $"'{part.Name}' alone" : $"{Text.Number(part.Probability)} of '{part.Name}'"));
        if (IsFeasible) return $"{parts}: objective {Text.Number(Objective)}, {(Excess.Count == 0 ? "no requirements" : "the requirements hold on average")}";
        var (distance, worst) = Excess.Select((excess, i) => (Distance: excess - Tolerances[i], i)).MaxBy(item => item.Distance);
        return $"no mixture fulfils the requirements; the closest is {parts}: objective {Text.Number(Objective)}, the worst is requirement {worst}, {Text.Number(distance)} above its tolerance";
    }

    /// <summary>min p'f  s.t.  e_i'p &lt;= limit_i, p in the simplex.</summary>
    private static LinearSolution Cheapest(IReadOnlyList<Candidate> candidates, double[] limits) => new LinearProgram(
        [.. candidates.Select(candidate => candidate.Objective)],
        [.. limits.Select((limit, i) => new Row([.. candidates.Select(candidate => candidate.Excess[i])], Sense.AtMost, limit)), new Row([.. candidates.Select(_ => 1.0)], Sense.Equal, 1)]).Solve();

    /// <summary>min t  s.t.  e_i'p - t &lt;= limit_i, p in the simplex, t &gt;= 0; t is the last variable.</summary>
    private static LinearSolution Closest(IReadOnlyList<Candidate> candidates, double[] limits) => new LinearProgram(
        [.. candidates.Select(_ => 0.0), 1],
        [.. limits.Select((limit, i) => new Row([.. candidates.Select(candidate => candidate.Excess[i]), -1], Sense.AtMost, limit)), new Row([.. candidates.Select(_ => 1.0), 0], Sense.Equal, 1)]).Solve();

    /// <summary>Whether no requirement is missed by more than <paramref name="distance"/>, up to rounding.</summary>
    private static bool KeepsWithin(IReadOnlyList<Candidate> candidates, double[] limits, double[] weights, double distance) => limits.Select((limit, i) =>
    {
        var terms = candidates.Zip(weights, (candidate, weight) => weight * candidate.Excess[i]).ToArray();
        return terms.Sum() - limit - distance <= Rounding * (terms.Sum(Math.Abs) + Math.Abs(limit));
    }).All(isWithin => isWithin);
}
