using ConstrainedLearning.Notebooks;

namespace Notebooks.Tests;

public sealed class NotebookTests
{
    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("{", "not valid JSON")]
    [InlineData("null", "expected a JSON object, got nothing")]
    [InlineData("[]", "expected a JSON object, got array")]
    [InlineData("{}", "expected \"nbformat\": 4, got nothing")]
    [InlineData("{\"nbformat\": 3, \"worksheets\": []}", "expected \"nbformat\": 4, got 3")]
    [InlineData("{\"nbformat\": \"4\", \"cells\": []}", "expected \"nbformat\": 4, got \"4\"")]
    [InlineData("{\"nbformat\": 4}", "expected \"cells\" to be an array, got nothing")]
    [InlineData("{\"nbformat\": 4, \"cells\": {}}", "expected \"cells\" to be an array, got object")]
    [InlineData("{\"nbformat\": 4, \"nbformat\": 4, \"cells\": []}", "not valid JSON")]
    [InlineData("{\"nbformat\": 4, \"cells\": [1]}", "cell 1: expected a JSON object, got number")]
    [InlineData("{\"nbformat\": 4, \"cells\": [null]}", "cell 1: expected a JSON object, got nothing")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"source\": \"\"}]}", "cell 1: expected \"cell_type\" to be a string, got nothing")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\"}]}", "cell 1: expected \"source\" to be a string or a list of strings, got nothing")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": [\"a\", 1]}]}", "cell 1: expected \"source\" to be a string or a list of strings, got array")]
    public void Parse_something_else_names_the_file_and_the_place(string text, string message)
    {
        var parse = () => Notebook.Parse("odd.ipynb", text);

        parse.Should().Throw<NotebookFormatException>().WithMessage($"odd.ipynb: {message}*");
    }

    [Fact]
    public void Parse_depth_beyond_any_notebook_is_an_error_and_no_crash()
    {
        var parse = () => Notebook.Parse("deep.ipynb", new string('[', 100_000));

        parse.Should().Throw<NotebookFormatException>().WithMessage("deep.ipynb: not valid JSON*");
    }

    [Fact]
    public void Parse_joins_the_lines_of_a_source()
    {
        var notebook = Notebook.Parse("n.ipynb", """{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["a\n", "b"]}]}""");

        notebook.Cells.Should().ContainSingle().Which.Source.Should().Be("a\nb");
    }

    [Fact]
    public async Task OfFile_update_is_idempotent_and_keeps_what_it_does_not_know()
    {
        using var file = new TemporaryFile(Written.Json("display(HTML(\"<p>é &amp; λ</p>\"));\nConsole.WriteLine(1);", "1 + 1")
            .Replace("\"metadata\":{},\"nbformat\"", "\"metadata\":{\"kept\":\"as it was\"},\"nbformat\"", StringComparison.Ordinal));

        (await NotebookRun.OfFile(file.Path, update: true)).Should().Be(new NotebookRun(2, 0, 0, null));
        var first = await File.ReadAllTextAsync(file.Path);
        await NotebookRun.OfFile(file.Path, update: true);

        first.Should().Contain("é &amp; λ").And.Contain("\"kept\": \"as it was\"").And.EndWith("}\n");
        first.Should().NotContain("\"execution_count\": 1");
        (await File.ReadAllTextAsync(file.Path)).Should().Be(first);
    }

    [Fact]
    public async Task OfFile_update_leaves_a_failing_notebook_as_it_was()
    {
        var text = Written.Json("1", "throw new Exception();");
        using var file = new TemporaryFile(text);

        await NotebookRun.OfFile(file.Path, update: true);

        (await File.ReadAllTextAsync(file.Path)).Should().Be(text);
    }

    [Fact]
    public async Task OfFile_without_update_writes_nothing()
    {
        var text = Written.Json("1");
        using var file = new TemporaryFile(text);

        await NotebookRun.OfFile(file.Path, update: false);

        (await File.ReadAllTextAsync(file.Path)).Should().Be(text);
    }

    [Fact]
    public async Task OfFile_that_is_no_notebook_is_one_failure()
    {
        using var file = new TemporaryFile("no notebook");

        var run = await NotebookRun.OfFile(file.Path, update: true);

        run.Failed.Should().Be(1);
        run.Failure.Should().StartWith($"{file.Path}: not valid JSON");
    }

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string text) => File.WriteAllText(Path, text);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
