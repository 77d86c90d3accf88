namespace OxyPlot.Axes;

/// <summary>What an axis marks.</summary>
/// <param name="Labels">Values and their texts, rising.</param>
/// <param name="Major">Values of major ticks and gridlines.</param>
/// <param name="Minor">Values of minor ticks and gridlines that are not major.</param>
internal sealed record TickSet(IReadOnlyList<TickLabel> Labels, IReadOnlyList<double> Major, IReadOnlyList<double> Minor)
{
    internal static readonly TickSet Empty = new([], [], []);
}

internal readonly record struct TickLabel(double Value, string Text);

/// <summary>Round numbers for ticks.</summary>
internal static class RoundNumbers
{
    /// <summary>More ticks than this are a mistake in the step.</summary>
    internal const int MaximumTicks = 1000;

    /// <summary>The smallest of 1, 2 or 5 times a power of ten that is not below a value.</summary>
    internal static double AtLeast(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        foreach (var mantissa in (ReadOnlySpan<double>)[1, 2, 5, 10])
            if (mantissa * power >= value * (1 - 1e-9))
                return mantissa * power;
        return 10 * power;
    }

    /// <summary>The multiples of a step within a range, its ends included, free of accumulated rounding.</summary>
    internal static double[] Multiples(double minimum, double maximum, double step)
    {
        var (first, last) = (Math.Ceiling(minimum / step - 1e-6), Math.Floor(maximum / step + 1e-6));
        if (!(last >= first) || last - first > MaximumTicks)
            return [];
        var perUnit = Math.Round(1 / step);
        var divides = step < 1 && Math.Abs(perUnit * step - 1) < 1e-12;
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => divides ? (first + i) / perUnit : (first + i) * step + 0.0)];
    }

    /// <summary>A step for minor ticks that divides a major one into four or five.</summary>
    internal static double MinorStep(double major)
    {
        var mantissa = major / Math.Pow(10, Math.Floor(Math.Log10(major) + 1e-9));
        return Math.Abs(mantissa - 2) < 1e-6 ? major / 4 : major / 5;
    }
}
