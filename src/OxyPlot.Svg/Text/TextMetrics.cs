namespace OxyPlot.Text;

/// <summary>Sizes of text in pixels, from the font's own metrics, without a font file.</summary>
internal static class TextMetrics
{
    /// <summary>Arial's ascent and descent as fractions of the font size.</summary>
    internal const double Ascent = 0.905, Descent = 0.212;

    internal const double BoldFrom = 600;

    internal static double LineHeight(double fontSize) => (Ascent + Descent) * fontSize;

    /// <summary>The width and height of a text that may hold line breaks and _{} or ^{}.</summary>
    internal static OxySize Measure(string? text, double fontSize, double fontWeight)
    {
        if (string.IsNullOrEmpty(text))
            return new OxySize(0, 0);
        var lines = MathText.Lines(text);
        var width = lines.Max(line => line.Sum(run => Width(run.Text, fontSize * run.Scale, fontWeight)));
        return new OxySize(width, lines.Count * LineHeight(fontSize));
    }

    internal static double Width(string text, double fontSize, double fontWeight)
    {
        var thousandths = 0.0;
        foreach (var character in text)
            thousandths += HelveticaWidths.Of(character, fontWeight >= BoldFrom);
        return thousandths * fontSize / 1000;
    }
}
