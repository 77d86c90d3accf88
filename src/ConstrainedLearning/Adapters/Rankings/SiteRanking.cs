namespace ConstrainedLearning.Adapters;

/// <summary>How much each site deserves of a budget of ranks, by some rule.</summary>
/// <param name="Rule">What the scores are.</param>
/// <param name="Sites">The sites' names.</param>
/// <param name="Scores">One for each, in that order, >= 0; a higher one asks for more rank.</param>
public sealed record SiteRanking(string Rule, IReadOnlyList<string> Sites, IReadOnlyList<double> Scores)
{
    /// <summary>The sites, the highest score first; equals in their order.</summary>
    public IReadOnlyList<string> Ranked => [.. Sites.Zip(Scores).OrderByDescending(pair => pair.Second).Select(pair => pair.First)];
}
