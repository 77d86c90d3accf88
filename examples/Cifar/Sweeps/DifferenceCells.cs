using System.Globalization;
using ExperimentKit.Statistics;

namespace Cifar.Sweeps;

/// <summary>Differences as tables show them.</summary>
internal static class DifferenceCells
{
    /// <summary>As two cells of a table: the mean with its interval, and how often it was ahead.</summary>
    internal static string[] Cells(this PairedDifference difference) =>
        [string.Create(CultureInfo.InvariantCulture, $"{Math.Round(difference.Mean, 1) + 0.0:+0.0;-0.0} ± {difference.HalfWidth:F1}"), $"{difference.Ahead} of {difference.Count}"]; // a small negative difference is no "-+0.0"
}
