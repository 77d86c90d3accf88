namespace Forecasting.Study;

/// <summary>Which variant of a family validation data choose in a setting. Variants are compared by their change against plain training over common seeds; one whose training failed at a seed is not chosen.</summary>
/// <param name="Family">The family.</param>
/// <param name="ByError">The variant with the lowest validation error, the published rule; null where there is none to choose.</param>
/// <param name="ByDeviation">The variant with the lowest validation window STD among those whose validation error rises no more than allowed, or <paramref name="ByError"/> where there is none of these; null where there is none to choose.</param>
/// <param name="IsFallback">Whether no variant kept the allowed rise.</param>
internal sealed record FamilyChoice(string Family, VariantResult? ByError, VariantResult? ByDeviation, bool IsFallback)
{
    internal static FamilyChoice Of(string family, IReadOnlyList<VariantResult> variants, StudyOptions options)
    {
        VariantResult[] eligible = [.. variants.Where(variant => variant.IsEligible)];
        var byError = eligible.MinBy(ErrorChange);
        var byDeviation = eligible.Where(variant => ErrorChange(variant) <= options.AllowedRise).MinBy(variant => variant.Change(run => run.Validation.WindowStd));
        return new(family, byError, byDeviation ?? byError, byError is not null && byDeviation is null);
    }

    private static double ErrorChange(VariantResult variant) => variant.Change(run => run.Validation.Mse);
}
