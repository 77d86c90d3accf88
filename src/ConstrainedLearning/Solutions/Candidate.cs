namespace ConstrainedLearning;

/// <summary>A stored model, as far as choosing among models goes: what it costs and by how much it exceeds each requirement.</summary>
/// <param name="Name">Names the model, for instance its checkpoint; unique among the candidates.</param>
/// <param name="Objective">f, the loss; smaller is better.</param>
/// <param name="Excess">
/// e_i, one a requirement, in its units: how far the value is above an upper bound or below a lower one; &lt;= 0 fulfils it. An equality is two entries, e and -e.
/// </param>
public sealed record Candidate(string Name, double Objective, IReadOnlyList<double> Excess)
{
    /// <summary>max_i (e_i - tolerance_i); minus infinity without requirements.</summary>
    internal double LargestExcess(IReadOnlyList<double> tolerances) => Excess.Zip(tolerances, (excess, tolerance) => excess - tolerance).Append(double.NegativeInfinity).Max();

    /// <summary>Refuses candidates that cannot be compared, by name.</summary>
    internal static void Check(IReadOnlyList<Candidate> candidates, IReadOnlyList<double> tolerances)
    {
        if (candidates.Count == 0) throw new ArgumentException("there is no candidate to choose from; give at least one", nameof(candidates));
        for (var i = 0; i < tolerances.Count; i++)
            if (!double.IsFinite(tolerances[i])) throw new ArgumentException($"tolerance {i} is {Text.Number(tolerances[i])}; a tolerance must be a finite number", nameof(tolerances));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var candidate in candidates)
        {
            if (!names.Add(candidate.Name)) throw new ArgumentException($"two candidates are named '{candidate.Name}': the choice is told by name, so each needs its own", nameof(candidates));
            if (candidate.Excess.Count != tolerances.Count)
                throw new ArgumentException($"candidate '{candidate.Name}' has {candidate.Excess.Count} excesses, expected {tolerances.Count}: one per requirement", nameof(candidates));
            RefuseNonFinite(candidate.Name, "the objective", candidate.Objective);
            for (var i = 0; i < tolerances.Count; i++) RefuseNonFinite(candidate.Name, $"excess {i}", candidate.Excess[i]);
        }
    }

    /// <summary>The same tolerance for each of the candidates' requirements.</summary>
    internal static double[] Repeat(IReadOnlyList<Candidate> candidates, double tolerance) => [.. Enumerable.Repeat(tolerance, candidates.Count == 0 ? 0 : candidates[0].Excess.Count)];

    private static void RefuseNonFinite(string candidate, string what, double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentException($"candidate '{candidate}': {what} is {Text.Number(value)}, expected a finite number; leave out models that diverged or were not measured", nameof(candidate));
    }
}
