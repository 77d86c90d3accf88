namespace OxyPlot.Legends;

/// <summary>The usual legend.</summary>
public class Legend : LegendBase
{
    private const double Padding = 8, SymbolMargin = 5, ColumnSpacing = 16, TitleDistance = 3;

    private OxyRect _box;

    private double ActualSize => double.IsNaN(LegendFontSize) ? ActualFontSize : LegendFontSize;

    private OxyColor ActualColor => LegendTextColor.Or(ActualTextColor);

    private double RowHeight => TextMetrics.LineHeight(ActualSize) * 1.2 + LegendLineSpacing;

    internal override OxySize Measure(SvgCanvas rc, OxySize available)
    {
        var items = Arrange(rc, available);
        if (items.Count == 0)
            return new OxySize(0, 0);
        var title = TitleSize(rc);
        return new OxySize(
            Math.Max(title.Width, items.Max(item => item.Box.Right)) + 2 * Padding,
            items.Max(item => item.Box.Bottom) + 2 * Padding);
    }

    internal override void Place(SvgCanvas rc, OxyRect plotArea, OxyRect withAxes)
    {
        var inside = LegendPlacement == LegendPlacement.Inside;
        var size = Measure(rc, new OxySize(plotArea.Width, plotArea.Height));
        var gap = inside ? Margin : 0;
        double Along(double from, double length, double own, int third) => third switch
        {
            0 => from + gap,
            1 => from + (length - own) / 2,
            _ => from + length - own - gap,
        };
        var third = (int)LegendPosition % 3;
        var across = (inside, Side) switch
        {
            (true, LegendSide.Left) => plotArea.Left + Margin,
            (true, LegendSide.Right) => plotArea.Right - size.Width - Margin,
            (true, LegendSide.Top) => plotArea.Top + Margin,
            (true, LegendSide.Bottom) => plotArea.Bottom - size.Height - Margin,
            (false, LegendSide.Left) => withAxes.Left - size.Width - Margin,
            (false, LegendSide.Right) => withAxes.Right + Margin,
            (false, LegendSide.Top) => withAxes.Top - size.Height - Margin,
            _ => withAxes.Bottom + Margin,
        };
        _box = Side is LegendSide.Left or LegendSide.Right
            ? new OxyRect(across, Along(plotArea.Top, plotArea.Height, size.Height, third), size.Width, size.Height)
            : new OxyRect(Along(plotArea.Left, plotArea.Width, size.Width, third), across, size.Width, size.Height);
    }

    internal override void Render(SvgCanvas rc)
    {
        if (_box.Width <= 0)
            return;
        rc.DrawRectangle(_box, LegendBackground, LegendBorder, 1);
        var (left, top) = (_box.Left + Padding, _box.Top + Padding);
        rc.DrawText(new(left, top), LegendTitle ?? "", ActualColor, ActualFont, ActualSize, FontWeights.Bold);
        foreach (var (series, box) in Arrange(rc, new OxySize(_box.Width, _box.Height)))
        {
            var symbol = new OxyRect(left + box.Left, top + box.Top + box.Height * 0.1, LegendSymbolLength, box.Height * 0.8);
            series.RenderLegend(rc, symbol);
            rc.DrawText(
                new(symbol.Right + SymbolMargin, symbol.Center.Y), series.Title!, ActualColor, ActualFont, ActualSize, FontWeights.Normal, 0, HorizontalAlignment.Left, VerticalAlignment.Middle);
        }
    }

    private OxySize TitleSize(SvgCanvas rc) => rc.MeasureText(LegendTitle, ActualFont, ActualSize, FontWeights.Bold);

    /// <summary>The listed series and their boxes, relative to the legend's inner corner.</summary>
    private List<(Series.Series Series, OxyRect Box)> Arrange(SvgCanvas rc, OxySize available)
    {
        var listed = Model.Series.Where(s => s.IsVisible && s.RenderInLegend && !string.IsNullOrEmpty(s.Title) && s.LegendKey == Key).ToArray();
        var width = Math.Min(available.Width, double.IsNaN(LegendMaxWidth) ? double.MaxValue : LegendMaxWidth) - 2 * Padding + 1e-6;
        var height = Math.Min(available.Height, double.IsNaN(LegendMaxHeight) ? double.MaxValue : LegendMaxHeight) - 2 * Padding + 1e-6;
        var title = TitleSize(rc).Height;
        var top = title > 0 ? title + TitleDistance : 0;
        var widths = listed.Select(s => LegendSymbolLength + SymbolMargin + rc.MeasureText(s.Title, ActualFont, ActualSize, FontWeights.Normal).Width).ToArray();
        var items = new List<(Series.Series, OxyRect)>();
        var (x, y, columnWidth) = (0.0, top, 0.0);
        for (var i = 0; i < listed.Length; i++)
        {
            if (LegendOrientation == LegendOrientation.Horizontal && x > 0 && x + widths[i] > width)
                (x, y) = (0, y + RowHeight);
            if (LegendOrientation == LegendOrientation.Vertical && y > top && y + RowHeight > height)
                (x, y, columnWidth) = (x + columnWidth + ColumnSpacing, top, 0);
            items.Add((listed[i], new OxyRect(x, y, widths[i], RowHeight)));
            columnWidth = Math.Max(columnWidth, widths[i]);
            (x, y) = LegendOrientation == LegendOrientation.Horizontal ? (x + widths[i] + LegendItemSpacing, y) : (x, y + RowHeight);
        }
        return items;
    }
}
