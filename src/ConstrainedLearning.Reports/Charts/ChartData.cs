using OxyPlot;

namespace ConstrainedLearning.Reports.Charts;

/// <summary>Puts values into series: numbers that are not finite become gaps, long histories become short ones.</summary>
internal static class ChartData
{
    internal static DataPoint Point(double x, double y) => double.IsFinite(y) ? new DataPoint(x, y) : new DataPoint(x, double.NaN);

    /// <summary>At most a number of equal stretches of the recorded steps.</summary>
    internal static Bins BinsOf(IReadOnlyList<long> steps, int most)
    {
        var count = Math.Min(steps.Count, most);
        var (first, last) = ((double)steps[0], (double)steps[^1]);
        var width = count > 1 ? (last - first) / (count - 1) : 0;
        var rows = Enumerable.Range(0, count).Select(_ => new List<int>()).ToArray();
        for (var row = 0; row < steps.Count; row++)
            rows[width > 0 ? Math.Clamp((int)Math.Round((steps[row] - first) / width), 0, count - 1) : 0].Add(row);
        for (var bin = 1; bin < count; bin++)
            if (rows[bin].Count == 0)
                rows[bin].Add(rows[bin - 1][^1]); // nothing was recorded there: what was there before still held
        return new Bins([.. Enumerable.Range(0, count).Select(bin => first + bin * width)], rows);
    }
}

/// <summary>Rows of a history, gathered.</summary>
/// <param name="Centers">The step at the middle of each bin, evenly spaced.</param>
/// <param name="Rows">The rows of each bin; none is empty.</param>
internal sealed record Bins(double[] Centers, IReadOnlyList<IReadOnlyList<int>> Rows)
{
    /// <summary>The mean of one component over a bin's rows; NaN if one of them is not finite.</summary>
    internal double Mean(double[][] table, int bin, int component)
    {
        var mean = Rows[bin].Average(row => component < table[row].Length ? table[row][component] : double.NaN);
        return double.IsFinite(mean) ? mean : double.NaN;
    }
}
