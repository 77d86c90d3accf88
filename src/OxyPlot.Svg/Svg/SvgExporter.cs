using System.Text;

namespace OxyPlot;

/// <summary>Writes a plot model somewhere.</summary>
public interface IExporter
{
    void Export(IPlotModel model, Stream stream);
}

/// <summary>Writes plot models as SVG, encoded as UTF-8 without a byte order mark.</summary>
public class SvgExporter : IExporter
{
    /// <summary>The width in pixels; 600 by default.</summary>
    public double Width { get; set; } = 600;

    /// <summary>The height in pixels; 400 by default.</summary>
    public double Height { get; set; } = 400;

    /// <summary>True (the default) for a file of its own, false for an element to put into HTML.</summary>
    public bool IsDocument { get; set; } = true;

    /// <summary>Kept for compatibility: text is always placed in the way that every viewer understands.</summary>
    public bool UseVerticalTextAlignmentWorkaround { get; set; }

    /// <summary>Measures text instead of the built-in font metrics.</summary>
    public IRenderContext? TextMeasurer { get; set; }

    public void Export(IPlotModel model, Stream stream) =>
        Export(model, stream, Width, Height, IsDocument, TextMeasurer, UseVerticalTextAlignmentWorkaround);

    public string ExportToString(IPlotModel model) =>
        ExportToString(model, Width, Height, IsDocument, TextMeasurer, UseVerticalTextAlignmentWorkaround);

    public static void Export(
        IPlotModel model, Stream stream, double width, double height, bool isDocument, IRenderContext? textMeasurer = null, bool useVerticalTextAlignmentWorkaround = false) =>
        stream.Write(Encoding.UTF8.GetBytes(ExportToString(model, width, height, isDocument, textMeasurer, useVerticalTextAlignmentWorkaround)));

    public static string ExportToString(
        IPlotModel model, double width, double height, bool isDocument, IRenderContext? textMeasurer = null, bool useVerticalTextAlignmentWorkaround = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        var canvas = new SvgCanvas(width, height, model.Background, textMeasurer);
        model.Update(true);
        model.Render(canvas, new OxyRect(0, 0, width, height));
        return canvas.ToSvg(isDocument);
    }
}
