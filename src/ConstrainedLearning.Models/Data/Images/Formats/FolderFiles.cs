namespace ConstrainedLearning.Models.Data.Images.Formats;

/// <summary>Files of a folder by pattern, compressed or not.</summary>
internal static class FolderFiles
{
    private static readonly EnumerationOptions _here = new() { IgnoreInaccessible = true };

    /// <summary>Those that match, or do so before <c>.gz</c>, in the order of their names; of a file that is there both ways, the plain one.</summary>
    public static IReadOnlyList<string> Match(string folder, string pattern) => !Directory.Exists(folder) ? [] :
    [
        .. Directory.EnumerateFiles(folder, pattern, _here).Concat(Directory.EnumerateFiles(folder, pattern + ".gz", _here))
            .DistinctBy(PlainName).OrderBy(PlainName, StringComparer.Ordinal),
    ];

    /// <summary>The file's name without <c>.gz</c>.</summary>
    public static string PlainName(string path) => Path.GetFileName(path) is var name && name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
}
