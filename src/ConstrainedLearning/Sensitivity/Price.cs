namespace ConstrainedLearning;

/// <summary>The price of one component of one constraint.</summary>
/// <param name="Constraint">The constraint's name.</param>
/// <param name="Component">Which of its components (per-sample: which sample), from 0.</param>
/// <param name="Multiplier">lambda_i: how much the optimal loss falls per unit by which the bound is relaxed (an equality: by which it is raised); of a per-sample mean, lambda_n / N.</param>
/// <param name="Bound">eps_i.</param>
/// <param name="Value">g_i as measured in the last step (one batch: noisy); NaN for a sample.</param>
/// <param name="Slack">u_i, by how much the bound has given way.</param>
/// <param name="IsCapped">Whether the multiplier stands at its cap, so that the price is at least this.</param>
public sealed record Price(string Constraint, int Component, double Multiplier, double Bound, double Value, double Slack, bool IsCapped)
{
    /// <summary>The component as reports call it.</summary>
    public required string Name { get; init; }

    /// <summary>On which side of the bound the quantity has to lie.</summary>
    public Sense Sense { get; init; }

    /// <summary>w_i h'(u_i), which equals the multiplier at the resilient equilibrium; null when the constraint is not relaxed.</summary>
    public double? MarginalCost { get; init; }

    /// <summary>How the multiplier went over the last part of the recorded trace; null when none was recorded.</summary>
    public RecentPrice? Recent { get; init; }

    /// <summary>e = v - u: positive where the (relaxed) bound is violated; of an equality the signed distance.</summary>
    public double Excess => (Sense == Sense.AtLeast ? Bound - Value : Value - Bound) - Slack;

    /// <summary>lambda_i e_i, which is 0 at a solution: a price is only paid for a bound that is met exactly. Over the recent trace where there is one.</summary>
    public double Complementarity => Recent is null ? Multiplier * Excess : Recent.Mean * Recent.MeanExcess;

    /// <summary>How the price is to be read.</summary>
    public string State => this switch
    {
        { IsCapped: true } => "capped: the true price is at least this",
        { Multiplier: 0, Recent: null or { Mean: 0 } } => "free",
        { Recent: { } recent } when recent.IsDrifting(Math.Abs(Multiplier)) => "still moving: a ranking at best",
        { Slack: not 0 } => "relaxed",
        _ => "priced",
    };
}

/// <summary>A multiplier over the last part of a trace.</summary>
/// <param name="Mean">Its time average, which converges where the multiplier itself swings.</param>
/// <param name="StandardError">Of the mean, from the means of ten consecutive batches of rows, since neighbouring rows are correlated.</param>
/// <param name="Drift">The mean of the second half less that of the first.</param>
/// <param name="MeanExcess">The mean of e = v - u.</param>
public sealed record RecentPrice(double Mean, double StandardError, double Drift, double MeanExcess)
{
    private const int Batches = 10;
    private const double Settled = 0.05, Significant = 4;

    // A straight trend has a drift of 5.5 standard errors, since the trend itself spreads the batch means; noise alone passes 4 in one case of twenty.
    internal bool IsDrifting(double multiplier) => Math.Abs(Drift) > Settled * Math.Max(Math.Abs(Mean), multiplier) && !(Math.Abs(Drift) < Significant * StandardError);

    internal static RecentPrice Of(ReadOnlySpan<double> multipliers, ReadOnlySpan<double> excess)
    {
        var half = multipliers.Length / 2;
        var (mean, early, late) = (Average(multipliers), Average(multipliers[..half]), Average(multipliers[half..]));
        var size = multipliers.Length / Batches;
        var error = double.NaN;
        if (size >= 1)
        {
            double squares = 0;
            for (var b = 0; b < Batches; b++) squares += Math.Pow(Average(multipliers.Slice(b * size, size)) - mean, 2);
            error = Math.Sqrt(squares / (Batches - 1) / Batches);
        }
        return new RecentPrice(mean, error, late - early, Average(excess));
    }

    private static double Average(ReadOnlySpan<double> values)
    {
        double sum = 0;
        var count = 0;
        foreach (var value in values)
            if (double.IsFinite(value)) (sum, count) = (sum + value, count + 1);
        return count == 0 ? double.NaN : sum / count;
    }
}
