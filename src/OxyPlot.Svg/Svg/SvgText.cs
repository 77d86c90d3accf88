using System.Globalization;
using System.Text;

namespace OxyPlot.Svg;

/// <summary>Numbers and characters as SVG wants them, whatever the machine's culture.</summary>
internal static class SvgText
{
    /// <summary>A number with at most two decimals: a hundredth of a pixel.</summary>
    internal static string Number(double value) =>
        (Math.Round(Math.Clamp(value, -1e7, 1e7), 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Text with markup escaped and characters that XML cannot hold replaced by U+FFFD.</summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            switch (character)
            {
                case '&': escaped.Append("&amp;"); break;
                case '<': escaped.Append("&lt;"); break;
                case '>': escaped.Append("&gt;"); break;
                case '"': escaped.Append("&quot;"); break;
                case '\'': escaped.Append("&#39;"); break;
                case '\t' or '\n' or '\r': escaped.Append(' '); break;
                case >= '\uD800' and <= '\uDBFF' when i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]):
                    escaped.Append(character).Append(text[++i]);
                    break;
                case < ' ' or '\u007F' or (>= '\uD800' and <= '\uDFFF') or >= '\uFFFE': escaped.Append('\uFFFD'); break;
                default: escaped.Append(character); break;
            }
        }
        return escaped.ToString();
    }
}
