using ConstrainedLearning.Reports.Charts;
using Forecasting.Options;
using Forecasting.Results;
using OxyPlot;
using OxyPlot.Series;

namespace Forecasting.Study;

/// <summary>The figures of a study.</summary>
internal static class StudyFigures
{
    private const double Width = 860, Height = 500;

    /// <summary>Of one setting: what lower STD costs, what a lower worst step costs, errors along the horizon.</summary>
    /// <param name="place">The setting's place in the study, from 1: with it figures of settings that sound alike have names of their own.</param>
    /// <param name="setting">The setting.</param>
    /// <param name="results">The study.</param>
    /// <param name="limits">Limits of any setting.</param>
    internal static IReadOnlyList<Chart> Of(int place, SettingResult setting, StudyResults results, IReadOnlyList<(string Setting, string Name, IReadOnlyList<(double MseChange, double StdChange)> Points)> limits)
    {
        FrontierLimit[] own = [.. limits.Where(limit => limit.Setting == setting.Name).Select(limit => new FrontierLimit(limit.Name, [.. limit.Points.Select(point => (point.MseChange, point.StdChange))]))];
        var deviation = new FrontierChart("window STD", changes => changes.Deviation, results.Options.AskedFall).Create(setting, results.Families, results.Options, own);
        var worst = new FrontierChart("worst step", changes => changes.Worst, null).Create(setting, results.Families, results.Options, []);
        return
        [
            Chart("std", deviation, $"Change of the window STD over change of the test error, for each variant in {setting.Name}."),
            Chart("worst", worst, $"Change of the worst step over change of the test error, for each variant in {setting.Name}."),
            Chart("steps", Steps(setting, results.Families), $"The test error at each step in {setting.Name}, for erm and the chosen variant of each family."),
        ];

        Chart Chart(string name, PlotModel model, string description) => new(FormattableString.Invariant($"{place}-{Slug(setting.Name)}-{name}"), model, description) { Width = Width, Height = Height };
    }

    /// <summary>Means over seeds.</summary>
    private static PlotModel Steps(SettingResult setting, IReadOnlyList<string> families)
    {
        var model = Plots.AlongHorizon($"{setting.Name}: test error, mean over seeds");
        foreach (var choice in setting.Choices.Where(choice => choice.ByDeviation is not null))
            Add(choice.ByDeviation!.Variant, 1 + families.Index().First(family => family.Item == choice.Family).Index % (Plots.Colors - 1), 1.5, [.. choice.ByDeviation.Pairs.Select(pair => pair.Own)]);
        Add(MethodNames.Erm, 0, 2.6, setting.Erm);
        return model;

        void Add(string name, int color, double thickness, IReadOnlyList<StudyRun> runs)
        {
            var line = new LineSeries { Title = name, Color = Plots.Color(color), StrokeThickness = thickness };
            line.Points.AddRange(Enumerable.Range(0, runs[0].Summary.Test.PerStep.Length).Select(step => new DataPoint(step + 1, runs.Average(run => run.Summary.Test.PerStep[step]))));
            model.Series.Add(line);
        }
    }

    /// <summary>Letters, digits and single hyphens.</summary>
    private static string Slug(string text) => string.Join('-', new string([.. text.Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
