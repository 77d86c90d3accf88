namespace OxyPlot;

/// <summary>A surface to draw on, in pixels with y growing downwards.</summary>
internal interface ICanvas : IRenderContext
{
    void DrawLine(IReadOnlyList<ScreenPoint> points, OxyColor stroke, double thickness, double[]? dashArray = null);

    void DrawPolygon(IReadOnlyList<ScreenPoint> points, OxyColor fill, OxyColor stroke, double thickness);

    void DrawRectangle(OxyRect rectangle, OxyColor fill, OxyColor stroke, double thickness);

    void DrawEllipse(OxyRect extents, OxyColor fill, OxyColor stroke, double thickness);

    /// <summary>Draws text, turned clockwise by an angle in degrees about the point.</summary>
    void DrawText(
        ScreenPoint p,
        string text,
        OxyColor c,
        string? fontFamily = null,
        double fontSize = 10,
        double fontWeight = FontWeights.Normal,
        double rotate = 0,
        HorizontalAlignment halign = HorizontalAlignment.Left,
        VerticalAlignment valign = VerticalAlignment.Top);

    /// <summary>Draws a picture over a rectangle; without interpolation its pixels keep sharp edges.</summary>
    void DrawImage(byte[] png, OxyRect rectangle, bool interpolate);

    /// <summary>Restricts what follows to a rectangle, until the matching <see cref="PopClip"/>.</summary>
    void PushClip(OxyRect clippingRectangle);

    void PopClip();
}
