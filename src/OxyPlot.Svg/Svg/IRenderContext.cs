namespace OxyPlot;

/// <summary>What a caller may bring to measure text with; drawing itself always goes to SVG.</summary>
public interface IRenderContext
{
    /// <summary>The size of a text in pixels.</summary>
    OxySize MeasureText(string? text, string? fontFamily = null, double fontSize = 10, double fontWeight = 500);
}
