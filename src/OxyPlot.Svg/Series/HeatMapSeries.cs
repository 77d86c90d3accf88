using OxyPlot.Axes;

namespace OxyPlot.Series;

/// <summary>Whether the corners of a heat map name the middles of its outer cells or their edges.</summary>
public enum HeatMapCoordinateDefinition { Center, Edge }

/// <summary>How a heat map is drawn: as one picture, or as one rectangle a cell.</summary>
public enum HeatMapRenderMethod { Bitmap, Rectangles }

/// <summary>A table of values shown as colours; needs a <see cref="LinearColorAxis"/>.</summary>
public class HeatMapSeries : XYAxisSeries
{
    private LinearColorAxis? _colorAxis;

    /// <summary>The values, indexed [x, y].</summary>
    public double[,]? Data { get; set; }
    public double X0 { get; set; }
    public double X1 { get; set; }
    public double Y0 { get; set; }
    public double Y1 { get; set; }

    /// <summary>Blends neighbouring cells of a bitmap; true by default.</summary>
    public bool Interpolate { get; set; } = true;
    public HeatMapRenderMethod RenderMethod { get; set; }
    public HeatMapCoordinateDefinition CoordinateDefinition { get; set; }
    public string? ColorAxisKey { get; set; }
    public string LabelFormatString { get; set; } = "0.00";

    /// <summary>The size of the values written into the cells, as a fraction of a cell's height; 0 (the default) writes none.</summary>
    public double LabelFontSize { get; set; }

    private LinearColorAxis ColorAxis => _colorAxis ?? throw new InvalidOperationException("axes are resolved by Update, which was not called");

    internal override void ResolveAxes()
    {
        base.ResolveAxes();
        _colorAxis = Model.FindColorAxis(ColorAxisKey);
    }

    internal override void IncludeInAxes()
    {
        if (Data is not { Length: > 0 })
            return;
        var (left, right) = Edges(X0, X1, Data.GetLength(0), XAxis);
        var (bottom, top) = Edges(Y0, Y1, Data.GetLength(1), YAxis);
        XAxis.Include(left);
        XAxis.Include(right);
        YAxis.Include(bottom);
        YAxis.Include(top);
        foreach (var value in Data)
            ColorAxis.Include(value);
    }

    private protected override void Render(SvgCanvas rc)
    {
        if (Data is not { Length: > 0 })
            return;
        var (left, right) = Edges(X0, X1, Data.GetLength(0), XAxis);
        var (bottom, top) = Edges(Y0, Y1, Data.GetLength(1), YAxis);
        var (first, last) = (Transform(left, bottom), Transform(right, top));
        if (RenderMethod == HeatMapRenderMethod.Bitmap)
            rc.DrawImage(Png.Encode(Pixels(Data, first, last), Interpolate ? 1 : Repeat(Data)), new OxyRect(first, last), Interpolate);
        else
            ForEachCell(Data, first, last, (cell, value) => rc.DrawRectangle(cell, ColorAxis.ColorOf(value), OxyColors.Undefined, 0));
        if (LabelFontSize > 0)
            ForEachCell(Data, first, last, (cell, value) => RenderLabel(rc, cell, value));
    }

    /// <summary>The outer edges of the cells along one direction of n cells.</summary>
    private (double Low, double High) Edges(double first, double last, int count, Axis axis)
    {
        if (CoordinateDefinition == HeatMapCoordinateDefinition.Edge)
            return (first, last);
        var (from, to) = (axis.Project(first), axis.Project(last));
        var half = count > 1 ? (to - from) / (count - 1) / 2 : 0.5; // a single cell is one unit wide
        return (axis.Unproject(from - half), axis.Unproject(to + half));
    }

    /// <summary>Viewers that blur in spite of what they are told blur less when each cell is many pixels.</summary>
    private static int Repeat(double[,] data) => Math.Clamp(1000 / Math.Max(data.GetLength(0), data.GetLength(1)), 1, 16);

    /// <summary>The picture, its rows and columns in the order in which the screen shows them.</summary>
    private OxyColor[,] Pixels(double[,] data, ScreenPoint first, ScreenPoint last)
    {
        var (columns, rows) = (data.GetLength(0), data.GetLength(1));
        var pixels = new OxyColor[rows, columns];
        for (var i = 0; i < columns; i++)
            for (var j = 0; j < rows; j++)
                pixels[last.Y < first.Y ? rows - 1 - j : j, last.X < first.X ? columns - 1 - i : i] = ColorAxis.ColorOf(data[i, j]);
        return pixels;
    }

    private static void ForEachCell(double[,] data, ScreenPoint first, ScreenPoint last, Action<OxyRect, double> action)
    {
        var (columns, rows) = (data.GetLength(0), data.GetLength(1));
        var (width, height) = ((last.X - first.X) / columns, (last.Y - first.Y) / rows);
        for (var i = 0; i < columns; i++)
            for (var j = 0; j < rows; j++)
                action(
                    new OxyRect(
                        new ScreenPoint(first.X + i * width, first.Y + j * height),
                        new ScreenPoint(first.X + (i + 1) * width, first.Y + (j + 1) * height)),
                    data[i, j]);
    }

    private void RenderLabel(SvgCanvas rc, OxyRect cell, double value)
    {
        var color = ColorAxis.ColorOf(value).Luminance > 0.55 ? OxyColors.Black : OxyColors.White;
        var text = value.ToString(LabelFormatString, Model.ActualCulture);
        rc.DrawText(
            cell.Center, text, color, ActualFont, cell.Height * LabelFontSize, FontWeight, 0, HorizontalAlignment.Center, VerticalAlignment.Middle);
    }
}
