namespace ConstrainedLearning.Links;

/// <summary>
/// Checks every relative link and anchor of the Markdown files under a root folder. Addresses with a scheme are left alone: the check
/// needs no network.
/// </summary>
internal sealed class LinkCheck(string root)
{
    private static readonly string[] _skipped = ["artifacts", "bin", "obj", "runs", "node_modules"];
    private readonly string _root = Path.GetFullPath(root);
    private readonly Dictionary<string, MarkdownPage> _pages = [];

    /// <summary>The Markdown files under the root, but for build outputs and hidden folders.</summary>
    public IEnumerable<string> Files() => FilesIn(_root).Order(StringComparer.Ordinal);

    /// <returns>For each relative link of the file, null or why it is broken: 'file:line: link: reason'.</returns>
    public IEnumerable<string?> Check(string file)
    {
        foreach (var link in Page(file).Links.Where(link => !HasScheme(link.Target)))
            yield return Broken(file, link.Target) is { } reason
                ? $"{Path.GetRelativePath(_root, file)}:{link.Line}: {link.Target}: {reason}"
                : null;
    }

    private static IEnumerable<string> FilesIn(string folder) =>
        Directory.EnumerateFiles(folder, "*.md").Concat(Directory.EnumerateDirectories(folder)
            .Where(inner => !Path.GetFileName(inner).StartsWith('.') && !_skipped.Contains(Path.GetFileName(inner)))
            .SelectMany(FilesIn));

    private string? Broken(string file, string target)
    {
        var (path, anchor) = Split(target);
        var pointed = path switch
        {
            "" => file,
            ['/', .. var rest] => Path.Combine(_root, rest),
            _ => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, path)),
        };
        if (pointed != _root && !pointed.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return "leaves the repository";
        if (!Path.Exists(pointed))
            return $"no such file: {Path.GetRelativePath(_root, pointed)}";
        if (anchor.Length == 0 || Path.GetExtension(pointed) != ".md" || Page(pointed).Anchors.Contains(anchor))
            return null;
        return $"no heading gives the anchor '{anchor}' in {Path.GetRelativePath(_root, pointed)}";
    }

    private MarkdownPage Page(string file)
    {
        if (!_pages.TryGetValue(file, out var page))
            _pages[file] = page = MarkdownPage.Parse(File.ReadAllText(file));
        return page;
    }

    private static (string Path, string Anchor) Split(string target)
    {
        var hash = target.IndexOf('#', StringComparison.Ordinal);
        var (path, anchor) = hash < 0 ? (target, "") : (target[..hash], target[(hash + 1)..]);
        return (Uri.UnescapeDataString(path.Split('?')[0]), Uri.UnescapeDataString(anchor));
    }

    private static bool HasScheme(string target) =>
        target.StartsWith("//", StringComparison.Ordinal)
        || target.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 && target[..colon].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '-' or '.');
}
