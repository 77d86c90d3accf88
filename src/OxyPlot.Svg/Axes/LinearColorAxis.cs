namespace OxyPlot.Axes;

/// <summary>Maps values to colours, and shows how beside the plot unless its position is None.</summary>
public class LinearColorAxis : LinearAxis
{
    /// <summary>The colour bar's distance from the plot area, and its width, in pixels.</summary>
    internal const double BarDistance = 16, BarWidth = 14;

    public LinearColorAxis()
    {
        Position = AxisPosition.None;
        MinimumPadding = 0;
        MaximumPadding = 0;
    }

    public OxyPalette Palette { get; set; } = OxyPalettes.Viridis();

    /// <summary>The colour above the maximum; undefined (the default) for the palette's last.</summary>
    public OxyColor HighColor { get; set; } = OxyColors.Undefined;

    /// <summary>The colour below the minimum; undefined (the default) for the palette's first.</summary>
    public OxyColor LowColor { get; set; } = OxyColors.Undefined;

    /// <summary>The colour of values that are not finite.</summary>
    public OxyColor InvalidNumberColor { get; set; } = OxyColors.Gray;

    internal override bool IsXyAxis => false;

    internal OxyColor ColorOf(double value)
    {
        if (double.IsNaN(value))
            return InvalidNumberColor;
        if (value < ActualMinimum && LowColor != OxyColors.Undefined)
            return LowColor;
        if (value > ActualMaximum && HighColor != OxyColors.Undefined)
            return HighColor;
        var count = Palette.Colors.Count;
        if (count == 0)
            return InvalidNumberColor;
        var index = Math.Floor((value - ActualMinimum) / (ActualMaximum - ActualMinimum) * count);
        return Palette.Colors[(int)Math.Clamp(index, 0, count - 1)];
    }

    internal void RenderBar(SvgCanvas rc, OxyRect plotArea)
    {
        if (Position == AxisPosition.None || Palette.Colors.Count == 0)
            return;
        var (low, high) = (Math.Min(ScreenMinimum, ScreenMaximum), Math.Max(ScreenMinimum, ScreenMaximum));
        var bar = Position switch
        {
            AxisPosition.Left => new OxyRect(plotArea.Left - BarDistance - BarWidth, low, BarWidth, high - low),
            AxisPosition.Top => new OxyRect(low, plotArea.Top - BarDistance - BarWidth, high - low, BarWidth),
            AxisPosition.Bottom => new OxyRect(low, plotArea.Bottom + BarDistance, high - low, BarWidth),
            _ => new OxyRect(plotArea.Right + BarDistance, low, BarWidth, high - low),
        };
        rc.DrawImage(Png.Encode(Pixels()), bar, interpolate: false);
    }

    private OxyColor[,] Pixels()
    {
        var count = Palette.Colors.Count;
        var pixels = IsHorizontal ? new OxyColor[1, count] : new OxyColor[count, 1];
        var rising = ScreenMaximum > ScreenMinimum; // in pixels, so to the right or downwards
        for (var i = 0; i < count; i++)
            pixels[IsHorizontal ? 0 : i, IsHorizontal ? i : 0] = Palette.Colors[rising ? i : count - 1 - i];
        return pixels;
    }
}
