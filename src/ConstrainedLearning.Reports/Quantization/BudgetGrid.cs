namespace ConstrainedLearning.Reports.Quantization;

/// <summary>
/// The average bits at which rules are compared. Where all of them used the same budgets, and used them up, these. Where their average bits scatter, as layers get whole bits, as many places between the least and the most
/// bits that the subject used in every study; values are then read off each rule's own curve, so that no rule gains by having spent more.
/// </summary>
internal sealed class BudgetGrid
{
    /// <summary>In bits: average bits that lie closer are one budget, and a budget is at most twice as wide.</summary>
    private const double Close = 0.05;

    private readonly double[] _starts;

    internal BudgetGrid(IReadOnlyList<RulePoints> all, string subject)
    {
        double[] rising = [.. all.SelectMany(rule => rule.Points).Select(point => point.Bits).Distinct().Order()];
        _starts = [.. rising.Where((bits, place) => place == 0 || bits - rising[place - 1] > Close)];
        double[][] budgets = [.. rising.GroupBy(IndexOf).Select(group => group.ToArray())];
        int[] reached = [.. all.Select(rule => rule.Points.Select(point => IndexOf(point.Bits)).Distinct().Count()).Order()];
        IsExact = budgets.All(budget => budget[^1] - budget[0] <= 2 * Close) && reached.Length > 0 && reached[reached.Length / 2] == budgets.Length;
        Budgets = IsExact ? [.. budgets.Select(budget => budget.Average())] : Between([.. (all.Any(rule => rule.Rule == subject) ? all.Where(rule => rule.Rule == subject) : all).Select(rule => rule.Curve())]);
    }

    /// <summary>Rising.</summary>
    internal IReadOnlyList<double> Budgets { get; }

    /// <summary>Whether values are those measured, none read off between two.</summary>
    internal bool IsExact { get; }

    /// <summary>A rule's value at each budget; NaN where it has none.</summary>
    internal double[] Values(RulePoints rule)
    {
        var curve = rule.Curve();
        return [.. Budgets.Select((bits, budget) => IsExact ? Estimate.Of(rule.Points.Where(point => IndexOf(point.Bits) == budget).Select(point => point.Value)).Mean : RulePoints.At(curve, bits))];
    }

    private int IndexOf(double bits) => Array.FindLastIndex(_starts, start => start <= bits);

    private static double[] Between((double Bits, double Value)[][] curves)
    {
        if (curves.Length == 0) return [];
        var (low, high, count) = (curves.Max(curve => curve[0].Bits), curves.Min(curve => curve[^1].Bits), curves.Min(curve => curve.Length));
        return low > high ? [] : count == 1 || low == high ? [low] : [.. Enumerable.Range(0, count).Select(place => place == count - 1 ? high : low + (high - low) * place / (count - 1))];
    }
}
