namespace OxyPlot.Axes;

/// <summary>Draws axes, and says how much room they need beside the plot area.</summary>
internal static class AxisRenderer
{
    private const double MajorTickSize = 6, MinorTickSize = 3, LabelDistance = 4, SmallestTitle = 0.6;

    internal static OxyThickness Margins(Axis axis, SvgCanvas rc, OxyRect area)
    {
        if (axis.Position == AxisPosition.None)
            return new OxyThickness(0);
        var depth = TitleOffset(axis, rc);
        var title = rc.MeasureText(axis.ActualTitle, axis.ActualFont, axis.ActualFontSize, axis.FontWeight);
        if (title.Height > 0)
            depth += axis.AxisTitleDistance + title.Height;
        // Labels at the ends reach beyond the plot area by part of their size.
        var (before, after) = (0.0, 0.0);
        foreach (var label in axis.Ticks.Labels)
        {
            var size = LabelSize(axis, rc, label.Text);
            var position = axis.Transform(label.Value);
            var half = (axis.IsHorizontal ? size.Width : size.Height) / 2;
            var (back, forth) = axis.IsHorizontal && axis.Angle != 0 ? (axis.Angle < 0 ? (2 * half, 0.0) : (0.0, 2 * half)) : (half, half);
            before = Math.Max(before, (axis.IsHorizontal ? area.Left : area.Top) - position + back);
            after = Math.Max(after, position + forth - (axis.IsHorizontal ? area.Right : area.Bottom));
        }
        return axis.Position switch
        {
            AxisPosition.Left => new(depth, before, 0, after),
            AxisPosition.Right => new(0, before, depth, after),
            AxisPosition.Top => new(before, depth, after, 0),
            _ => new(before, 0, after, depth),
        };
    }

    internal static void RenderGridlines(Axis axis, SvgCanvas rc)
    {
        var area = axis.Model.PlotArea;
        var minor = OxyColor.FromAColor((byte)(axis.MajorGridlineColor.A / 2), axis.MajorGridlineColor);
        void Draw(IEnumerable<double>? values, LineStyle style, OxyColor color)
        {
            if (values is null || style == LineStyle.None)
                return;
            foreach (var value in values.Where(v => v >= axis.ActualMinimum && v <= axis.ActualMaximum))
            {
                var p = axis.Transform(value);
                rc.DrawLine(axis.IsHorizontal ? [new(p, area.Top), new(p, area.Bottom)] : [new(area.Left, p), new(area.Right, p)], color, 1, style.DashArray());
            }
        }
        if (!axis.IsXyAxis)
            return;
        Draw(axis.Ticks.Minor, axis.MinorGridlineStyle, minor);
        Draw(axis.Ticks.Major, axis.MajorGridlineStyle, axis.MajorGridlineColor);
        Draw(axis.ExtraGridlines, LineStyle.Solid, OxyColors.Black);
    }

    internal static void RenderAxis(Axis axis, SvgCanvas rc)
    {
        if (axis.Position == AxisPosition.None)
            return;
        var area = axis.Model.PlotArea;
        (axis as LinearColorAxis)?.RenderBar(rc, area);
        var color = axis.Model.PlotAreaBorderColor;
        foreach (var (values, length) in new[] { (axis.Ticks.Major, MajorTickSize), (axis.Ticks.Minor, MinorTickSize) })
            foreach (var value in values)
                RenderTick(axis, rc, area, value, length, color);
        var distance = Outside(axis) + LabelDistance;
        foreach (var label in axis.Ticks.Labels)
        {
            var (horizontal, vertical) = LabelAlignment(axis);
            rc.DrawText(
                At(axis, area, label.Value, distance), label.Text, axis.ActualTextColor, axis.ActualFont, axis.ActualFontSize, axis.FontWeight, axis.Angle, horizontal, vertical);
        }
        RenderTitle(axis, rc, area);
    }

