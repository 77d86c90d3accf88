using System.Text.Json.Nodes;

namespace ConstrainedLearning.Notebooks;

/// <summary>What a cell can call without a qualifier, named as in the .NET notebook kernel; collects what the cell shows.</summary>
public sealed class NotebookHost
{
    private readonly List<JsonObject> _outputs = [];

    /// <summary>Shows a value under the cell, with every format that its type declares.</summary>
    /// <param name="value">Anything; null shows nothing.</param>
    public void display(object? value)
    {
        if (value is not null)
            Add("display_data", value);
    }

    /// <summary>Marks a text as HTML, to be displayed.</summary>
    /// <param name="content">Markup, shown as it is.</param>
    /// <returns>A value to pass to <see cref="display"/> or to end a cell with.</returns>
    public HtmlContent HTML(string content) => new(content);

    internal void Returned(object value) => Add("execute_result", value);

    internal void Printed(string text)
    {
        if (text.Length > 0)
            _outputs.Add(new JsonObject { ["name"] = "stdout", ["output_type"] = "stream", ["text"] = Lines(text) });
    }

    /// <summary>Hands over what the cell has shown, and starts the next cell with nothing.</summary>
    internal IReadOnlyList<JsonObject> Take()
    {
        JsonObject[] taken = [.. _outputs];
        _outputs.Clear();
        return taken;
    }

    private void Add(string type, object value)
    {
        var data = new JsonObject();
        foreach (var (mime, text) in RichFormats.Of(value))
            data[mime] = Lines(text);
        var output = new JsonObject { ["data"] = data };
        if (type == "execute_result")
            output["execution_count"] = null;
        output["metadata"] = new JsonObject();
        output["output_type"] = type;
        _outputs.Add(output);
    }

    // Jupyter stores a text as a list of lines, each with its newline: this is what makes a notebook's history readable.
    private static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var newline = text.IndexOf('\n', start);
            var end = newline < 0 ? text.Length : newline + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }
}
