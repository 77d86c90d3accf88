namespace OxyPlot;

/// <summary>The pattern of a line.</summary>
public enum LineStyle
{
    Solid, Dash, Dot, DashDot, DashDashDot, DashDotDot, DashDashDotDot, LongDash, LongDashDot, LongDashDotDot, None, Automatic,
}

internal static class LineStyles
{
    /// <summary>Lengths of dashes and gaps in units of the line's thickness; null for a solid line.</summary>
    internal static double[]? DashArray(this LineStyle style) => style switch
    {
        LineStyle.Dash => [4, 2],
        LineStyle.Dot => [1, 2],
        LineStyle.DashDot => [4, 2, 1, 2],
        LineStyle.DashDashDot => [4, 2, 4, 2, 1, 2],
        LineStyle.DashDotDot => [4, 2, 1, 2, 1, 2],
        LineStyle.DashDashDotDot => [4, 2, 4, 2, 1, 2, 1, 2],
        LineStyle.LongDash => [10, 3],
        LineStyle.LongDashDot => [10, 3, 1, 3],
        LineStyle.LongDashDotDot => [10, 3, 1, 3, 1, 3],
        _ => null,
    };
}
