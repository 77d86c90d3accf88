using System.Net;
using System.Text;
using ConstrainedLearning.Reports;
using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Tables;
using ExperimentKit.Runs;
using Forecasting.Options;
using Forecasting.Results;

namespace Forecasting.Study;

/// <summary>The files of a study: runs.csv, study.csv, families.csv, study.md, report.html and the pictures in figures/.</summary>
internal static class StudyReport
{
    /// <summary>Evaluates runs and writes everything into a folder, which is made if missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="runs">Each setting with plain training and methods over seeds; those that failed among them.</param>
    /// <param name="options">The target.</param>
    /// <param name="limits">Lines that no method passes, by setting, as fractions; null (the default) for none.</param>
    /// <exception cref="InvalidDataException">A setting has no finished run of plain training, or a variant has a seed twice.</exception>
    internal static StudyResults Write(string folder, IReadOnlyList<StudyRun> runs, StudyOptions options, IReadOnlyList<(string Setting, string Name, IReadOnlyList<(double MseChange, double StdChange)> Points)>? limits = null)
    {
        var results = StudyResults.Of(runs, options);
        IReadOnlyList<Chart>[] charts = [.. results.Settings.Index().Select(setting => StudyFigures.Of(setting.Index + 1, setting.Item, results, limits ?? []))];
        Directory.CreateDirectory(folder);
        AtomicFile.WriteText(Path.Combine(folder, "runs.csv"), StudyCsv.Runs(runs));
        AtomicFile.WriteText(Path.Combine(folder, "study.csv"), StudyCsv.Variants(results));
        AtomicFile.WriteText(Path.Combine(folder, "families.csv"), StudyCsv.Families(results));
        AtomicFile.WriteText(Path.Combine(folder, "study.md"), Markdown(results));
        // Figures are numbered by setting: those of an earlier report, with other settings, would stay beside them.
        if (Directory.Exists(Path.Combine(folder, "figures"))) Directory.Delete(Path.Combine(folder, "figures"), recursive: true);
        FigureFiles.Write(Path.Combine(folder, "figures"), charts.SelectMany(chart => chart));
        AtomicFile.WriteText(Path.Combine(folder, "report.html"), HtmlPage.Of(Title(results), Body(results, charts)));
        return results;
    }

    private static string Markdown(StudyResults results)
    {
        var text = new StringBuilder($"# {Title(results)}\n\n");
        foreach (var table in Overview(results)) Append(table);
        text.Append(StudyGuide.Overview(results.Options)).Append("\n\n");
        foreach (var setting in results.Settings)
        {
            text.Append($"## {setting.Name}\n\n");
            foreach (var table in Tables(setting, results.Options)) Append(table);
            foreach (var note in setting.Notes) text.Append("* ").Append(note).Append('\n');
            text.Append(setting.Notes.Count > 0 ? "\n" : "");
        }
        return text.Append("## How to read the tables\n\n").Append(StudyGuide.Settings(results.Options)).Append('\n').ToString();

        void Append(Table table) => text.Append($"{table.Caption}:\n\n{table.ToMarkdown()}\n");
    }

    private static string Body(StudyResults results, IReadOnlyList<IReadOnlyList<Chart>> charts)
    {
        var html = new StringBuilder();
        foreach (var table in Overview(results)) Append(table);
        Paragraph(StudyGuide.Overview(results.Options));
        Paragraph(StudyGuide.Settings(results.Options));
        Paragraph(StudyGuide.Figures(results.Options));
        foreach (var (setting, figures) in results.Settings.Zip(charts))
        {
            html.Append($"<h2>{WebUtility.HtmlEncode(setting.Name)}</h2>\n");
            foreach (var table in Tables(setting, results.Options)) Append(table);
            if (setting.Notes.Count > 0) html.Append("<ul>\n").AppendJoin('\n', setting.Notes.Select(note => $"<li>{WebUtility.HtmlEncode(note)}</li>")).Append("\n</ul>\n");
            html.AppendJoin('\n', figures.Select(figure => figure.ToHtml())).Append('\n');
        }
        return html.ToString();

        void Append(Table table) => html.Append($"<div style=\"overflow-x: auto; white-space: nowrap; font-size: .87rem\">{table.ToHtml()}</div>\n");
        void Paragraph(string sentences) => html.Append($"<p>{WebUtility.HtmlEncode(sentences)}</p>\n");
    }

    private static Table[] Overview(StudyResults results) =>
    [
        StudyTables.Families(results.ByDeviation, "Over all settings, variants chosen by validation window STD within the allowed rise of the error"),
        StudyTables.Families(results.ByError, "Over all settings, variants chosen by validation error"),
    ];

    private static Table[] Tables(SettingResult setting, StudyOptions options) => [StudyTables.Variants(setting), StudyTables.Choices(setting, options)];

    private static string Title(StudyResults results) => FormattableString.Invariant(
        $"Methods against {MethodNames.Erm}: {Count(results.Settings.Count, "setting")}, {(results.Families.Count == 1 ? "1 family" : $"{results.Families.Count} families")}, {Count(results.Runs.Count, "run")}");

    private static string Count(int count, string thing) => FormattableString.Invariant($"{count} {thing}{(count == 1 ? "" : "s")}");
}
