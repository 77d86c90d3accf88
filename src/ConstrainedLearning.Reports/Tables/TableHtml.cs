using System.Text;
using ConstrainedLearning.Reports.Html;

namespace ConstrainedLearning.Reports.Tables;

/// <summary>Writes tables as HTML, with the first column as the rows' headers.</summary>
internal static class TableHtml
{
    internal static string Write(Table table)
    {
        var html = new StringBuilder("<table>\n");
        if (table.Caption.Length > 0)
            html.Append("<caption>").Append(HtmlText.Escape(table.Caption)).Append("</caption>\n");
        html.Append("<thead><tr>");
        foreach (var column in table.Columns)
            html.Append("<th scope=\"col\"").Append(Style(column)).Append('>').Append(HtmlText.Escape(column.Header)).Append("</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            for (var i = 0; i < row.Count; i++)
            {
                var tag = i == 0 ? "th" : "td";
                html.Append('<').Append(tag).Append(i == 0 ? " scope=\"row\"" : "").Append(Style(table.Columns[i])).Append('>')
                    .Append(HtmlText.Escape(row[i])).Append("</").Append(tag).Append('>');
            }
            html.Append("</tr>\n");
        }
        return html.Append("</tbody>\n</table>").ToString();
    }

    private static string Style(Column column) => column.Alignment == Alignment.Right ? " style=\"text-align:right\"" : " style=\"text-align:left\"";
}
