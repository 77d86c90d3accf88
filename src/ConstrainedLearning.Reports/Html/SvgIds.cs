using System.Text.RegularExpressions;

namespace ConstrainedLearning.Reports.Html;

/// <summary>Keeps the ids of several drawings on one page apart: some exporters number them alike in each.</summary>
internal static partial class SvgIds
{
    internal static string Prefix(string svg, string prefix) =>
        Reference().Replace(Definition().Replace(svg, $" id=\"{prefix}"), $"url(#{prefix}");

    [GeneratedRegex("(?<=<[a-zA-Z]+(?: [^<>]*)?) id=\"")]
    private static partial Regex Definition();

    [GeneratedRegex("""url\(#""")]
    private static partial Regex Reference();
}
