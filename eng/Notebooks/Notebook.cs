using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConstrainedLearning.Notebooks;

/// <summary>A Jupyter notebook (nbformat 4): its JSON, kept as it came, and its cells.</summary>
internal sealed class Notebook
{
    private static readonly JsonDocumentOptions _reading = new() { AllowDuplicateProperties = false };
    private static readonly JsonSerializerOptions _writing = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject _document;

    private Notebook(string path, JsonObject document, IReadOnlyList<Cell> cells)
    {
        Path = path;
        _document = document;
        Cells = cells;
    }

    /// <summary>Where the notebook lies; error messages name it.</summary>
    public string Path { get; }

    /// <summary>All cells, in order.</summary>
    public IReadOnlyList<Cell> Cells { get; }

    public static Notebook Load(string path) => Parse(path, File.ReadAllText(path));

    /// <exception cref="NotebookFormatException">When the text is not a notebook; the message names the path and the place.</exception>
    public static Notebook Parse(string path, string text)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(text, documentOptions: _reading);
        }
        catch (JsonException error)
        {
            throw new NotebookFormatException(path, $"not valid JSON: {error.Message}", error);
        }

        if (root is not JsonObject document)
            throw new NotebookFormatException(path, $"expected a JSON object, got {Kind(root)}");
        if (document["nbformat"] is not JsonValue version || !version.TryGetValue(out int major) || major != 4)
            throw new NotebookFormatException(path, $"expected \"nbformat\": 4, got {document["nbformat"]?.ToJsonString() ?? "nothing"}");
        if (document["cells"] is not JsonArray cells)
            throw new NotebookFormatException(path, $"expected \"cells\" to be an array, got {Kind(document["cells"])}");
        return new Notebook(path, document, [.. cells.Select((cell, index) => Cell.Parse(path, index + 1, cell))]);
    }

    /// <summary>The notebook as Jupyter lays it out: indented by one space, one final newline.</summary>
    public string ToJson() => _document.ToJsonString(_writing) + "\n";

    internal static string Kind(JsonNode? node) => node?.GetValueKind().ToString().ToLowerInvariant() ?? "nothing";
}

/// <summary>A file that is not a notebook: the message says which file, what was got and what was expected.</summary>
internal sealed class NotebookFormatException(string path, string message, Exception? inner = null)
    : Exception($"{path}: {message}", inner);
