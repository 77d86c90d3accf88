namespace OxyPlot.Annotations;

/// <summary>A shaded span; a side that is not finite lies at the edge of the plot area.</summary>
public class RectangleAnnotation : TextualAnnotation
{
    public double MinimumX { get; set; } = double.NegativeInfinity;
    public double MaximumX { get; set; } = double.PositiveInfinity;
    public double MinimumY { get; set; } = double.NegativeInfinity;
    public double MaximumY { get; set; } = double.PositiveInfinity;
    public OxyColor Fill { get; set; } = OxyColors.LightBlue;
    public OxyColor Stroke { get; set; } = OxyColors.Black;
    public double StrokeThickness { get; set; }

    internal override void Render(SvgCanvas rc)
    {
        var (x, y) = (XAxis, YAxis);
        var from = Transform(Or(x, MinimumX, x.ActualMinimum), Or(y, MinimumY, y.ActualMinimum));
        var to = Transform(Or(x, MaximumX, x.ActualMaximum), Or(y, MaximumY, y.ActualMaximum));
        var rectangle = new OxyRect(from, to);
        rc.PushClip(ClippingRectangle);
        rc.DrawRectangle(rectangle, Fill, Stroke, StrokeThickness);
        rc.PopClip();
        RenderText(rc, TextPosition.IsDefined() ? Transform(TextPosition.X, TextPosition.Y) : rectangle.Center, TextRotation);
    }

    private static double Or(Axes.Axis axis, double value, double otherwise) => axis.IsValid(value) ? value : otherwise;
}
