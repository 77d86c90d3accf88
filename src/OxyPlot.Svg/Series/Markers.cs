namespace OxyPlot.Series;

/// <summary>Draws the signs at the points of a line.</summary>
internal static class Markers
{
    internal static void Draw(SvgCanvas rc, MarkerType type, ScreenPoint p, double size, OxyColor fill, OxyColor stroke)
    {
        ScreenPoint At(double dx, double dy) => new(p.X + dx * size, p.Y + dy * size);
        void Strokes(params (double X, double Y)[] ends)
        {
            var color = stroke.IsVisible ? stroke : fill;
            foreach (var (x, y) in ends)
                rc.DrawLine([At(x, y), At(-x, -y)], color, 1.5);
        }
        const double diagonal = 0.7071;
        switch (type)
        {
            case MarkerType.Circle:
                rc.DrawEllipse(new OxyRect(p.X - size, p.Y - size, 2 * size, 2 * size), fill, stroke, 1);
                break;
            case MarkerType.Square:
                rc.DrawPolygon([At(-0.9, -0.9), At(0.9, -0.9), At(0.9, 0.9), At(-0.9, 0.9)], fill, stroke, 1);
                break;
            case MarkerType.Diamond:
                rc.DrawPolygon([At(0, -1.2), At(1.2, 0), At(0, 1.2), At(-1.2, 0)], fill, stroke, 1);
                break;
            case MarkerType.Triangle:
                rc.DrawPolygon([At(0, -1.15), At(1, 0.6), At(-1, 0.6)], fill, stroke, 1);
                break;
            case MarkerType.Cross:
                Strokes((diagonal, diagonal), (diagonal, -diagonal));
                break;
            case MarkerType.Plus:
                Strokes((1, 0), (0, 1));
                break;
            case MarkerType.Star:
                Strokes((1, 0), (0, 1), (diagonal, diagonal), (diagonal, -diagonal));
                break;
        }
    }
}
