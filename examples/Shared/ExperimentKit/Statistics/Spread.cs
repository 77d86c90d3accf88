using System.Globalization;
using MathNet.Numerics.Statistics;

namespace ExperimentKit.Statistics;

/// <summary>Repeated measurements in one cell of a table.</summary>
public static class Spread
{
    /// <summary>Mean and standard deviation (ddof 1), "1.50 ± 0.71"; a single value alone, nothing for none.</summary>
    /// <param name="values">What was measured.</param>
    /// <param name="format">How a number is written: "F2".</param>
    public static string Of(IReadOnlyList<double> values, string format) => values.Count switch
    {
        0 => "",
        1 => values[0].ToString(format, CultureInfo.InvariantCulture),
        _ => $"{values.Average().ToString(format, CultureInfo.InvariantCulture)} ± {values.StandardDeviation().ToString(format, CultureInfo.InvariantCulture)}",
    };
}
