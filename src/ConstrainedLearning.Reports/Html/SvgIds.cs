namespace ConstrainedLearning.Reports.Html;

/// <summary>Keeps the ids of several drawings on one page apart: some exporters number them alike in each.</summary>
internal static class SvgIds
{
    internal static string Prefix(string svg, string prefix) => svg
        .Replace(" id=\"", $" id=\"{prefix}", StringComparison.Ordinal)
        .Replace("url(#", $"url(#{prefix}", StringComparison.Ordinal);
}
