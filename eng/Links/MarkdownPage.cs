using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ConstrainedLearning.Links;

/// <summary>A link as written in a page.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Target">What it points to, as written.</param>
internal readonly record struct Link(int Line, string Target);

/// <summary>What the check needs of one Markdown file: its links, and the anchors that others may point to.</summary>
internal sealed partial class MarkdownPage
{
    private static readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder()
        .UsePreciseSourceLocation()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .UsePipeTables()
        .UseFootnotes()
        .Build();

    private MarkdownPage(IReadOnlyList<Link> links, IReadOnlySet<string> anchors)
    {
        Links = links;
        Anchors = anchors;
    }

    public IReadOnlyList<Link> Links { get; }

    /// <summary>Heading anchors as GitHub makes them, and the ids of HTML elements.</summary>
    public IReadOnlySet<string> Anchors { get; }

    public static MarkdownPage Parse(string text)
    {
        var document = Markdown.Parse(text, _pipeline);
        var nodes = document.Descendants().ToArray();
        var html = nodes.Select(node => node switch
        {
            HtmlBlock block => (node.Line, Text: block.Lines.ToString()),
            HtmlInline inline => (node.Line, Text: inline.Tag),
            _ => (node.Line, Text: ""),
        }).Where(piece => piece.Text.Length > 0).ToArray();

        var written = nodes.OfType<LinkInline>().Select(link => new Link(link.Line + 1, link.Url ?? ""));
        var inHtml = html.SelectMany(piece => HtmlTarget().Matches(piece.Text)
            .Select(match => new Link(piece.Line + 1 + Newlines(piece.Text, match.Index), match.Groups["target"].Value)));
        var headings = nodes.OfType<HeadingBlock>().Select(heading => heading.GetAttributes().Id).OfType<string>();
        var ids = html.SelectMany(piece => HtmlId().Matches(piece.Text).Select(match => match.Groups["id"].Value));
        return new MarkdownPage([.. written.Concat(inHtml).OrderBy(link => link.Line)], headings.Concat(ids).ToHashSet(StringComparer.Ordinal));
    }

    private static int Newlines(string text, int end) => text.AsSpan(0, end).Count('\n');

    [GeneratedRegex("""\b(?:href|src)\s*=\s*["'](?<target>[^"']*)["']""", RegexOptions.IgnoreCase)]
    private static partial Regex HtmlTarget();

    [GeneratedRegex("""\b(?:id|name)\s*=\s*["'](?<id>[^"']*)["']""", RegexOptions.IgnoreCase)]
    private static partial Regex HtmlId();
}
