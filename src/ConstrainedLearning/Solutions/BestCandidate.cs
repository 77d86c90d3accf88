namespace ConstrainedLearning;

/// <summary>The single model to keep: the least objective among those that fulfil the requirements, else the least violated one.</summary>
public static class BestCandidate
{
    /// <summary>argmin f_j over the candidates with e_ij &lt;= tolerance for all i; when there is none, argmin max_i e_ij, and of equals the cheapest. The first one of equals.</summary>
    /// <param name="candidates">At least one, with finite numbers and the same requirements.</param>
    /// <param name="tolerance">How far above a bound still counts as fulfilled, in the requirements' units. The default is 0.</param>
    /// <exception cref="ArgumentException">No candidate, two of one name, different numbers of requirements, or a number that is not finite.</exception>
    public static Candidate Of(IReadOnlyList<Candidate> candidates, double tolerance = 0) => Of(candidates, Candidate.Repeat(candidates, tolerance));

    /// <inheritdoc cref="Of(IReadOnlyList{Candidate}, double)"/>
    /// <param name="candidates">At least one, with finite numbers and the same requirements.</param>
    /// <param name="tolerances">For each requirement how far above its bound still counts as fulfilled, in its units.</param>
    public static Candidate Of(IReadOnlyList<Candidate> candidates, IReadOnlyList<double> tolerances)
    {
        Candidate.Check(candidates, tolerances);
        return candidates.MinBy(candidate => (Math.Max(0, candidate.LargestExcess(tolerances)), candidate.Objective))!;
    }
}
