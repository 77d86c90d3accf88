using MathNet.Numerics.Distributions;

namespace ExperimentKit.Statistics;

/// <summary>Wilcoxon's signed-rank test of paired differences: under the hypothesis each difference is as likely to have one sign as the other, whatever its size.</summary>
/// <param name="RankSum">W₊: the sum of the ranks of |difference| over the positive ones; equal sizes share the mean of their ranks.</param>
/// <param name="Count">Differences that are not 0: those that are 0 say nothing of the sign, and are dropped (Wilcoxon, 1945).</param>
/// <param name="PValue">Two-sided; 1 where no difference is left.</param>
public sealed record WilcoxonSignedRank(double RankSum, int Count, double PValue)
{
    /// <summary>Above so many differences the normal law stands for the exact one: 50.</summary>
    public const int LargestExact = 50;

    /// <summary>Tests differences; up to <see cref="LargestExact"/> of them exactly, with ties too, beyond by the normal law with corrections for ties and continuity.</summary>
    /// <param name="differences">One a pair, [n]; sizes tie where they are the same number.</param>
    /// <exception cref="ArgumentException">A difference is not finite.</exception>
    public static WilcoxonSignedRank Of(IReadOnlyList<double> differences)
    {
        for (var i = 0; i < differences.Count; i++)
            if (!double.IsFinite(differences[i])) throw new ArgumentException($"difference {i} is {differences[i]}, expected a finite number: leave out pairs without a result", nameof(differences));
        double[] kept = [.. differences.Where(difference => difference != 0)];
        if (kept.Length == 0) return new(0, 0, 1);
        var doubled = DoubledRanks(kept);
        var positive = doubled.Where((_, i) => kept[i] > 0).Sum();
        return new(positive / 2.0, kept.Length, kept.Length <= LargestExact ? Exact(doubled, positive) : Approximate(doubled, positive));
    }

    /// <summary>P(min(W₊, W₋) is as small as it is), from the number of sign patterns with each rank sum. Doubled ranks are whole numbers with ties too.</summary>
    internal static double Exact(int[] doubledRanks, int positive)
    {
        var total = doubledRanks.Sum();
        var patterns = new double[total + 1]; // up to 2^50, which a double counts exactly
        patterns[0] = 1;
        foreach (var rank in doubledRanks)
            for (var sum = total; sum >= rank; sum--) patterns[sum] += patterns[sum - rank];
        var tail = patterns.Take(Math.Min(positive, total - positive) + 1).Sum();
        return Math.Min(1, 2 * tail / Math.Pow(2, doubledRanks.Length));
    }

    /// <summary>W₊ has mean Σ r / 2 and variance Σ r² / 4 over the ranks r, which holds the correction for ties.</summary>
    internal static double Approximate(int[] doubledRanks, int positive)
    {
        var mean = doubledRanks.Sum() / 4.0;
        var deviation = Math.Sqrt(doubledRanks.Sum(rank => (double)rank * rank)) / 4;
        var distance = Math.Max(0, Math.Abs(positive / 2.0 - mean) - 0.5);
        return Math.Min(1, 2 * Normal.CDF(0, 1, -distance / deviation));
    }

    /// <summary>Twice the rank of each size: of sizes that tie at the ranks i to j, i + j.</summary>
    private static int[] DoubledRanks(double[] differences)
    {
        double[] sizes = [.. differences.Select(Math.Abs)];
        var sorted = sizes.Order().ToArray();
        return [.. sizes.Select(size => Array.IndexOf(sorted, size) + 1 + Array.LastIndexOf(sorted, size) + 1)];
    }
}
