using ExperimentKit.Statistics;
using Forecasting.Options;

namespace Forecasting.Study;

/// <summary>All methods in one setting.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Erm">The usable runs of plain training, by seed.</param>
/// <param name="Variants">The others, in the order of the runs.</param>
/// <param name="Choices">One a family, in the order of the runs.</param>
/// <param name="Notes">What a reader should know, as sentences.</param>
internal sealed record SettingResult(string Name, IReadOnlyList<StudyRun> Erm, IReadOnlyList<VariantResult> Variants, IReadOnlyList<FamilyChoice> Choices, IReadOnlyList<string> Notes)
{
    /// <exception cref="InvalidDataException">There is no usable run of plain training, or a variant has a seed twice.</exception>
    internal static SettingResult Of(string name, IReadOnlyList<StudyRun> runs, StudyOptions options)
    {
        if (runs.GroupBy(run => (run.Variant, run.Seed)).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidDataException($"setting \"{name}\" has {twice.Count()} runs of {twice.Key.Variant} with seed {twice.Key.Seed}, expected one: {string.Join(", ", twice.Select(run => run.Folder.Path))}");
        StudyRun[] erm = [.. runs.Where(run => run.Variant == MethodNames.Erm && run.IsUsable).OrderBy(run => run.Seed)];
        if (erm.Length == 0)
            throw new InvalidDataException($"setting \"{name}\" has no finished run of {MethodNames.Erm}, with which {string.Join(", ", runs.Select(run => run.Variant).Distinct())} could be compared: run it with the same seeds");
        var bySeed = erm.ToDictionary(run => run.Seed);
        var variants = Adjusted([.. runs.Where(run => run.Variant != MethodNames.Erm).GroupBy(run => (run.Family, run.Variant)).Select(group => VariantResult.Of(group.Key.Family, group.Key.Variant, [.. group], bySeed))]);
        FamilyChoice[] choices = [.. variants.GroupBy(variant => variant.Family).Select(group => FamilyChoice.Of(group.Key, [.. group], options))];
        return new(name, erm, variants, choices, [.. SettingNotes.Of(runs, erm, variants, choices, options)]);
    }

    /// <summary>With p-values that hold for all variants together.</summary>
    private static VariantResult[] Adjusted(VariantResult[] variants)
    {
        (int Index, double PValue)[] tested = [.. variants.Index().Where(item => item.Item.Pairs.Count > 0).Select(item => (item.Index, item.Item.RawPValue()!.Value))];
        foreach (var (test, adjusted) in tested.Zip(Holm.Adjust([.. tested.Select(test => test.PValue)])))
            variants[test.Index] = variants[test.Index] with { PValue = adjusted };
        return variants;
    }
}
