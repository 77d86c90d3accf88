using ConstrainedLearning.Notebooks;

namespace Notebooks.Tests;

public sealed class NotebookRunTests
{
    [Fact]
    public async Task Of_state_and_functions_carry_across_cells()
    {
        var outputs = await Written.OutputsOfLast(
            "using System.Globalization;\nvar x = 20; record Point(int X);\nint Twice(int n) => 2 * n;",
            "var p = new Point(Twice(x) + 2);",
            "p.X.ToString(CultureInfo.InvariantCulture)");

        Written.Text(outputs[0]!["data"]!["text/plain"]).Should().Be("42");
    }

    [Fact]
    public async Task Of_a_later_cell_may_redefine_a_variable_with_another_type()
    {
        var outputs = await Written.OutputsOfLast("var x = 1;", "var x = \"one\";", "x.Length");

        Written.Text(outputs[0]!["data"]!["text/plain"]).Should().Be("3");
    }

    [Fact]
    public async Task Of_awaits_at_the_top_level()
    {
        var outputs = await Written.OutputsOfLast("var x = await Task.FromResult(7);", "x");

        Written.Text(outputs[0]!["data"]!["text/plain"]).Should().Be("7");
    }

    [Fact]
    public async Task Of_our_assemblies_are_referenced_and_shared()
    {
        var outputs = await Written.OutputsOfLast(
            "using ConstrainedLearning.Notebooks;",
            "typeof(ConstrainedLearning.Notebooks.HtmlContent).Assembly == HTML(\"\").GetType().Assembly");

        Written.Text(outputs[0]!["data"]!["text/plain"]).Should().Be("True");
    }

    [Fact]
    public async Task Of_package_lines_and_the_language_line_are_left_out()
    {
        var run = await NotebookRun.Of(Written.Notebook(
            "#!csharp\n#i \"nuget:/feed\"\n#r \"nuget: Absent.Package, 1.2.3\"\n#r \"nuget:Absent.Too\"\nvar x = 1;"));

        run.Should().Be(new NotebookRun(1, 0, 0, null));
    }

    [Fact]
    public async Task Of_an_exception_names_notebook_cell_and_line_and_stops()
    {
        var run = await NotebookRun.Of(Written.Notebook(
            "var x = 1;",
            "x++;\n\nthrow new InvalidOperationException(\"bound missed\");",
            "x"));

        run.Should().Be(new NotebookRun(1, 1, 1, "tiny.ipynb: cell 2, line 3: InvalidOperationException: bound missed"));
    }

    [Fact]
    public async Task Of_an_exception_in_a_function_of_an_earlier_cell_names_the_line_that_called_it()
    {
        var run = await NotebookRun.Of(Written.Notebook("int Half(int n) => n / 0.CompareTo(0);", "\nHalf(4)"));

        run.Failure.Should().StartWith("tiny.ipynb: cell 2, line 2: DivideByZeroException");
    }

    [Fact]
    public async Task Of_code_that_does_not_compile_names_the_line_despite_stripped_lines()
    {
        var run = await NotebookRun.Of(Written.Notebook("#r \"nuget: A, 1.0.0\"\nvar x = 1;\nint y = \"text\";"));

        run.Failure.Should().StartWith("tiny.ipynb: cell 1, line 3: CS0029");
    }

    [Fact]
    public async Task Of_an_unknown_magic_command_fails_with_its_name()
    {
        var run = await NotebookRun.Of(Written.Notebook("var x = 1;\n#!python\nprint(x)"));

        run.Failure.Should().StartWith("tiny.ipynb: cell 1, line 2: magic command '#!python' is not supported");
    }

    [Fact]
    public async Task Of_a_cell_of_another_language_fails_with_its_name()
    {
        var json = Written.Json("print(1)").Replace("\"metadata\":{},\"outputs\"",
            "\"metadata\":{\"polyglot_notebook\":{\"kernelName\":\"fsharp\"}},\"outputs\"", StringComparison.Ordinal);

        var run = await NotebookRun.Of(Notebook.Parse("tiny.ipynb", json));

        run.Failure.Should().Contain("cell 1").And.Contain("'fsharp'");
    }

    [Fact]
    public async Task Of_the_console_is_given_back_after_a_failure()
    {
        var console = Console.Out;

        await NotebookRun.Of(Written.Notebook("throw new Exception();"));

        Console.Out.Should().BeSameAs(console);
    }
}
