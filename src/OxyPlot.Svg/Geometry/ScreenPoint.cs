namespace OxyPlot;

/// <summary>A point on the canvas, in pixels; y grows downwards.</summary>
public readonly struct ScreenPoint
{
    public ScreenPoint(double x, double y) => (X, Y) = (x, y);

    public double X { get; }
    public double Y { get; }

    internal bool IsFinite => double.IsFinite(X) && double.IsFinite(Y);

    internal double DistanceTo(ScreenPoint other) => Math.Sqrt((X - other.X) * (X - other.X) + (Y - other.Y) * (Y - other.Y));
}
