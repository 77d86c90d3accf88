namespace OxyPlot.Axes;

/// <summary>The side of the plot area that an axis lies at.</summary>
public enum AxisPosition { None, Left, Right, Top, Bottom, All }

/// <summary>Where the ticks lie relative to the edge of the plot area.</summary>
public enum TickStyle { Crossing, Inside, Outside, None }

/// <summary>Maps data to pixels along one direction, and says how that is labelled.</summary>
public abstract class Axis : PlotElement
{
    public AxisPosition Position { get; set; } = AxisPosition.Left;
    public string? Title { get; set; }

    /// <summary>Shown in brackets behind the title.</summary>
    public string? Unit { get; set; }

    /// <summary>The name by which series and annotations choose this axis.</summary>
    public string? Key { get; set; }
    public string? StringFormat { get; set; }
    public Func<double, string>? LabelFormatter { get; set; }

    /// <summary>The lower end; NaN (the default) takes it from the data.</summary>
    public double Minimum { get; set; } = double.NaN;

    /// <summary>The upper end; NaN (the default) takes it from the data.</summary>
    public double Maximum { get; set; } = double.NaN;
    public double AbsoluteMinimum { get; set; } = double.MinValue;
    public double AbsoluteMaximum { get; set; } = double.MaxValue;

    /// <summary>Space below the data as a fraction of its range.</summary>
    public double MinimumPadding { get; set; } = 0.01;

    /// <summary>Space above the data as a fraction of its range.</summary>
    public double MaximumPadding { get; set; } = 0.01;

    /// <summary>The distance of major ticks; NaN (the default) chooses a round one.</summary>
    public double MajorStep { get; set; } = double.NaN;

    /// <summary>The distance of minor ticks; NaN (the default) chooses a round one.</summary>
    public double MinorStep { get; set; } = double.NaN;

    /// <summary>Where the axis starts, as a fraction of the plot area from its left or lower edge; larger than the end reverses it.</summary>
    public double StartPosition { get; set; }
    public double EndPosition { get; set; } = 1;

    /// <summary>The angle of the labels in degrees, clockwise.</summary>
    public double Angle { get; set; }
    public double AxisTitleDistance { get; set; } = 4;
    public LineStyle MajorGridlineStyle { get; set; } = LineStyle.None;
    public LineStyle MinorGridlineStyle { get; set; } = LineStyle.None;
    public OxyColor MajorGridlineColor { get; set; } = OxyColor.FromArgb(0x40, 0, 0, 0);
    public TickStyle TickStyle { get; set; } = TickStyle.Outside;

    /// <summary>Values at which further solid lines cross the plot area.</summary>
    public double[]? ExtraGridlines { get; set; }
    public bool IsAxisVisible { get; set; } = true;

    /// <summary>Writes numbers as 2·10^{3}.</summary>
    public bool UseSuperExponentialFormat { get; set; }

    internal bool IsHorizontal => Position is AxisPosition.Top or AxisPosition.Bottom;

    internal virtual bool IsXyAxis => Position != AxisPosition.None;

    internal double DataMinimum { get; private set; }

    internal double DataMaximum { get; private set; }

    internal double ActualMinimum { get; private protected set; }

    internal double ActualMaximum { get; private protected set; } = 1;

    /// <summary>The pixel of the lower end.</summary>
    internal double ScreenMinimum { get; private set; }

    /// <summary>The pixel of the upper end.</summary>
    internal double ScreenMaximum { get; private set; }

    internal double ScreenLength => Math.Abs(ScreenMaximum - ScreenMinimum);

    internal TickSet Ticks { get; private set; } = TickSet.Empty;

    internal string? ActualTitle => string.IsNullOrEmpty(Unit) ? Title : $"{Title} [{Unit}]";

    /// <summary>The coordinate in which the axis is linear.</summary>
    internal virtual double Project(double value) => value;

    internal virtual double Unproject(double coordinate) => coordinate;

    internal virtual bool IsValid(double value) => double.IsFinite(value);

    /// <summary>The pixel at a value; NaN where the axis cannot show it.</summary>
    internal double Transform(double value)
    {
        if (!IsValid(value))
            return double.NaN;
        var (from, to) = (Project(ActualMinimum), Project(ActualMaximum));
        return ScreenMinimum + (Project(value) - from) / (to - from) * (ScreenMaximum - ScreenMinimum);
    }

    internal virtual void ResetRange() => (DataMinimum, DataMaximum) = (double.NaN, double.NaN);

    internal void Include(double value)
    {
        if (!IsValid(value))
            return;
        DataMinimum = double.IsNaN(DataMinimum) ? value : Math.Min(DataMinimum, value);
        DataMaximum = double.IsNaN(DataMaximum) ? value : Math.Max(DataMaximum, value);
    }

    internal virtual void UpdateRange()
    {
        var (low, high) = double.IsNaN(DataMinimum) ? DefaultRange : (DataMinimum, DataMaximum);
        if (low == high)
            (low, high) = Widen(low);
        (low, high) = Pad(low, high);
        ActualMinimum = Math.Max(IsValid(Minimum) ? Minimum : low, AbsoluteMinimum);
        ActualMaximum = Math.Min(IsValid(Maximum) ? Maximum : high, AbsoluteMaximum);
        if (!(ActualMaximum > ActualMinimum))
            (ActualMinimum, ActualMaximum) = Widen(ActualMinimum);
    }

    internal void SetScreenRange(OxyRect area)
    {
        (ScreenMinimum, ScreenMaximum) = IsHorizontal
            ? (area.Left + StartPosition * area.Width, area.Left + EndPosition * area.Width)
            : (area.Bottom - StartPosition * area.Height, area.Bottom - EndPosition * area.Height);
    }

    internal void UpdateTicks(SvgCanvas rc) => Ticks = CreateTicks(new LabelFit(this, rc));

    /// <summary>The label of a value among labels that are a step apart.</summary>
    internal string FormatLabel(double value, double step) =>
        LabelFormatter?.Invoke(value)
        ?? (string.IsNullOrEmpty(StringFormat) ? FormatValue(value, step) : value.ToString(StringFormat, Model.ActualCulture));

    private protected virtual (double Low, double High) DefaultRange => (0, 100);

    private protected abstract TickSet CreateTicks(LabelFit fit);

    private protected virtual string FormatValue(double value, double step) =>
        NumberLabel.Format(value, step, Math.Max(Math.Abs(ActualMinimum), Math.Abs(ActualMaximum)), UseSuperExponentialFormat, Model.ActualCulture);

    private protected virtual (double Low, double High) Pad(double low, double high)
    {
        var (from, to) = (Project(low), Project(high));
        return (Unproject(from - (to - from) * MinimumPadding), Unproject(to + (to - from) * MaximumPadding));
    }

    private protected virtual (double Low, double High) Widen(double value)
    {
        var half = value == 0 ? 0.5 : Math.Abs(value) / 2;
        return (value - half, value + half);
    }
}
