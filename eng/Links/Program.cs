using ConstrainedLearning.Links;

if (args is not [var root] || root.StartsWith('-') || !Directory.Exists(root))
{
    Console.Error.WriteLine("""
        Usage: Links FOLDER

        Checks the relative links and anchors of every Markdown file under a folder, without network.
        Each broken one is named with file, line and link. The last line is 'N passed, N failed', counted in links.
        """);
    return args is ["--help"] ? 0 : 2;
}

var check = new LinkCheck(root);
var results = check.Files().SelectMany(check.Check).ToArray();
var broken = results.OfType<string>().ToArray();
foreach (var line in broken)
    Console.WriteLine($"BROKEN {line}");
Console.WriteLine($"{results.Length - broken.Length} passed, {broken.Length} failed");
return broken.Length == 0 ? 0 : 1;
