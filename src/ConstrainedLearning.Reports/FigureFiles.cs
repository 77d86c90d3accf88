using System.Text;
using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Forecasting;
using ConstrainedLearning.Reports.Html;

namespace ConstrainedLearning.Reports;

/// <summary>Writes reports and their pictures to files.</summary>
public static class FigureFiles
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes each picture as NAME.svg into a folder, which is made if missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="charts">The pictures, each with a name of its own.</param>
    /// <returns>The paths written, in order.</returns>
    /// <exception cref="ArgumentException">Two pictures have the same name, or a name is not a plain file name.</exception>
    public static IReadOnlyList<string> Write(string folder, IEnumerable<Chart> charts)
    {
        var all = charts.ToArray();
        foreach (var chart in all)
            if (chart.Name.Length == 0 || !chart.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
                throw new ArgumentException($"chart name '{chart.Name}' cannot name a file: use letters, digits and hyphens", nameof(charts));
        if (all.GroupBy(chart => chart.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"{twice.Count()} charts have the name '{twice.Key}': give each its own", nameof(charts));
        Directory.CreateDirectory(folder);
        return [.. all.Select(chart =>
        {
            var path = Path.Combine(folder, chart.Name + ".svg");
            File.WriteAllText(path, chart.ToSvg(), Utf8);
            return path;
        })];
    }

    /// <summary>Writes a report as report.html into a folder, and its pictures into the folder "figures" beside it.</summary>
    /// <param name="folder">The folder, which is made if missing.</param>
    /// <param name="report">What to show.</param>
    /// <returns>The path of the page.</returns>
    public static string WriteReport(string folder, ForecastReport report)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "report.html");
        File.WriteAllText(path, HtmlReport.Page(report), Utf8);
        Write(Path.Combine(folder, "figures"), HtmlReport.Charts(report));
        return path;
    }
}
