using OxyPlot.Axes;

namespace OxyPlot.Annotations;

/// <summary>How a line is given.</summary>
public enum LineAnnotationType { Horizontal, Vertical, LinearEquation }

/// <summary>How a line's text is turned.</summary>
public enum AnnotationTextOrientation { Horizontal, Vertical, AlongLine }

/// <summary>A line across the plot area: a bound, a moment, or y = slope x + intercept.</summary>
public class LineAnnotation : TextualAnnotation
{
    /// <summary>Points along an equation that an axis may bend.</summary>
    private const int Segments = 64;

    public LineAnnotation()
    {
        TextHorizontalAlignment = HorizontalAlignment.Right;
        TextVerticalAlignment = VerticalAlignment.Top;
    }

    public LineAnnotationType Type { get; set; } = LineAnnotationType.LinearEquation;
    public double X { get; set; }
    public double Y { get; set; }
    public double Slope { get; set; }
    public double Intercept { get; set; }
    public OxyColor Color { get; set; } = OxyColors.Blue;
    public LineStyle LineStyle { get; set; } = LineStyle.Dash;
    public double StrokeThickness { get; set; } = 1;

    /// <summary>Where along the line the text stands, from 0 to 1.</summary>
    public double TextLinePosition { get; set; } = 1;

    /// <summary>The distance of the text from that place along the line, in pixels.</summary>
    public double TextMargin { get; set; } = 12;
    public AnnotationTextOrientation TextOrientation { get; set; } = AnnotationTextOrientation.AlongLine;

    internal override void Render(SvgCanvas rc)
    {
        ScreenPoint[] points = [.. Points().Where(p => p.IsFinite)];
        if (points.Length < 2)
            return;
        rc.PushClip(ClippingRectangle);
        if (LineStyle != LineStyle.None)
            rc.DrawLine(points, Color, StrokeThickness, LineStyle.DashArray());
        rc.PopClip();
        if (!string.IsNullOrEmpty(Text) && IsInSight)
            RenderText(rc, points[0], points[^1]);
    }

    private bool IsInSight => Type switch
    {
        LineAnnotationType.Horizontal => Y >= YAxis.ActualMinimum && Y <= YAxis.ActualMaximum,
        LineAnnotationType.Vertical => X >= XAxis.ActualMinimum && X <= XAxis.ActualMaximum,
        _ => true,
    };

    private IEnumerable<ScreenPoint> Points()
    {
        var (x, y) = (XAxis, YAxis);
        switch (Type)
        {
            case LineAnnotationType.Horizontal:
                return [Transform(x.ActualMinimum, Y), Transform(x.ActualMaximum, Y)];
            case LineAnnotationType.Vertical:
                return [Transform(X, y.ActualMinimum), Transform(X, y.ActualMaximum)];
            default:
                var segments = x is LogarithmicAxis || y is LogarithmicAxis ? Segments : 1;
                var (from, to) = (x.Project(x.ActualMinimum), x.Project(x.ActualMaximum));
                return Enumerable.Range(0, segments + 1)
                    .Select(i => x.Unproject(from + (to - from) * i / segments))
                    .Select(value => Transform(value, Slope * value + Intercept));
        }
    }

    private void RenderText(SvgCanvas rc, ScreenPoint from, ScreenPoint to)
    {
        var length = Math.Max(from.DistanceTo(to), 1e-9);
        var margin = TextHorizontalAlignment == HorizontalAlignment.Center ? 0 : TextLinePosition < 0.5 ? TextMargin : -TextMargin;
        var t = TextLinePosition + margin / length;
        var position = new ScreenPoint(from.X + t * (to.X - from.X), from.Y + t * (to.Y - from.Y));
        var along = Math.Atan2(to.Y - from.Y, to.X - from.X) / Math.PI * 180;
        var rotation = TextOrientation switch
        {
            AnnotationTextOrientation.Horizontal => 0,
            AnnotationTextOrientation.Vertical => -90,
            _ => along >= 90 ? along - 180 : along < -90 ? along + 180 : along,
        };
        RenderText(rc, TextPosition.IsDefined() ? Transform(TextPosition.X, TextPosition.Y) : position, rotation);
    }
}
