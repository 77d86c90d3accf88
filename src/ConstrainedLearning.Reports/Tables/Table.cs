using ConstrainedLearning.Reports.Notebook;

namespace ConstrainedLearning.Reports.Tables;

/// <summary>Where the text of a column stands.</summary>
public enum Alignment
{
    /// <summary>At the left, for words.</summary>
    Left,

    /// <summary>At the right, for numbers.</summary>
    Right,
}

/// <summary>A column of a table.</summary>
/// <param name="Header">The text above the column.</param>
/// <param name="Alignment">Where its text stands.</param>
public sealed record Column(string Header, Alignment Alignment = Alignment.Left);

/// <summary>A table of texts, shown as HTML, Markdown or plain text; a notebook shows it as HTML.</summary>
[TypeFormatterSource(typeof(DisplayFormatters), PreferredMimeTypes = ["text/html"])]
public sealed record Table : IDisplay
{
    /// <summary>Makes a table; every row must have one text for each column.</summary>
    /// <param name="columns">The columns, at least one.</param>
    /// <param name="rows">The rows, top to bottom.</param>
    /// <exception cref="ArgumentException">There is no column, or a row has another number of texts.</exception>
    public Table(IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (columns.Count == 0)
            throw new ArgumentException("a table needs at least one column", nameof(columns));
        for (var i = 0; i < rows.Count; i++)
            if (rows[i].Count != columns.Count)
                throw new ArgumentException($"row {i} has {rows[i].Count} texts, expected {columns.Count}: one for each column", nameof(rows));
        (Columns, Rows) = (columns, rows);
    }

    /// <summary>The columns, left to right.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The rows, top to bottom, each with one text for each column.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    /// <summary>What the table shows, in one line; empty by default.</summary>
    public string Caption { get; init; } = "";

    /// <summary>The table as an HTML element; all texts are escaped.</summary>
    public string ToHtml() => TableHtml.Write(this);

    /// <summary>The table in the Markdown that GitHub reads.</summary>
    public string ToMarkdown() => TableText.Markdown(this);

    /// <summary>The table with columns aligned by spaces.</summary>
    public string ToText() => TableText.Plain(this);

    /// <inheritdoc cref="ToText"/>
    public override string ToString() => ToText();
}
