using System.Globalization;
using ExperimentKit.Statistics;

namespace Forecasting.Study;

/// <summary>Numbers of a study as its tables show them.</summary>
internal static class StudyText
{
    internal const string None = "-";

    /// <summary>A fraction as a change: "+1.2 %".</summary>
    internal static string Percent(double fraction) => double.IsFinite(fraction) ? Signed(fraction) + " %" : None;

    /// <summary>With its interval: "+1.2 % [+0.8, +1.7]".</summary>
    internal static string Change(BootstrapInterval? change) => change is null ? None : Percent(change.Value) + (change.HasEnds ? $" [{Signed(change.Low)}, {Signed(change.High)}]" : "");

    internal static string PValue(double? value) => value switch
    {
        null => None,
        < 0.001 => "< 0.001",
        { } number => number.ToString("F3", CultureInfo.InvariantCulture),
    };

    /// <summary>Mean and standard deviation over seeds, with four significant digits of the mean.</summary>
    internal static string Spread(IReadOnlyList<double> values)
    {
        var largest = Math.Abs(values.Average());
        var decimals = largest > 0 ? Math.Clamp(3 - (int)Math.Floor(Math.Log10(largest)), 0, 8) : 4;
        return ExperimentKit.Statistics.Spread.Of(values, "F" + decimals.ToString(CultureInfo.InvariantCulture));
    }

    private static string Signed(double fraction) => (Math.Round(100 * fraction, 1) + 0.0).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture); // a small negative one is no "-0.0"
}
