using ConstrainedLearning.Links;

namespace Links.Tests;

public sealed class LinkCheckTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("links").FullName;

    public LinkCheckTests()
    {
        Write("docs/page.md", "# The page\n\n## Two words, `code` & more\n\n## Twice\n\n## Twice\n\n<a id=\"by-hand\"></a>\n");
        Write("docs/plot one.svg", "<svg/>");
    }

    [Theory]
    [InlineData("[a](docs/page.md)")]
    [InlineData("[a](/docs/page.md)")]
    [InlineData("[a](docs)")]
    [InlineData("[a](docs/page.md#the-page)")]
    [InlineData("[a](docs/page.md#two-words-code--more)")]
    [InlineData("[a](docs/page.md#twice-1)")]
    [InlineData("[a](docs/page.md#by-hand)")]
    [InlineData("# Here\n[a](#here)")]
    [InlineData("[a][ref]\n\n[ref]: docs/page.md")]
    [InlineData("![plot](docs/plot%20one.svg)")]
    [InlineData("<img src=\"docs/page.md\">")]
    public void Check_a_link_that_leads_somewhere_passes(string text) =>
        Results(text).Should().Equal((string?)null);

    [Theory]
    [InlineData("\n\n[a](docs/absent.md)", "README.md:3: docs/absent.md: no such file: docs/absent.md")]
    [InlineData("[a](docs/page.md#absent)", "README.md:1: docs/page.md#absent: no heading gives the anchor 'absent' in docs/page.md")]
    [InlineData("[a](docs/page.md#Twice)", "README.md:1: docs/page.md#Twice: no heading gives the anchor 'Twice' in docs/page.md")]
    [InlineData("[a](#nowhere)", "README.md:1: #nowhere: no heading gives the anchor 'nowhere' in README.md")]
    [InlineData("[a](../outside.md)", "README.md:1: ../outside.md: leaves the repository")]
    [InlineData("text\n[a][ref]\n\n[ref]: gone.md", "README.md:2: gone.md: no such file: gone.md")]
    [InlineData("<p>\n<img src='gone.svg'>\n</p>", "README.md:2: gone.svg: no such file: gone.svg")]
    [InlineData("| a |\n|---|\n| [a](gone.md) |", "README.md:3: gone.md: no such file: gone.md")]
    public void Check_a_broken_link_names_file_line_and_link(string text, string expected) =>
        Results(text).Should().Equal(expected);

    [Theory]
    [InlineData("[a](https://example.org/absent#x) <mailto:someone@example.org>")]
    [InlineData("`[a](absent.md)`")]
    [InlineData("    [a](absent.md)")]
    public void Check_leaves_addresses_and_code_alone(string text) =>
        Results(text).Should().BeEmpty();

    [Fact]
    public void Files_leaves_out_build_outputs_and_hidden_folders()
    {
        Write("README.md", "");
        Write("artifacts/x.md", "");
        Write("src/obj/x.md", "");
        Write(".git/x.md", "");

        new LinkCheck(_root).Files().Select(file => Path.GetRelativePath(_root, file)).Should().Equal("README.md", "docs/page.md");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private IEnumerable<string?> Results(string text) => new LinkCheck(_root).Check(Write("README.md", text));

    private string Write(string name, string text)
    {
        var path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
