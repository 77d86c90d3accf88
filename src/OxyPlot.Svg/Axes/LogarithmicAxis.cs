namespace OxyPlot.Axes;

/// <summary>An axis on which equal distances are equal ratios; it cannot show values that are not positive.</summary>
public class LogarithmicAxis : Axis
{
    /// <summary>Multiples of each power that may carry labels, from many to few.</summary>
    private static readonly int[][] Mantissas = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1]];

    /// <summary>The base of the powers that are marked; 10 by default.</summary>
    public double Base { get; set; } = 10;

    /// <summary>Extends the automatic range to whole powers of the base; true by default.</summary>
    public bool PowerPadding { get; set; } = true;

    internal override double Project(double value) => Math.Log(value) / Math.Log(Base);

    internal override double Unproject(double coordinate) => Math.Pow(Base, coordinate);

    internal override bool IsValid(double value) => value > 0 && double.IsFinite(value);

    private protected override (double Low, double High) DefaultRange => (1, 100);

    private protected override (double Low, double High) Pad(double low, double high) => PowerPadding
        ? (Unproject(Math.Floor(Project(low) + 1e-9)), Unproject(Math.Ceiling(Project(high) - 1e-9)))
        : base.Pad(low, high);

    private protected override (double Low, double High) Widen(double value) =>
        value > 0 ? (value / Math.Sqrt(Base), value * Math.Sqrt(Base)) : DefaultRange;

    private protected override string FormatValue(double value, double step) =>
        UseSuperExponentialFormat ? NumberLabel.Scientific(value, Model.ActualCulture) : value.ToString("G6", Model.ActualCulture);

    private protected override TickSet CreateTicks(LabelFit fit)
    {
        var (first, last) = (Math.Floor(Project(ActualMinimum) + 1e-9), Math.Ceiling(Project(ActualMaximum) - 1e-9));
        if (!(last > first) || last - first > RoundNumbers.MaximumTicks)
            return TickSet.Empty;
        var minor = Base == 10 ? Values(Mantissas[0], first, last, 1) : [];
        foreach (var mantissas in Base == 10 ? Mantissas : [[1]])
            if (Candidate(fit, Values(mantissas, first, last, 1), minor) is { } ticks)
                return ticks;
        for (var stride = 2.0; stride < last - first; stride = RoundNumbers.AtLeast(stride + 1))
            if (Candidate(fit, Values([1], first, last, stride), []) is { } ticks)
                return ticks;
        return LinearTicks.Of(this, fit); // less than one power in sight
    }

    private TickSet? Candidate(LabelFit fit, double[] major, double[] minor)
    {
        if (major.Length < 2 || major.Length > Math.Max(2, ScreenLength / (LinearTicks.IntervalLength / 2)))
            return null;
        var labels = fit.Labels(major, 1);
        return fit.Fits(labels) ? new TickSet(labels, major, [.. minor.Except(major)]) : null;
    }

    private double[] Values(int[] mantissas, double first, double last, double stride)
    {
        var powers = RoundNumbers.Multiples(first, last, stride);
        var (low, high) = (ActualMinimum * (1 - 1e-9), ActualMaximum * (1 + 1e-9));
        return [.. powers.SelectMany(p => mantissas.Select(m => p < 0 && Base == 10 ? m / Math.Pow(10, -p) : m * Math.Pow(Base, p))).Where(v => v >= low && v <= high)];
    }
}
