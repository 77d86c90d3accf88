namespace Forecasting.Study;

/// <summary>A study: methods in each setting, and over all settings.</summary>
/// <param name="Runs">All runs, in the order given.</param>
/// <param name="Settings">In the order of the runs.</param>
/// <param name="ByDeviation">Families over settings, with the variants of <see cref="FamilyChoice.ByDeviation"/>.</param>
/// <param name="ByError">Families over settings, with the variants of <see cref="FamilyChoice.ByError"/>.</param>
/// <param name="Options">The target.</param>
internal sealed record StudyResults(IReadOnlyList<StudyRun> Runs, IReadOnlyList<SettingResult> Settings, IReadOnlyList<FamilySummary> ByDeviation, IReadOnlyList<FamilySummary> ByError, StudyOptions Options)
{
    /// <summary>The families, without plain training.</summary>
    internal IReadOnlyList<string> Families => [.. ByDeviation.Select(family => family.Family)];

    /// <exception cref="InvalidDataException">There is no run, or a setting cannot be evaluated.</exception>
    internal static StudyResults Of(IReadOnlyList<StudyRun> runs, StudyOptions options)
    {
        options = options.Checked();
        if (runs.Count == 0) throw new InvalidDataException("there is no run to report on, expected at least one of plain training");
        SettingResult[] settings = [.. runs.GroupBy(run => run.Setting).Select(setting => SettingResult.Of(setting.Key, [.. setting], options))];
        return new(runs, settings, FamilySummary.Of(settings, choice => choice.ByDeviation, options), FamilySummary.Of(settings, choice => choice.ByError, options), options);
    }
}
