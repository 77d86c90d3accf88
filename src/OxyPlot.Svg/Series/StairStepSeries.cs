namespace OxyPlot.Series;

/// <summary>A step curve: each value holds until the next point.</summary>
public class StairStepSeries : LineSeries
{
    private protected override List<ScreenPoint> Path(List<ScreenPoint> points) =>
        [.. points.Take(1), .. points.Skip(1).SelectMany((point, i) => new[] { new ScreenPoint(point.X, points[i].Y), point })];
}
