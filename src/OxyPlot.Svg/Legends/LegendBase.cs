namespace OxyPlot.Legends;

/// <summary>Where a legend lies: the side first, then the place along it.</summary>
public enum LegendPosition
{
    TopLeft, TopCenter, TopRight, BottomLeft, BottomCenter, BottomRight, LeftTop, LeftMiddle, LeftBottom, RightTop, RightMiddle, RightBottom,
}

/// <summary>Whether a legend lies on the plot area or beside it.</summary>
public enum LegendPlacement { Inside, Outside }

/// <summary>Whether a legend fills rows or columns.</summary>
public enum LegendOrientation { Horizontal, Vertical }

/// <summary>A list of the series' names and signs.</summary>
public abstract class LegendBase : PlotElement
{
    /// <summary>Series with this LegendKey are listed; null (the default) lists those without one.</summary>
    public string? Key { get; set; }
    public bool IsLegendVisible { get; set; } = true;
    public string? LegendTitle { get; set; }
    public LegendPosition LegendPosition { get; set; } = LegendPosition.RightTop;
    public LegendPlacement LegendPlacement { get; set; } = LegendPlacement.Inside;
    public LegendOrientation LegendOrientation { get; set; } = LegendOrientation.Vertical;
    public double LegendMaxWidth { get; set; } = double.NaN;
    public double LegendMaxHeight { get; set; } = double.NaN;

    /// <summary>The font size in pixels; the model's when NaN (the default).</summary>
    public double LegendFontSize { get; set; } = double.NaN;
    public double LegendSymbolLength { get; set; } = 16;

    /// <summary>The distance of neighbouring items of a row, in pixels.</summary>
    public double LegendItemSpacing { get; set; } = 24;

    /// <summary>Further distance of neighbouring rows, in pixels.</summary>
    public double LegendLineSpacing { get; set; }
    public OxyColor LegendBackground { get; set; } = OxyColors.Undefined;
    public OxyColor LegendBorder { get; set; } = OxyColors.Undefined;
    public OxyColor LegendTextColor { get; set; } = OxyColors.Automatic;

    /// <summary>The distance from the plot area's edge, in pixels.</summary>
    internal const double Margin = 8;

    /// <summary>The size needed within the space given; zero without items.</summary>
    internal abstract OxySize Measure(SvgCanvas rc, OxySize available);

    /// <summary>Fixes the legend's rectangle, once the plot area and what the axes take around it are known.</summary>
    internal abstract void Place(SvgCanvas rc, OxyRect plotArea, OxyRect withAxes);

    internal abstract void Render(SvgCanvas rc);

    /// <summary>What a legend of a size takes away from the plot.</summary>
    internal OxyThickness Border(OxySize size) => size.Width <= 0 ? new(0) : Side switch
    {
        LegendSide.Left => new(size.Width + Margin, 0, 0, 0),
        LegendSide.Right => new(0, 0, size.Width + Margin, 0),
        LegendSide.Top => new(0, size.Height + Margin, 0, 0),
        _ => new(0, 0, 0, size.Height + Margin),
    };

    private protected LegendSide Side => LegendPosition switch
    {
        LegendPosition.TopLeft or LegendPosition.TopCenter or LegendPosition.TopRight => LegendSide.Top,
        LegendPosition.BottomLeft or LegendPosition.BottomCenter or LegendPosition.BottomRight => LegendSide.Bottom,
        LegendPosition.LeftTop or LegendPosition.LeftMiddle or LegendPosition.LeftBottom => LegendSide.Left,
        _ => LegendSide.Right,
    };

    private protected enum LegendSide { Left, Right, Top, Bottom }
}
