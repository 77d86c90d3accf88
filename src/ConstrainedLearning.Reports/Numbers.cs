using System.Globalization;

namespace ConstrainedLearning.Reports;

/// <summary>How reports write numbers: for people, with the invariant culture, and honest about what is no number.</summary>
internal static class Numbers
{
    /// <summary>Stands where there is no number to show.</summary>
    internal const string Missing = "–";

    /// <summary>At most four significant digits, for sentences: 0.45.</summary>
    internal static string Short(double value)
    {
        var digits = Digits(value);
        return digits.Contains('.') && !digits.Contains('e') ? digits.TrimEnd('0').TrimEnd('.') : digits;
    }

    /// <summary>Four significant digits, for tables: 0.4500; "∞" and "–" where there is no finite number.</summary>
    internal static string Digits(double value) => value switch
    {
        double.NaN => Missing,
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        0 => "0",
        _ when Math.Abs(value) is >= 1e5 or < 1e-4 => Minus(value.ToString("0.###e0", CultureInfo.InvariantCulture)),
        _ => Minus(value.ToString("F" + Count(Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 6)), CultureInfo.InvariantCulture)),
    };

    /// <summary>With so many digits behind the point.</summary>
    internal static string Fixed(double value, int decimals) => double.IsFinite(value) ? Minus(value.ToString("F" + Count(decimals), CultureInfo.InvariantCulture)) : Digits(value);

    /// <summary>The same with its sign: +0.40, and 0.00 where nothing is left of it.</summary>
    internal static string Signed(double value, int decimals) => Math.Round(value, decimals) > 0 ? "+" + Fixed(value, decimals) : Fixed(Math.Round(value, decimals) == 0 ? 0 : value, decimals);

    /// <summary>So many digits behind the point that the largest of some numbers has four significant ones.</summary>
    internal static int Decimals(IEnumerable<double> values)
    {
        var largest = values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        return largest > 0 ? Math.Clamp(3 - (int)Math.Floor(Math.Log10(largest)), 0, 6) : 2;
    }

    internal static string Percent(double fraction) => double.IsFinite(fraction)
        ? Minus((fraction * 100).ToString("0.#", CultureInfo.InvariantCulture)) + "\u00A0%"
        : Missing;

    internal static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A duration in the unit that suits it.</summary>
    internal static string Duration(double seconds) => !double.IsFinite(seconds) ? Missing
        : seconds < 1e-3 ? Short(seconds * 1e6) + "\u00A0µs"
        : seconds < 1 ? Short(seconds * 1e3) + "\u00A0ms"
        : Short(seconds) + "\u00A0s";

    private static string Minus(string number) => number.Replace('-', '−');
}
