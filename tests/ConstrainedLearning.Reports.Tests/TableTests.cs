using AngleSharp.Html.Parser;
using ConstrainedLearning.Reports.Tables;

namespace ConstrainedLearning.Reports.Tests;

public class TableTests
{
    private static readonly Table Sample = new(
        [new("model"), new("MSE", Alignment.Right)],
        [["DLinear", "0.41"], ["a|b <i>", "12.5"]])
    { Caption = "Results & more" };

    [Fact]
    public void ToText_aligns_columns()
    {
        Sample.ToText().Should().Be(
            """
            Results & more
            model     MSE
            -------  ----
            DLinear  0.41
            a|b <i>  12.5

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void ToMarkdown_escapes_bars_and_marks_alignment()
    {
        Sample.ToMarkdown().Should().Be(
            """
            | model    |  MSE |
            | -------- | ---: |
            | DLinear  | 0.41 |
            | a\|b <i> | 12.5 |

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void ToHtml_escapes_texts_and_names_headers()
    {
        var table = new HtmlParser().ParseDocument(Sample.ToHtml()).QuerySelector("table")!;

        table.QuerySelector("caption")!.TextContent.Should().Be("Results & more");
        table.QuerySelectorAll("th[scope=col]").Select(th => th.TextContent).Should().Equal("model", "MSE");
        table.QuerySelectorAll("tbody th[scope=row]").Select(th => th.TextContent).Should().Equal("DLinear", "a|b <i>");
        table.QuerySelectorAll("tbody td").Select(td => td.GetAttribute("style")).Should().OnlyContain(style => style == "text-align:right");
        table.QuerySelectorAll("i").Should().BeEmpty();
    }

    [Fact]
    public void New_row_of_another_length_throws_with_both_lengths()
    {
        var make = () => new Table([new("a"), new("b")], [["1", "2"], ["3"]]);

        make.Should().Throw<ArgumentException>().WithMessage("row 1 has 1 texts, expected 2*");
    }

    [Fact]
    public void New_without_columns_throws()
    {
        var make = () => new Table([], []);

        make.Should().Throw<ArgumentException>().WithParameterName("columns");
    }
}
