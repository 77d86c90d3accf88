using OxyPlot.Axes;

namespace OxyPlot.Series;

/// <summary>A series placed by a horizontal and a vertical axis.</summary>
public abstract class XYAxisSeries : Series
{
    private Axis? _xAxis, _yAxis;

    /// <summary>The Key of the horizontal axis; the first one when null.</summary>
    public string? XAxisKey { get; set; }

    /// <summary>The Key of the vertical axis; the first one when null.</summary>
    public string? YAxisKey { get; set; }

    internal Axis XAxis => _xAxis ?? throw new InvalidOperationException("axes are resolved by Update, which was not called");

    internal Axis YAxis => _yAxis ?? throw new InvalidOperationException("axes are resolved by Update, which was not called");

    internal override void ResolveAxes() => (_xAxis, _yAxis) = (Model.FindXAxis(XAxisKey), Model.FindYAxis(YAxisKey));

    internal override void RenderClipped(SvgCanvas rc)
    {
        rc.PushClip(ClippingRectangle);
        Render(rc);
        rc.PopClip();
    }

    internal ScreenPoint Transform(double x, double y) => new(XAxis.Transform(x), YAxis.Transform(y));

    internal ScreenPoint Transform(DataPoint point) => Transform(point.X, point.Y);

    private protected abstract void Render(SvgCanvas rc);

    private protected OxyRect ClippingRectangle => new(
        new ScreenPoint(XAxis.ScreenMinimum, YAxis.ScreenMinimum), new ScreenPoint(XAxis.ScreenMaximum, YAxis.ScreenMaximum));
}
