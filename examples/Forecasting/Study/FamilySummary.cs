using ExperimentKit.Statistics;

namespace Forecasting.Study;

/// <summary>What a family reaches over the settings, with the variant that validation data chose in each.</summary>
/// <param name="Family">The family.</param>
/// <param name="Settings">In how many settings it was run.</param>
/// <param name="Reached">In how many of them the target is reached by the point estimates.</param>
/// <param name="Certified">In how many by the upper ends of the intervals.</param>
/// <param name="Changes">The mean of the settings' changes, with intervals over settings; null where nothing was chosen in any.</param>
/// <param name="Pairs">Pairs of a setting and a seed.</param>
/// <param name="PValue">The two-sided p-value of Wilcoxon's test of log(STD / STD of erm) over the pairs, adjusted by Holm over the families; null without pairs.</param>
internal sealed record FamilySummary(string Family, int Settings, int Reached, int Certified, RelativeChanges? Changes, int Pairs, double? PValue)
{
    /// <summary>One a family, in the order in which they appear.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="rule">Which choice is meant.</param>
    /// <param name="options">The target.</param>
    internal static IReadOnlyList<FamilySummary> Of(IReadOnlyList<SettingResult> settings, Func<FamilyChoice, VariantResult?> rule, StudyOptions options)
    {
        FamilySummary[] families = [.. settings.SelectMany(setting => setting.Choices).GroupBy(choice => choice.Family).Select(family => Of(family.Key, [.. family.Select(rule)], options))];
        (int Index, double PValue)[] tested = [.. families.Index().Where(item => item.Item.PValue is not null).Select(item => (item.Index, item.Item.PValue!.Value))];
        foreach (var (test, adjusted) in tested.Zip(Holm.Adjust([.. tested.Select(test => test.PValue)])))
            families[test.Index] = families[test.Index] with { PValue = adjusted };
        return families;
    }

    private static FamilySummary Of(string family, IReadOnlyList<VariantResult?> chosen, StudyOptions options)
    {
        VariantResult[] some = [.. chosen.OfType<VariantResult>()];
        // Logarithms, so that a halving weighs as much as a doubling, and settings as much as each other.
        double[] ratios = [.. some.SelectMany(variant => variant.Pairs).Select(pair => Math.Log(pair.Own.Summary.Test.WindowStd / pair.Erm.Summary.Test.WindowStd)).Where(double.IsFinite)];
        BootstrapInterval Mean(Func<RelativeChanges, BootstrapInterval> quantity) => BootstrapInterval.OfMean([.. some.Select(variant => quantity(variant.Test!).Value)]);
        return new(
            family, chosen.Count, some.Count(variant => variant.Reaches(options)), some.Count(variant => variant.Certifies(options)),
            some.Length == 0 ? null : new(Mean(changes => changes.Mean), Mean(changes => changes.Deviation), Mean(changes => changes.Worst)),
            ratios.Length, ratios.Length == 0 ? null : WilcoxonSignedRank.Of(ratios).PValue);
    }
}
