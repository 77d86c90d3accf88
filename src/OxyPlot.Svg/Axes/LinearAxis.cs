namespace OxyPlot.Axes;

/// <summary>An axis on which equal distances are equal differences.</summary>
public class LinearAxis : Axis
{
    /// <summary>The distance in pixels that neighbouring labels should have at least.</summary>
    private protected const double IntervalLength = 60;

    private protected override TickSet CreateTicks(LabelFit fit) => LinearTicks(fit);

    /// <summary>The distance of neighbouring major ticks.</summary>
    private protected TickSet LinearTicks(LabelFit fit)
    {
        var range = ActualMaximum - ActualMinimum;
        if (!double.IsFinite(range) || range <= 0 || ScreenLength <= 0)
            return TickSet.Empty;
        if (MajorStep > 0 && range / MajorStep <= RoundNumbers.MaximumTicks)
        {
            var fixedTicks = RoundNumbers.Multiples(ActualMinimum, ActualMaximum, MajorStep);
            return new TickSet(fit.Thin(fit.Labels(fixedTicks, MajorStep), MajorStep), fixedTicks, Minor(fixedTicks, MajorStep));
        }
        var step = RoundNumbers.AtLeast(range / Math.Max(1, ScreenLength / (IsHorizontal ? IntervalLength : IntervalLength * 0.75)));
        while (true)
        {
            var major = RoundNumbers.Multiples(ActualMinimum, ActualMaximum, step);
            var labels = fit.Labels(major, step);
            if (labels.Count <= 2 || fit.Fits(labels))
                return new TickSet(fit.Fits(labels) ? labels : [.. labels.Take(1)], major, Minor(major, step));
            step = RoundNumbers.AtLeast(step * 1.5);
        }
    }

    private double[] Minor(double[] major, double majorStep)
    {
        var step = MinorStep > 0 && (ActualMaximum - ActualMinimum) / MinorStep <= RoundNumbers.MaximumTicks ? MinorStep : RoundNumbers.MinorStep(majorStep);
        return [.. RoundNumbers.Multiples(ActualMinimum, ActualMaximum, step)
            .Where(value => !major.Any(m => Math.Abs(m - value) < step * 1e-3))];
    }
}
