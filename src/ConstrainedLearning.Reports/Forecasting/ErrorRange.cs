namespace ConstrainedLearning.Reports.Forecasting;

/// <summary>The ends of a chart's scale of errors.</summary>
internal sealed record ErrorRange(double Low, double High)
{
    /// <summary>Charts whose errors differ by more than this factor would not be legible at one scale.</summary>
    private const double MostUneven = 2.5;

    /// <summary>The scale for finite values: from zero, unless all of them lie far from it.</summary>
    internal static ErrorRange Of(double[] values)
    {
        if (values.Length == 0)
            return new(0, 1);
        var (low, high) = (values.Min(), values.Max());
        var margin = high > low ? 0.12 * (high - low) : high > 0 ? 0.2 * high : 1;
        return new(low - margin > 0.3 * high || low < 0 ? low - margin : 0, high + margin);
    }

    /// <summary>One scale for several charts; null if one of them would be squeezed by it.</summary>
    internal static ErrorRange? Common(IReadOnlyList<ErrorRange> ranges)
    {
        var (lowest, highest) = (ranges.Min(range => range.Low), ranges.Max(range => range.High));
        return highest <= MostUneven * ranges.Min(range => range.High) ? new(lowest, highest) : null;
    }
}
