namespace OxyPlot.Series;

/// <summary>Points joined by straight lines; a point that is not finite breaks the line.</summary>
public class LineSeries : XYAxisSeries
{
    public List<DataPoint> Points { get; } = [];
    public OxyColor Color { get; set; } = OxyColors.Automatic;
    public double StrokeThickness { get; set; } = 2;
    public LineStyle LineStyle { get; set; } = LineStyle.Automatic;

    /// <summary>Lengths of dashes and gaps in units of the thickness, instead of <see cref="LineStyle"/>.</summary>
    public double[]? Dashes { get; set; }
    public MarkerType MarkerType { get; set; } = MarkerType.None;

    /// <summary>Half the width of a marker in pixels.</summary>
    public double MarkerSize { get; set; } = 3;
    public OxyColor MarkerFill { get; set; } = OxyColors.Automatic;
    public OxyColor MarkerStroke { get; set; } = OxyColors.Automatic;

    /// <summary>Points nearer than this to the one drawn before, in pixels, are left out of the line; 2 by default.</summary>
    public double MinimumSegmentLength { get; set; } = 2;

    /// <summary>Reduces the screen points of one unbroken line (first list) to those to draw (second list).</summary>
    public Action<List<ScreenPoint>, List<ScreenPoint>>? Decimator { get; set; }

    internal OxyColor ActualColor => Color.Or(AssignedColor);

    internal override bool NeedsColor => Color == OxyColors.Automatic;

    private double[]? ActualDashes => Dashes ?? LineStyle.DashArray();

    internal override void IncludeInAxes() => Include(Points);

    internal override void RenderLegend(SvgCanvas rc, OxyRect box)
    {
        var middle = box.Center.Y;
        if (LineStyle != LineStyle.None)
            rc.DrawLine([new(box.Left, middle), new(box.Right, middle)], ActualColor, StrokeThickness, ActualDashes);
        DrawMarkers(rc, [box.Center]);
    }

    private protected override void Render(SvgCanvas rc)
    {
        foreach (var part in Parts(Points))
        {
            DrawPart(rc, part, ActualColor);
            DrawMarkers(rc, part);
        }
    }

    /// <summary>The points that lines go through; step curves add corners.</summary>
    private protected virtual List<ScreenPoint> Path(List<ScreenPoint> points) => points;

    private protected void Include(IEnumerable<DataPoint> points)
    {
        foreach (var point in points)
        {
            if (!XAxis.IsValid(point.X) || !YAxis.IsValid(point.Y))
                continue;
            XAxis.Include(point.X);
            YAxis.Include(point.Y);
        }
    }

    /// <summary>The unbroken parts of a line, on the screen.</summary>
    private protected IEnumerable<List<ScreenPoint>> Parts(IEnumerable<DataPoint> points)
    {
        var part = new List<ScreenPoint>();
        foreach (var point in points.Select(Transform))
        {
            if (point.IsFinite)
            {
                part.Add(point);
                continue;
            }
            if (part.Count > 0)
                yield return part;
            part = [];
        }
        if (part.Count > 0)
            yield return part;
    }

    private protected void DrawPart(SvgCanvas rc, List<ScreenPoint> points, OxyColor color)
    {
        if (LineStyle == LineStyle.None || StrokeThickness <= 0)
            return;
        if (points.Count == 1 && MarkerType == MarkerType.None) // a lone point would otherwise not be seen
            rc.DrawEllipse(Around(points[0], Math.Max(1, StrokeThickness)), color, OxyColors.Undefined, 0);
        else
            rc.DrawLine(Path(Reduce(points)), color, StrokeThickness, ActualDashes);
    }

    private protected List<ScreenPoint> Reduce(List<ScreenPoint> points)
    {
        if (Decimator is not null)
        {
            var decimated = new List<ScreenPoint>();
            Decimator(points, decimated);
            points = decimated;
        }
        if (points.Count < 3 || MinimumSegmentLength <= 0)
            return points;
        List<ScreenPoint> kept = [points[0]];
        for (var i = 1; i < points.Count - 1; i++)
            if (points[i].DistanceTo(kept[^1]) >= MinimumSegmentLength)
                kept.Add(points[i]);
        kept.Add(points[^1]);
        return kept;
    }

    private void DrawMarkers(SvgCanvas rc, IEnumerable<ScreenPoint> points)
    {
        foreach (var point in points)
            Markers.Draw(rc, MarkerType, point, MarkerSize, MarkerFill.Or(ActualColor), MarkerStroke.Or(OxyColors.Undefined));
    }

    private static OxyRect Around(ScreenPoint p, double radius) => new(p.X - radius, p.Y - radius, 2 * radius, 2 * radius);
}
