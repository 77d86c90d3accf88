using System.Text.Json.Nodes;
using ConstrainedLearning.Notebooks;

namespace Notebooks.Tests;

/// <summary>Small notebooks, as text and as files.</summary>
internal static class Written
{
    /// <summary>A notebook of C# code cells.</summary>
    public static string Json(params string[] codeCells)
    {
        var cells = new JsonArray([.. codeCells.Select(code => new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["metadata"] = new JsonObject(),
            ["outputs"] = new JsonArray(),
            ["source"] = code,
        })]);
        return new JsonObject { ["cells"] = cells, ["metadata"] = new JsonObject(), ["nbformat"] = 4, ["nbformat_minor"] = 5 }.ToJsonString();
    }

    public static Notebook Notebook(params string[] codeCells) => ConstrainedLearning.Notebooks.Notebook.Parse("tiny.ipynb", Json(codeCells));

    /// <summary>Runs the cells, expects all to pass, and returns the outputs of the last.</summary>
    public static async Task<JsonArray> OutputsOfLast(params string[] codeCells)
    {
        var notebook = Notebook(codeCells);
        (await NotebookRun.Of(notebook)).Failure.Should().BeNull();
        return JsonNode.Parse(notebook.ToJson())!["cells"]![codeCells.Length - 1]!["outputs"]!.AsArray();
    }

    public static string Text(JsonNode? lines) => string.Concat(lines!.AsArray().Select(line => line!.GetValue<string>()));
}
