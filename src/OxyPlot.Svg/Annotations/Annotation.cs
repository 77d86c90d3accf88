using OxyPlot.Axes;

namespace OxyPlot.Annotations;

/// <summary>What an annotation covers.</summary>
public enum AnnotationLayer { BelowAxes, BelowSeries, AboveSeries }

/// <summary>A mark that is no data: it does not change the axes' ranges.</summary>
public abstract class Annotation : PlotElement
{
    public AnnotationLayer Layer { get; set; } = AnnotationLayer.AboveSeries;
    public string? XAxisKey { get; set; }
    public string? YAxisKey { get; set; }

    internal Axis XAxis => Model.FindXAxis(XAxisKey);

    internal Axis YAxis => Model.FindYAxis(YAxisKey);

    internal OxyRect ClippingRectangle => new(
        new ScreenPoint(XAxis.ScreenMinimum, YAxis.ScreenMinimum), new ScreenPoint(XAxis.ScreenMaximum, YAxis.ScreenMaximum));

    internal ScreenPoint Transform(double x, double y) => new(XAxis.Transform(x), YAxis.Transform(y));

    internal abstract void Render(SvgCanvas rc);
}
