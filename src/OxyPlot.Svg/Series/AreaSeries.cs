namespace OxyPlot.Series;

/// <summary>The area between two lines, or between a line and a constant.</summary>
public class AreaSeries : LineSeries
{
    /// <summary>The second line; without points, the area ends at <see cref="ConstantY2"/>.</summary>
    public List<DataPoint> Points2 { get; } = [];
    public double ConstantY2 { get; set; }

    /// <summary>The colour of the second line; the first line's when automatic.</summary>
    public OxyColor Color2 { get; set; } = OxyColors.Automatic;

    /// <summary>The colour of the area; a transparent version of the line's when automatic.</summary>
    public OxyColor Fill { get; set; } = OxyColors.Automatic;

    private OxyColor ActualFill => Fill.Or(OxyColor.FromAColor(100, ActualColor));

    private IEnumerable<DataPoint> ActualPoints2 =>
        Points2.Count > 0 ? Points2 : Points.Select(p => new DataPoint(p.X, double.IsFinite(p.Y) ? ConstantY2 : double.NaN));

    internal override void IncludeInAxes()
    {
        Include(Points);
        Include(ActualPoints2);
    }

    internal override void RenderLegend(SvgCanvas rc, OxyRect box)
    {
        var height = box.Height * 0.7;
        rc.DrawRectangle(new OxyRect(box.Left, box.Center.Y - height / 2, box.Width, height), ActualFill, OxyColors.Undefined, 0);
        if (StrokeThickness > 0)
            base.RenderLegend(rc, box);
    }

    private protected override void Render(SvgCanvas rc)
    {
        var (upper, lower) = (Parts(Points).ToArray(), Parts(ActualPoints2).ToArray());
        for (var i = 0; i < Math.Min(upper.Length, lower.Length); i++)
        {
            rc.DrawPolygon([.. Reduce(upper[i]), .. Enumerable.Reverse(Reduce(lower[i]))], ActualFill, OxyColors.Undefined, 0);
            if (Points2.Count > 0)
                DrawPart(rc, lower[i], Color2.Or(ActualColor));
        }
        base.Render(rc);
    }
}
