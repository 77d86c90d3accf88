namespace ConstrainedLearning.Adapters;

/// <summary>How the scale s of a low-rank Delta goes with its rank r.</summary>
public enum RankScale
{
    /// <summary>s = alpha / r.</summary>
    ByRank,

    /// <summary>s = alpha / sqrt(r): steps stay of one size whatever the rank (Kalajdzievski, rsLoRA, arXiv 2312.03732).</summary>
    ByRootOfRank,
}

internal static class RankScales
{
    internal static double Of(this RankScale scale, double alpha, int rank) =>
        double.IsFinite(alpha) ? alpha / (scale == RankScale.ByRank ? rank : Math.Sqrt(rank)) : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "alpha is a finite number");
}
