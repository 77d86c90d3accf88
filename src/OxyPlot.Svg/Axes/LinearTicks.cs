namespace OxyPlot.Axes;

/// <summary>Ticks at round values, equal differences apart, as dense as their labels allow.</summary>
internal static class LinearTicks
{
    /// <summary>The distance in pixels that neighbouring labels should have at least.</summary>
    internal const double IntervalLength = 60;

    internal static TickSet Of(Axis axis, LabelFit fit)
    {
        var range = axis.ActualMaximum - axis.ActualMinimum;
        if (!double.IsFinite(range) || range <= 0 || axis.ScreenLength <= 0)
            return TickSet.Empty;
        if (axis.MajorStep > 0 && range / axis.MajorStep <= RoundNumbers.MaximumTicks)
        {
            var fixedTicks = RoundNumbers.Multiples(axis.ActualMinimum, axis.ActualMaximum, axis.MajorStep);
            return new TickSet(fit.Thin(fit.Labels(fixedTicks, axis.MajorStep), axis.MajorStep), fixedTicks, Minor(axis, fixedTicks, axis.MajorStep));
        }
        var step = RoundNumbers.AtLeast(range / Math.Max(1, axis.ScreenLength / (axis.IsHorizontal ? IntervalLength : IntervalLength * 0.55)));
        while (true)
        {
            var major = RoundNumbers.Multiples(axis.ActualMinimum, axis.ActualMaximum, step);
            var labels = fit.Labels(major, step);
            if (labels.Count <= 2 || fit.Fits(labels))
                return new TickSet(fit.Fits(labels) ? labels : [.. labels.Take(1)], major, Minor(axis, major, step));
            step = RoundNumbers.AtLeast(step * 1.5);
        }
    }

    private static double[] Minor(Axis axis, double[] major, double majorStep)
    {
        var step = axis.MinorStep > 0 && (axis.ActualMaximum - axis.ActualMinimum) / axis.MinorStep <= RoundNumbers.MaximumTicks ? axis.MinorStep : RoundNumbers.MinorStep(majorStep);
        return [.. RoundNumbers.Multiples(axis.ActualMinimum, axis.ActualMaximum, step)
            .Where(value => !major.Any(m => Math.Abs(m - value) < step * 1e-3))];
    }
}
