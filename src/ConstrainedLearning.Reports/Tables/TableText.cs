using System.Text;

namespace ConstrainedLearning.Reports.Tables;

/// <summary>Writes tables as text.</summary>
internal static class TableText
{
    internal static string Plain(Table table)
    {
        var widths = Widths(table, text => text);
        var text = new StringBuilder();
        if (table.Caption.Length > 0)
            text.Append(table.Caption).Append('\n');
        Append(text, table, Headers(table), widths, "  ", "", "");
        text.AppendJoin("  ", widths.Select(width => new string('-', width))).Append('\n');
        foreach (var row in table.Rows)
            Append(text, table, row, widths, "  ", "", "");
        return text.ToString();
    }

    internal static string Markdown(Table table)
    {
        var widths = Widths(table, Escape).Select(width => Math.Max(3, width)).ToArray();
        var text = new StringBuilder();
        Append(text, table, [.. Headers(table).Select(Escape)], widths, " | ", "| ", " |");
        text.Append("| ").AppendJoin(" | ", table.Columns.Select((column, i) =>
            new string('-', widths[i] - 1) + (column.Alignment == Alignment.Right ? ":" : "-"))).Append(" |\n");
        foreach (var row in table.Rows)
            Append(text, table, [.. row.Select(Escape)], widths, " | ", "| ", " |");
        return text.ToString();
    }

    private static string[] Headers(Table table) => [.. table.Columns.Select(column => column.Header)];

    private static int[] Widths(Table table, Func<string, string> written) =>
        [.. table.Columns.Select((column, i) => table.Rows.Select(row => row[i]).Append(column.Header).Max(text => written(text).Length))];

    private static string Escape(string text) =>
        text.ReplaceLineEndings(" ").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);

    private static void Append(
        StringBuilder text, Table table, IReadOnlyList<string> row, int[] widths, string between, string first, string last)
    {
        var line = string.Join(between, row.Select((cell, i) =>
            table.Columns[i].Alignment == Alignment.Right ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i])));
        text.Append((first + line + last).TrimEnd(' ')).Append('\n');
    }
}
