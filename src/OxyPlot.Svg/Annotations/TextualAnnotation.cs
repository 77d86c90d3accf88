namespace OxyPlot.Annotations;

/// <summary>An annotation that carries text.</summary>
public abstract class TextualAnnotation : Annotation
{
    public string? Text { get; set; }

    /// <summary>Where the text stands, in data coordinates; chosen by the annotation when undefined.</summary>
    public DataPoint TextPosition { get; set; } = DataPoint.Undefined;
    public HorizontalAlignment TextHorizontalAlignment { get; set; } = HorizontalAlignment.Center;
    public VerticalAlignment TextVerticalAlignment { get; set; } = VerticalAlignment.Middle;

    /// <summary>Clockwise, in degrees.</summary>
    public double TextRotation { get; set; }

    /// <summary>Draws the text at a point, moved into the plot area where it would reach out of it.</summary>
    private protected void RenderText(SvgCanvas rc, ScreenPoint position, double rotation)
    {
        if (string.IsNullOrEmpty(Text) || !position.IsFinite)
            return;
        var inside = rotation == 0 ? KeepInside(TextBox(rc, position)) : (0, 0);
        rc.DrawText(
            new ScreenPoint(position.X + inside.Dx, position.Y + inside.Dy), Text, ActualTextColor, ActualFont, ActualFontSize, FontWeight, rotation, TextHorizontalAlignment, TextVerticalAlignment);
    }

    private protected OxyRect TextBox(SvgCanvas rc, ScreenPoint position)
    {
        var size = rc.MeasureText(Text, ActualFont, ActualFontSize, FontWeight);
        return new OxyRect(
            position.X - (1 + (int)TextHorizontalAlignment) * size.Width / 2,
            position.Y - (1 + (int)TextVerticalAlignment) * size.Height / 2,
            size.Width,
            size.Height);
    }

    private protected (double Dx, double Dy) KeepInside(OxyRect box)
    {
        var area = ClippingRectangle;
        static double Move(double low, double high, double from, double to) =>
            high - low > to - from ? 0 : low < from ? from - low : high > to ? to - high : 0;
        return (Move(box.Left, box.Right, area.Left, area.Right), Move(box.Top, box.Bottom, area.Top, area.Bottom));
    }
}
