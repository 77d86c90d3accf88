using ConstrainedLearning.Models.Data;

namespace ConstrainedLearning.Models.Language;

/// <summary>Finds files by names and patterns, in an order that is the same everywhere.</summary>
internal static class TextFiles
{
    private const string AnyDepth = "**";

    /// <summary>The files, each once.</summary>
    /// <exception cref="DataException">There is no argument, one matches no file, or a folder cannot be read.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> pathsOrPatterns)
    {
        string[] files = [.. pathsOrPatterns.SelectMany(Find).Distinct(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new DataException("no file or pattern was given, expected at least one.");
    }

    private static IEnumerable<string> Find(string pathOrPattern)
    {
        if (!pathOrPattern.AsSpan().ContainsAny('*', '?'))
        {
            if (Directory.Exists(pathOrPattern)) throw new DataException($"{pathOrPattern}: it is a folder, expected a file or a pattern; for all files below use {Path.Combine(pathOrPattern, AnyDepth, "*")}.");
            return File.Exists(pathOrPattern) ? [pathOrPattern] : throw new DataException($"{pathOrPattern}: there is no such file.");
        }
        var (folder, name) = (Path.GetDirectoryName(pathOrPattern) ?? "", Path.GetFileName(pathOrPattern));
        var below = Path.GetFileName(folder) == AnyDepth;
        if (below) folder = Path.GetDirectoryName(folder) ?? "";
        if (folder.AsSpan().ContainsAny('*', '?') || name is "" or AnyDepth) throw new DataException($"{pathOrPattern}: the pattern is not understood, expected folder/*.txt, or folder/**/*.txt for the folders below too.");
        if (folder.Length == 0) folder = ".";
        if (!Directory.Exists(folder)) throw new DataException($"{pathOrPattern}: there is no folder {folder}.");
        return Matches(pathOrPattern, folder, name, below);
    }

    private static string[] Matches(string pattern, string folder, string name, bool below)
    {
        try
        {
            // Links to folders are not followed: one that leads up would never end.
            var options = new EnumerationOptions { RecurseSubdirectories = below, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None, MatchCasing = MatchCasing.CaseSensitive };
            string[] files = [.. Directory.EnumerateFiles(folder, name, options).Order(StringComparer.Ordinal)];
            return files.Length > 0 ? files : throw new DataException($"{pattern}: no file in {folder} matches {name}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new DataException($"{pattern}: the files cannot be listed ({e.Message}).", e);
        }
    }
}