    private static void RenderTick(Axis axis, SvgCanvas rc, OxyRect area, double value, double length, OxyColor color)
    {
        var start = axis.TickStyle is TickStyle.Inside or TickStyle.Crossing ? -length : 0;
        var end = axis.TickStyle is TickStyle.Outside or TickStyle.Crossing ? length : 0;
        if (axis.TickStyle != TickStyle.None)
            rc.DrawLine([At(axis, area, value, start), At(axis, area, value, end)], color, 1);
    }

    private static void RenderTitle(Axis axis, SvgCanvas rc, OxyRect area)
    {
        if (axis.ActualTitle is not { Length: > 0 } title)
            return;
        // A title longer than its axis is drawn smaller rather than cut.
        var width = rc.MeasureText(title, axis.ActualFont, axis.ActualFontSize, axis.FontWeight).Width;
        var size = axis.ActualFontSize * Math.Clamp(axis.ScreenLength / Math.Max(1, width), SmallestTitle, 1);
        var offset = TitleOffset(axis, rc) + axis.AxisTitleDistance;
        var middle = (axis.ScreenMinimum + axis.ScreenMaximum) / 2;
        var vertical = axis.Position is AxisPosition.Right or AxisPosition.Bottom ? VerticalAlignment.Top : VerticalAlignment.Bottom;
        var place = PlaceAt(axis, area, middle, offset);
        rc.DrawText(place, title, axis.ActualTextColor, axis.ActualFont, size, axis.FontWeight, axis.IsHorizontal ? 0 : -90, HorizontalAlignment.Center, vertical);
    }

    /// <summary>From the axis's line to where the title's distance starts.</summary>
    private static double TitleOffset(Axis axis, SvgCanvas rc)
    {
        var sizes = axis.Ticks.Labels.Select(label => LabelSize(axis, rc, label.Text)).ToArray();
        var labels = sizes.Length == 0 ? 0 : sizes.Max(size => axis.IsHorizontal ? size.Height : size.Width);
        return Outside(axis) + LabelDistance + labels + (axis is LinearColorAxis ? LinearColorAxis.BarDistance + LinearColorAxis.BarWidth : 0);
    }

    private static double Outside(Axis axis) => axis.TickStyle is TickStyle.Outside or TickStyle.Crossing ? MajorTickSize : 0;

    private static OxySize LabelSize(Axis axis, SvgCanvas rc, string text) =>
        rc.MeasureText(text, axis.ActualFont, axis.ActualFontSize, axis.FontWeight).Rotated(axis.Angle);

    private static (HorizontalAlignment Horizontal, VerticalAlignment Vertical) LabelAlignment(Axis axis) => axis.Position switch
    {
        AxisPosition.Right => (HorizontalAlignment.Left, VerticalAlignment.Middle),
        AxisPosition.Top or AxisPosition.Bottom when axis.Angle != 0 =>
            (axis.Angle < 0 == (axis.Position == AxisPosition.Bottom) ? HorizontalAlignment.Right : HorizontalAlignment.Left, VerticalAlignment.Middle),
        AxisPosition.Top => (HorizontalAlignment.Center, VerticalAlignment.Bottom),
        AxisPosition.Bottom => (HorizontalAlignment.Center, VerticalAlignment.Top),
        _ => (HorizontalAlignment.Right, VerticalAlignment.Middle),
    };

    /// <summary>The point at a value, some pixels outside the axis's line.</summary>
    private static ScreenPoint At(Axis axis, OxyRect area, double value, double outwards) =>
        PlaceAt(axis, area, axis.Transform(value), axis is LinearColorAxis ? outwards + LinearColorAxis.BarDistance + LinearColorAxis.BarWidth : outwards);

    private static ScreenPoint PlaceAt(Axis axis, OxyRect area, double along, double outwards) => axis.Position switch
    {
        AxisPosition.Right => new(area.Right + outwards, along),
        AxisPosition.Top => new(along, area.Top - outwards),
        AxisPosition.Bottom => new(along, area.Bottom + outwards),
        _ => new(area.Left - outwards, along),
    };
}
