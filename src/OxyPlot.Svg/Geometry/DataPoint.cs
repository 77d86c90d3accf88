namespace OxyPlot;

/// <summary>A point in data coordinates; a NaN coordinate breaks the line that it belongs to.</summary>
public readonly struct DataPoint
{
    public static readonly DataPoint Undefined = new(double.NaN, double.NaN);

    public DataPoint(double x, double y) => (X, Y) = (x, y);

    public double X { get; }
    public double Y { get; }

    public bool IsDefined() => double.IsFinite(X) && double.IsFinite(Y);
}
