using System.Globalization;
using ConstrainedLearning.Reports.Tables;
using Forecasting.Options;
using Forecasting.Results;

namespace Forecasting.Study;

/// <summary>The tables of a study, for people.</summary>
internal static class StudyTables
{
    /// <summary>What families reach over all settings.</summary>
    internal static Table Families(IReadOnlyList<FamilySummary> families, string rule) => new(
        [new("family"), Right("reached"), Right("certified"), Right("test MSE"), Right("window STD"), Right("worst step"), Right("pairs"), Right("p")],
        [.. families.Select(family => (string[])
        [
            family.Family, $"{family.Reached} of {family.Settings}", $"{family.Certified} of {family.Settings}",
            StudyText.Change(family.Changes?.Mean), StudyText.Change(family.Changes?.Deviation), StudyText.Change(family.Changes?.Worst), Count(family.Pairs), StudyText.PValue(family.PValue),
        ])])
    { Caption = rule };

    /// <summary>What each variant changes in a setting.</summary>
    internal static Table Variants(SettingResult setting) => new(
        [new("variant"), Right("seeds"), Right("test MSE"), Right("window STD"), Right("worst step"), Right("lower STD"), Right("p"), new("chosen by")],
        [Reference(setting), .. setting.Variants.Select(variant => (string[])
        [
            variant.Variant, Count(variant.Pairs.Count), StudyText.Change(variant.Test?.Mean), StudyText.Change(variant.Test?.Deviation), StudyText.Change(variant.Test?.Worst),
            variant.Pairs.Count == 0 ? StudyText.None : $"{variant.Ahead} of {variant.Pairs.Count}", StudyText.PValue(variant.PValue), ChosenBy(setting, variant),
        ])])
    { Caption = "Each variant on test data" };

    /// <summary>What validation data choose in a setting.</summary>
    internal static Table Choices(SettingResult setting, StudyOptions options) => new(
        [new("family"), new("rule"), new("variant"), Right("test MSE"), Right("window STD"), Right("worst step"), new("target")],
        [.. setting.Choices.SelectMany(Rules, (choice, rule) => Chosen(choice.Family, rule.Name, rule.Variant, options))])
    { Caption = "Chosen by validation data, seen on test data" };

    /// <summary>By which rules validation data choose a variant: "error", "STD", both or none.</summary>
    internal static string ChosenBy(SettingResult setting, VariantResult variant)
    {
        var choice = setting.Choices.Single(choice => choice.Family == variant.Family);
        return string.Join(", ", new[] { ("error", choice.ByError), ("STD", choice.ByDeviation) }.Where(rule => ReferenceEquals(rule.Item2, variant)).Select(rule => rule.Item1));
    }

    /// <summary>Whether the target is reached: certified, reached, no.</summary>
    internal static string Verdict(VariantResult? variant, StudyOptions options) => variant switch
    {
        null => StudyText.None,
        _ when variant.Certifies(options) => "certified",
        _ when variant.Reaches(options) => "reached",
        _ => "no",
    };

    /// <summary>One row where both rules choose the same.</summary>
    private static IEnumerable<(string Name, VariantResult? Variant)> Rules(FamilyChoice choice) =>
        ReferenceEquals(choice.ByError, choice.ByDeviation) ? [("error, STD", choice.ByError)] : [("error", choice.ByError), ("STD", choice.ByDeviation)];

    private static string[] Reference(SettingResult setting)
    {
        string Of(Func<PartResult, double> quantity) => StudyText.Spread([.. setting.Erm.Select(run => quantity(run.Summary.Test))]);
        return [MethodNames.Erm, Count(setting.Erm.Count), Of(part => part.Mse), Of(part => part.WindowStd), Of(part => part.WorstStep), "", "", ""];
    }

    private static string[] Chosen(string family, string rule, VariantResult? variant, StudyOptions options) =>
    [
        family, rule, variant?.Variant ?? StudyText.None, StudyText.Change(variant?.Test?.Mean), StudyText.Change(variant?.Test?.Deviation), StudyText.Change(variant?.Test?.Worst), Verdict(variant, options),
    ];

    private static Column Right(string header) => new(header, Alignment.Right);

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);
}
