using System.Security.Cryptography;
using System.Text;
using static OxyPlot.Svg.SvgText;

namespace OxyPlot.Svg;

/// <summary>Draws into SVG text. Text sizes are pixels, as SVG draws them; same calls, same bytes.</summary>
internal sealed class SvgCanvas(double width, double height, OxyColor background, IRenderContext? textMeasurer)
{
    /// <summary>Stands for the prefix of ids until the whole drawing is known; <see cref="Escape"/> keeps it out of texts.</summary>
    private const string IdPrefix = "\u0001";

    private readonly StringBuilder _body = new();
    private int _clips;

    public void DrawLine(IReadOnlyList<ScreenPoint> points, OxyColor stroke, double thickness, double[]? dashArray = null)
    {
        if (points.Count < 2 || !stroke.IsVisible || thickness <= 0)
            return;
        _body.Append("<polyline points=\"").Append(Points(points)).Append("\" fill=\"none\"").Append(Stroke(stroke, thickness));
        if (dashArray is { Length: > 0 })
            _body.Append(" stroke-dasharray=\"").AppendJoin(',', dashArray.Select(d => Number(d * Math.Max(1, thickness)))).Append('"');
        else
            _body.Append(" stroke-linejoin=\"round\"");
        var axisAligned = points.Count == 2 && (points[0].X == points[1].X || points[0].Y == points[1].Y);
        _body.Append(axisAligned ? " shape-rendering=\"crispEdges\"/>\n" : "/>\n");
    }

    public void DrawPolygon(IReadOnlyList<ScreenPoint> points, OxyColor fill, OxyColor stroke, double thickness)
    {
        if (points.Count > 2)
            _body.Append("<polygon points=\"").Append(Points(points)).Append('"').Append(Paint(fill, stroke, thickness)).Append("/>\n");
    }

    public void DrawRectangle(OxyRect rectangle, OxyColor fill, OxyColor stroke, double thickness)
    {
        if (!fill.IsVisible && (!stroke.IsVisible || thickness <= 0))
            return;
        _body.Append("<rect").Append(Box(rectangle)).Append(Paint(fill, stroke, thickness)).Append(" shape-rendering=\"crispEdges\"/>\n");
    }

    public void DrawEllipse(OxyRect extents, OxyColor fill, OxyColor stroke, double thickness) => _body
        .Append("<ellipse cx=\"").Append(Number(extents.Center.X)).Append("\" cy=\"").Append(Number(extents.Center.Y))
        .Append("\" rx=\"").Append(Number(extents.Width / 2)).Append("\" ry=\"").Append(Number(extents.Height / 2)).Append('"')
        .Append(Paint(fill, stroke, thickness)).Append("/>\n");

    /// <summary>Draws text, turned clockwise by an angle in degrees about the point.</summary>
    public void DrawText(
        ScreenPoint p, string text, OxyColor c, string? fontFamily = null, double fontSize = 10, double fontWeight = FontWeights.Normal,
        double rotate = 0, HorizontalAlignment halign = HorizontalAlignment.Left, VerticalAlignment valign = VerticalAlignment.Top)
    {
        if (string.IsNullOrEmpty(text) || !c.IsVisible || !p.IsFinite)
            return;
        var lines = MathText.Lines(text);
        var lineHeight = TextMetrics.LineHeight(fontSize);
        var top = valign switch { VerticalAlignment.Top => 0, VerticalAlignment.Middle => -0.5, _ => -1 } * lines.Count * lineHeight;
        var turn = rotate == 0 ? "" : $" rotate({Number(rotate)})";
        for (var i = 0; i < lines.Count; i++)
        {
            // Baselines are placed from the font's metrics: viewers disagree about dominant-baseline.
            var baseline = top + i * lineHeight + TextMetrics.Ascent * fontSize;
            var position = rotate == 0
                ? $" x=\"{Number(p.X)}\" y=\"{Number(p.Y + baseline)}\""
                : $" y=\"{Number(baseline)}\" transform=\"translate({Number(p.X)} {Number(p.Y)}){turn}\"";
            _body.Append("<text").Append(position).Append(Font(fontFamily, fontSize, fontWeight)).Append(Anchor(halign)).Append(Fill(c)).Append('>');
            AppendRuns(lines[i], fontSize);
            _body.Append("</text>\n");
        }
    }

