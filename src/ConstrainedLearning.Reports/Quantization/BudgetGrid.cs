namespace ConstrainedLearning.Reports.Quantization;

/// <summary>The budgets of a comparison. Layers get whole bits, so that an allocation seldom meets its budget exactly: average bits that lie close together are one budget.</summary>
internal sealed class BudgetGrid
{
    /// <summary>In bits; budgets that are meant to differ lie further apart.</summary>
    private const double Close = 0.05;

    private readonly double[] _starts;

    internal BudgetGrid(IEnumerable<double> averageBits)
    {
        double[] rising = [.. averageBits.Where(double.IsFinite).Distinct().Order()];
        _starts = [.. rising.Where((bits, place) => place == 0 || bits - rising[place - 1] > Close)];
        Budgets = [.. rising.GroupBy(IndexOf).Select(group => group.Average())];
    }

    /// <summary>The middle of each budget, rising.</summary>
    internal IReadOnlyList<double> Budgets { get; }

    /// <summary>The budget that average bits belong to; -1 where they are not finite.</summary>
    internal int IndexOf(double averageBits) => double.IsFinite(averageBits) ? Array.FindLastIndex(_starts, start => start <= averageBits) : -1;
}
