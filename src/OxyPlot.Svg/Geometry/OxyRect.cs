namespace OxyPlot;

/// <summary>A rectangle on the canvas, in pixels.</summary>
public readonly struct OxyRect
{
    public OxyRect(double left, double top, double width, double height)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        ArgumentOutOfRangeException.ThrowIfNegative(height);
        (Left, Top, Width, Height) = (left, top, width, height);
    }

    public OxyRect(ScreenPoint p0, ScreenPoint p1)
        : this(Math.Min(p0.X, p1.X), Math.Min(p0.Y, p1.Y), Math.Abs(p1.X - p0.X), Math.Abs(p1.Y - p0.Y))
    {
    }

    public double Left { get; }
    public double Top { get; }
    public double Width { get; }
    public double Height { get; }

    public double Right => Left + Width;

    public double Bottom => Top + Height;

    public ScreenPoint Center => new(Left + Width / 2, Top + Height / 2);

    /// <summary>The rectangle without the given border, never smaller than one pixel.</summary>
    internal OxyRect Deflate(OxyThickness border) => new(
        Left + border.Left,
        Top + border.Top,
        Math.Max(1, Width - border.Left - border.Right),
        Math.Max(1, Height - border.Top - border.Bottom));
}
