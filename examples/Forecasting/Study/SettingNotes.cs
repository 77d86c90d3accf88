using System.Globalization;
using Forecasting.Options;

namespace Forecasting.Study;

/// <summary>What the numbers of a setting do not say themselves.</summary>
internal static class SettingNotes
{
    internal static IEnumerable<string> Of(IReadOnlyList<StudyRun> runs, IReadOnlyList<StudyRun> erm, IReadOnlyList<VariantResult> variants, IReadOnlyList<FamilyChoice> choices, StudyOptions options)
    {
        foreach (var run in runs.Where(run => !run.IsUsable))
            yield return $"{run.Variant} with seed {run.Seed} is left out: the training {(run.Summary.IsComplete ? "gave errors that are not finite" : run.Summary.Message)}.";
        foreach (var variant in variants)
        {
            var own = runs.Where(run => run.Variant == variant.Variant).Select(run => run.Seed).ToHashSet();
            long[] lacking = [.. erm.Select(run => run.Seed).Where(seed => !own.Contains(seed))];
            long[] alone = [.. own.Except(erm.Select(run => run.Seed)).Order()];
            if (lacking.Length > 0) yield return $"{variant.Variant} is compared over {variant.Pairs.Count} of {erm.Count} seeds: it has no run with {Seeds(lacking)}.";
            if (alone.Length > 0) yield return $"{variant.Variant} is compared over {variant.Pairs.Count} of its {own.Count} seeds: {MethodNames.Erm} has no finished run with {Seeds(alone)}.";
        }
        var unblocked = variants.Where(variant => !variant.HasBlocks).Select(variant => variant.Variant).ToList();
        if (unblocked.Count > 0) yield return $"Some runs have no test errors by blocks: the intervals of {string.Join(", ", unblocked)} say how other seeds would do, not how other data would.";
        foreach (var choice in choices)
        {
            if (choice.ByError is null) yield return $"{choice.Family}: there is no variant to choose, each has a seed that failed or none in common with {MethodNames.Erm}. It counts as not having reached the target.";
            else if (choice.IsFallback) yield return string.Create(CultureInfo.InvariantCulture, $"{choice.Family}: no variant keeps the validation error within {options.AllowedRise:+0.##%;0%} of {MethodNames.Erm}'s, so both rules choose the one with the lowest.");
        }
        var most = variants.Select(variant => variant.Pairs.Count).DefaultIfEmpty(0).Max();
        if (most is > 0 and < 6) yield return string.Create(CultureInfo.InvariantCulture, $"With {most} seed{(most == 1 ? "" : "s")} no p-value can be below {Math.Pow(2, 1 - most):G3}, before it is adjusted.");
    }

    private static string Seeds(long[] seeds) => $"{(seeds.Length == 1 ? "seed" : "seeds")} {string.Join(", ", seeds)}";
}
