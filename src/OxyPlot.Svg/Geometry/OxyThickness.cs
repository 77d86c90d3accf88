namespace OxyPlot;

/// <summary>A distance for each side of a rectangle, in pixels; NaN means automatic where that is allowed.</summary>
public readonly struct OxyThickness
{
    public OxyThickness(double thickness)
        : this(thickness, thickness, thickness, thickness)
    {
    }

    public OxyThickness(double left, double top, double right, double bottom) =>
        (Left, Top, Right, Bottom) = (left, top, right, bottom);

    public double Left { get; }
    public double Top { get; }
    public double Right { get; }
    public double Bottom { get; }

    internal OxyThickness Include(OxyThickness other) => new(
        Math.Max(Left, other.Left), Math.Max(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));
}
