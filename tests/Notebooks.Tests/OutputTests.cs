using ConstrainedLearning.Notebooks;

namespace Notebooks.Tests;

public sealed class OutputTests
{
    private const string Bars = """
        using System.IO;
        [AttributeUsage(AttributeTargets.Class)] class TypeFormatterSourceAttribute(Type source) : Attribute { public Type FormatterSourceType => source; }
        class Sources { public IEnumerable<object> CreateTypeFormatters() { yield return new Svg(); yield return new Declined(); } }
        class Svg { public string MimeType => "image/svg+xml"; public bool Format(object it, TextWriter to) { to.Write("<svg>" + it + "</svg>"); return true; } }
        class Declined { public string MimeType => "text/html"; public bool Format(object it, TextWriter to) => false; }
        [TypeFormatterSource(typeof(Sources))] class Bars { public override string ToString() => "three bars"; }
        """;

    [Fact]
    public async Task Display_uses_the_formatters_that_the_type_declares_by_convention()
    {
        var output = (await Written.OutputsOfLast(Bars, "display(new Bars());")).Should().ContainSingle().Subject!;

        output["output_type"]!.GetValue<string>().Should().Be("display_data");
        Written.Text(output["data"]!["image/svg+xml"]).Should().Be("<svg>three bars</svg>");
        Written.Text(output["data"]!["text/plain"]).Should().Be("three bars");
        output["data"]!["text/html"].Should().BeNull();
    }

    [Fact]
    public async Task Display_inherits_the_formatters_of_a_base_type()
    {
        var outputs = await Written.OutputsOfLast(Bars, "class Wide : Bars { }", "new Wide()");

        Written.Text(outputs[0]!["data"]!["image/svg+xml"]).Should().Be("<svg>three bars</svg>");
    }

    [Fact]
    public async Task Display_names_what_a_formatter_threw()
    {
        var failing = Bars.Replace("=> false", "=> throw new FormatException(\"no bars\")", StringComparison.Ordinal);

        var run = await NotebookRun.Of(Written.Notebook(failing, "\ndisplay(new Bars());"));

        run.Failure.Should().Contain("cell 2").And.EndWith("FormatException: no bars");
    }

    [Fact]
    public async Task Html_is_shown_as_it_is()
    {
        var outputs = await Written.OutputsOfLast("HTML(\"<b>bold</b>\")");

        Written.Text(outputs[0]!["data"]!["text/html"]).Should().Be("<b>bold</b>");
    }

    [Fact]
    public async Task Trailing_value_is_a_result_in_the_invariant_culture()
    {
        var output = (await Written.OutputsOfLast("0.5")).Should().ContainSingle().Subject!;

        output["output_type"]!.GetValue<string>().Should().Be("execute_result");
        Written.Text(output["data"]!["text/plain"]).Should().Be("0.5");
    }

    [Fact]
    public async Task Statement_and_null_show_nothing() =>
        (await Written.OutputsOfLast("var x = 1; display(null);")).Should().BeEmpty();

    [Fact]
    public async Task Console_text_is_kept_line_by_line()
    {
        var output = (await Written.OutputsOfLast("Console.WriteLine(\"a\"); Console.Write(\"b\");")).Should().ContainSingle().Subject!;

        output["output_type"]!.GetValue<string>().Should().Be("stream");
        output["text"]!.AsArray().Select(line => line!.GetValue<string>()).Should().Equal("a\n", "b");
    }
}
