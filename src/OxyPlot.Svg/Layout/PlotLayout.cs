using OxyPlot.Axes;
using OxyPlot.Legends;

namespace OxyPlot.Layout;

/// <summary>Shares the canvas out: titles on top, outside legends at the sides, then what the axes need, then the data.</summary>
/// <param name="PlotArea">The area of the data.</param>
/// <param name="Inner">The canvas without its padding.</param>
internal sealed record PlotLayout(OxyRect PlotArea, OxyRect Inner)
{
    private const double TitlePadding = 6, SubtitleFontSize = 14, SmallestTitle = 0.6;

    /// <summary>Labels depend on the size of the area and the area on the labels: repeated until both agree.</summary>
    private const int Rounds = 6;

    internal static PlotLayout Arrange(PlotModel model, SvgCanvas rc, OxyRect bounds)
    {
        var inner = bounds.Deflate(model.Padding);
        var titles = TitleHeight(model, rc, inner.Width);
        var free = inner.Deflate(new OxyThickness(0, titles, 0, 0));
        var legends = model.IsLegendVisible ? model.Legends.Where(l => l.IsLegendVisible).ToArray() : [];
        var margins = Fixed(model.PlotMargins, new OxyThickness(0));
        var area = free;
        for (var round = 0; round < Rounds; round++)
        {
            area = Pixels(OutsideLegends(legends, rc, free.Deflate(margins)));
            foreach (var axis in model.AllAxes)
            {
                axis.SetScreenRange(area);
                axis.UpdateTicks(rc);
            }
            var needed = model.AllAxes.Where(axis => axis.IsAxisVisible)
                .Aggregate(new OxyThickness(0), (sum, axis) => sum.Include(AxisRenderer.Margins(axis, rc, area)));
            var next = Fixed(model.PlotMargins, needed);
            if (next.Equals(margins))
                break;
            margins = next;
        }
        foreach (var legend in legends)
            legend.Place(rc, area, area.Deflate(new OxyThickness(-margins.Left, -margins.Top, -margins.Right, -margins.Bottom)));
        return new PlotLayout(area, inner);
    }

    internal void RenderTitles(PlotModel model, SvgCanvas rc)
    {
        var y = Inner.Top;
        foreach (var (text, size, weight) in Titles(model, rc, Inner.Width))
        {
            var extent = rc.MeasureText(text, model.DefaultFont, size, weight);
            var (first, last) = (Inner.Left + extent.Width / 2, Inner.Right - extent.Width / 2);
            var x = first < last ? Math.Clamp(PlotArea.Center.X, first, last) : Inner.Center.X;
            rc.DrawText(new(x, y), text, model.TextColor, model.DefaultFont, size, weight, 0, HorizontalAlignment.Center);
            y += extent.Height;
        }
    }

    private static double TitleHeight(PlotModel model, SvgCanvas rc, double width)
    {
        var height = Titles(model, rc, width).Sum(t => rc.MeasureText(t.Text, model.DefaultFont, t.Size, t.Weight).Height);
        return height > 0 ? height + TitlePadding : 0;
    }

    /// <summary>The titles, drawn smaller where they would be wider than the canvas.</summary>
    private static IEnumerable<(string Text, double Size, double Weight)> Titles(PlotModel model, SvgCanvas rc, double width)
    {
        double Fit(string text, double size, double weight) =>
            size * Math.Clamp(width / Math.Max(1, rc.MeasureText(text, model.DefaultFont, size, weight).Width), SmallestTitle, 1);
        if (!string.IsNullOrEmpty(model.Title))
            yield return (model.Title, Fit(model.Title, model.TitleFontSize, FontWeights.Bold), FontWeights.Bold);
        if (!string.IsNullOrEmpty(model.Subtitle))
            yield return (model.Subtitle, Fit(model.Subtitle, Math.Min(SubtitleFontSize, model.TitleFontSize), FontWeights.Normal), FontWeights.Normal);
    }

    private static OxyRect OutsideLegends(IEnumerable<LegendBase> legends, SvgCanvas rc, OxyRect area)
    {
        var (width, height) = (area.Width, area.Height);
        var border = new OxyThickness(0);
        foreach (var legend in legends.Where(l => l.LegendPlacement == LegendPlacement.Outside))
            border = border.Include(legend.Border(legend.Measure(rc, new OxySize(width, height))));
        return area.Deflate(border);
    }

    private static OxyThickness Fixed(OxyThickness wanted, OxyThickness automatic) => new(
        double.IsNaN(wanted.Left) ? automatic.Left : wanted.Left,
        double.IsNaN(wanted.Top) ? automatic.Top : wanted.Top,
        double.IsNaN(wanted.Right) ? automatic.Right : wanted.Right,
        double.IsNaN(wanted.Bottom) ? automatic.Bottom : wanted.Bottom);

    /// <summary>Edges on whole pixels keep borders and gridlines sharp.</summary>
    private static OxyRect Pixels(OxyRect area)
    {
        var (left, top) = (Math.Ceiling(area.Left - 1e-6), Math.Ceiling(area.Top - 1e-6));
        return new OxyRect(left, top, Math.Max(1, Math.Floor(area.Right + 1e-6) - left), Math.Max(1, Math.Floor(area.Bottom + 1e-6) - top));
    }
}
