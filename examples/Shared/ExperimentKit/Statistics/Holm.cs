namespace ExperimentKit.Statistics;

/// <summary>Holm's step-down correction of several tests: below a level, adjusted p-values err once or more with at most that probability, however the tests depend on each other (Holm, 1979).</summary>
public static class Holm
{
    /// <summary>Adjusted p-values, in the order given: of the sorted p₁ ≤ … ≤ p_m, max over j ≤ i of (m − j + 1) p_j, at most 1.</summary>
    /// <param name="pValues">One a test, [m].</param>
    /// <exception cref="ArgumentException">A p-value is not within [0, 1].</exception>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        for (var i = 0; i < pValues.Count; i++)
            if (!(pValues[i] is >= 0 and <= 1)) throw new ArgumentException($"p-value {i} is {pValues[i]}, expected one within [0, 1]: leave out tests without a result", nameof(pValues));
        var adjusted = new double[pValues.Count];
        var largest = 0.0;
        foreach (var (place, test) in Enumerable.Range(0, pValues.Count).OrderBy(test => pValues[test]).Index())
            adjusted[test] = largest = Math.Max(largest, Math.Min(1, (pValues.Count - place) * pValues[test]));
        return adjusted;
    }
}
