using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConstrainedLearning.Notebooks;

/// <summary>One cell of a notebook, numbered from 1 as a reader counts.</summary>
internal sealed class Cell
{
    private readonly JsonObject _json;

    private Cell(int number, JsonObject json, string source)
    {
        Number = number;
        _json = json;
        Source = source;
    }

    public int Number { get; }

    public string Source { get; }

    public bool IsCode => _json["cell_type"]?.GetValue<string>() == "code";

    /// <summary>The language that the cell's own metadata asks for; C# where it says nothing.</summary>
    public string Language =>
        (_json["metadata"] as JsonObject)?["polyglot_notebook"] is JsonObject kernel && kernel["kernelName"] is JsonValue name
            ? name.ToString()
            : "csharp";

    public static Cell Parse(string path, int number, JsonNode? node)
    {
        if (node is not JsonObject json)
            throw new NotebookFormatException(path, $"cell {number}: expected a JSON object, got {Notebook.Kind(node)}");
        if (json["cell_type"] is not JsonValue type || type.GetValueKind() != JsonValueKind.String)
            throw new NotebookFormatException(path, $"cell {number}: expected \"cell_type\" to be a string, got {Notebook.Kind(json["cell_type"])}");
        return new Cell(number, json, Join(path, number, json["source"]));
    }

    /// <summary>Replaces what the cell shows. The execution count stays empty, so that running again changes nothing.</summary>
    public void Show(IEnumerable<JsonObject> outputs)
    {
        _json["execution_count"] = null;
        _json["outputs"] = new JsonArray([.. outputs]);
    }

    private static string Join(string path, int number, JsonNode? source) => source switch
    {
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
        JsonArray lines when lines.All(line => line?.GetValueKind() == JsonValueKind.String) =>
            string.Concat(lines.Select(line => line!.GetValue<string>())),
        _ => throw new NotebookFormatException(path,
            $"cell {number}: expected \"source\" to be a string or a list of strings, got {Notebook.Kind(source)}"),
    };
}
