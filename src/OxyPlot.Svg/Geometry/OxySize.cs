namespace OxyPlot;

/// <summary>A width and a height, in pixels.</summary>
public readonly struct OxySize
{
    public OxySize(double width, double height) => (Width, Height) = (width, height);

    public double Width { get; }
    public double Height { get; }

    /// <summary>The size of the upright box around this one turned by an angle in degrees.</summary>
    internal OxySize Rotated(double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees / 180 * Math.PI);
        return new(Math.Abs(Width * cos) + Math.Abs(Height * sin), Math.Abs(Width * sin) + Math.Abs(Height * cos));
    }
}
