using System.Globalization;
using Forecasting.Options;

namespace Forecasting.Study;

/// <summary>How to read a study's tables and figures.</summary>
internal static class StudyGuide
{
    internal static string Overview(StudyOptions options) => string.Create(CultureInfo.InvariantCulture,
        $"Reached: in how many settings test MSE rises by at most {100 * options.AllowedRise:0.##} % and the window STD falls by at least {100 * options.AskedFall:0.##} % against {MethodNames.Erm}. "
        + $"Certified: in how many the upper ends of both 95 % intervals say so too. Changes are means over settings, with the 95 % interval of a bootstrap over settings, which is too narrow where settings are few. "
        + $"p: Wilcoxon's signed-rank test, two-sided, of the logarithm of STD / STD of {MethodNames.Erm} over all pairs of a setting and a seed, adjusted by Holm over the families; pairs of one setting share their test data.");

    internal static string Settings(StudyOptions options) => string.Create(CultureInfo.InvariantCulture,
        $"The row {MethodNames.Erm} has errors in standardised units, mean ± standard deviation over seeds; all other rows have changes against it over the same seeds, ratio of the means less 1, with 95 % intervals of a two-way bootstrap: over seeds and, independently, over contiguous blocks of test windows. "
        + $"Lower STD: at how many seeds. p: Wilcoxon's signed-rank test of the window STD over seeds, two-sided, adjusted by Holm over the setting's variants. "
        + $"Chosen by error: the family's variant with the lowest mean validation MSE. Chosen by STD: the one with the lowest mean validation window STD among those whose validation MSE is at most {100 * options.AllowedRise:0.##} % above that of {MethodNames.Erm}. Test data choose nothing.");

    internal static string Figures(StudyOptions options) => string.Create(CultureInfo.InvariantCulture,
        $"In the figures each point is a variant, thin bars are its 95 % intervals, lines join the variants of a family by rising test MSE, rings are around those chosen by STD, and the shaded corner is the target. {MethodNames.Erm} is at the origin; down and left is better.");
}
