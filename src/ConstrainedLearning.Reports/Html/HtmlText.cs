using System.Text;

namespace ConstrainedLearning.Reports.Html;

/// <summary>Text as HTML wants it.</summary>
internal static class HtmlText
{
    /// <summary>Text with markup escaped, for elements and quoted attributes; control characters become U+FFFD.</summary>
    internal static string Escape(string? text)
    {
        var escaped = new StringBuilder();
        foreach (var character in text ?? "")
        {
            _ = character switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                '\r' => escaped,
                < ' ' and not ('\n' or '\t') => escaped.Append('\uFFFD'),
                _ => escaped.Append(character),
            };
        }
        return escaped.ToString();
    }
}
