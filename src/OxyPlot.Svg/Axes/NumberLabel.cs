using System.Globalization;

namespace OxyPlot.Axes;

/// <summary>Writes numbers of labels: as many decimals as the step needs, the same for all of an axis.</summary>
internal static class NumberLabel
{
    private const double LargestPlain = 1e6, SmallestPlain = 1e-4;

    internal static string Format(double value, double step, double largest, bool superscript, CultureInfo culture)
    {
        if (superscript)
            return Scientific(value, culture);
        if (largest >= LargestPlain || largest < SmallestPlain)
            return value == 0 ? "0" : value.ToString("0.####e0", culture);
        var decimals = Decimals(step);
        return (Math.Round(value, decimals) + 0.0).ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), culture);
    }

    /// <summary>A number as mantissa times power of ten, the power raised.</summary>
    internal static string Scientific(double value, CultureInfo culture)
    {
        if (value == 0)
            return "0";
        var exponent = Math.Floor(Math.Log10(Math.Abs(value)) + 1e-9);
        var mantissa = Math.Round(value / Math.Pow(10, exponent), 6);
        var power = $"10^{{{exponent.ToString(culture)}}}";
        return mantissa switch { 1 => power, -1 => "-" + power, _ => mantissa.ToString("0.######", culture) + "·" + power };
    }

    private static int Decimals(double step)
    {
        for (var decimals = 0; decimals < 10; decimals++)
            if (Math.Abs(Math.Round(step, decimals) - step) < 1e-6 * step)
                return decimals;
        return 10;
    }
}