    /// <summary>Draws a picture over a rectangle; without interpolation its pixels keep sharp edges.</summary>
    public void DrawImage(byte[] png, OxyRect rectangle, bool interpolate) => _body
        .Append("<image").Append(Box(rectangle)).Append(" preserveAspectRatio=\"none\"")
        .Append(interpolate ? "" : " image-rendering=\"pixelated\"")
        .Append(" href=\"data:image/png;base64,").Append(Convert.ToBase64String(png)).Append("\"/>\n");

    public OxySize MeasureText(string? text, string? fontFamily = null, double fontSize = 10, double fontWeight = FontWeights.Normal) =>
        textMeasurer?.MeasureText(text, fontFamily, fontSize, fontWeight) ?? TextMetrics.Measure(text, fontSize, fontWeight);

    /// <summary>Restricts what follows to a rectangle, until the matching <see cref="PopClip"/>.</summary>
    public void PushClip(OxyRect clippingRectangle)
    {
        var id = IdPrefix + Number(++_clips);
        _body.Append("<clipPath id=\"").Append(id).Append("\"><rect").Append(Box(clippingRectangle)).Append("/></clipPath>\n")
            .Append("<g clip-path=\"url(#").Append(id).Append(")\">\n");
    }

    public void PopClip() => _body.Append("</g>\n");

    /// <summary>The whole drawing; ids carry a hash of it, so that several drawings may share a page.</summary>
    internal string ToSvg(bool isDocument)
    {
        var body = _body.ToString();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)).AsSpan(0, 6));
        var (w, h) = (Number(width), Number(height));
        return (isDocument ? "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" : "")
            + $"<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\">\n"
            + (background.IsVisible ? $"<rect width=\"{w}\" height=\"{h}\"{Fill(background)}/>\n" : "")
            + body.Replace(IdPrefix, $"clip-{hash}-", StringComparison.Ordinal)
            + "</svg>" + (isDocument ? "\n" : "");
    }

    private void AppendRuns(IReadOnlyList<TextRun> runs, double fontSize)
    {
        var shift = 0.0;
        foreach (var run in runs.Count < 2 ? runs : [.. runs.Select(KeepSpaces)])
        {
            var step = run.Shift * fontSize - shift;
            shift += step;
            if (run.Level == 0 && step == 0)
                _body.Append(Escape(run.Text));
            else
                _body.Append("<tspan dy=\"").Append(Number(step)).Append("\" font-size=\"").Append(Number(run.Scale * fontSize)).Append("\">")
                    .Append(Escape(run.Text)).Append("</tspan>");
        }
    }

    /// <summary>Viewers drop spaces where one run meets another, unless they do not break.</summary>
    private static TextRun KeepSpaces(TextRun run) => run with { Text = run.Text.Replace(' ', '\u00A0') };

    private static string Points(IReadOnlyList<ScreenPoint> points) => string.Join(' ', points.Select(p => $"{Number(p.X)},{Number(p.Y)}"));

    private static string Box(OxyRect r) =>
        $" x=\"{Number(r.Left)}\" y=\"{Number(r.Top)}\" width=\"{Number(r.Width)}\" height=\"{Number(r.Height)}\"";

    private static string Font(string? family, double size, double weight)
    {
        var families = family is null or "Arial" or "Helvetica" ? "Arial, Helvetica, sans-serif" : Escape(family) + ", Arial, Helvetica, sans-serif";
        return $" font-family=\"{families}\" font-size=\"{Number(size)}\"" + (weight >= TextMetrics.BoldFrom ? " font-weight=\"700\"" : "");
    }

    private static string Anchor(HorizontalAlignment alignment) => alignment switch
    {
        HorizontalAlignment.Center => " text-anchor=\"middle\"",
        HorizontalAlignment.Right => " text-anchor=\"end\"",
        _ => "",
    };

    private static string Paint(OxyColor fill, OxyColor stroke, double thickness) =>
        (fill.IsVisible ? Fill(fill) : " fill=\"none\"") + (stroke.IsVisible && thickness > 0 ? Stroke(stroke, thickness) : "");

    private static string Fill(OxyColor color) => $" fill=\"{color.Hex}\"" + Opacity("fill", color);

    private static string Stroke(OxyColor color, double thickness) =>
        $" stroke=\"{color.Hex}\" stroke-width=\"{Number(thickness)}\"" + Opacity("stroke", color);

    private static string Opacity(string what, OxyColor color) => color.A == 255 ? "" : $" {what}-opacity=\"{Number(color.A / 255.0)}\"";
}
