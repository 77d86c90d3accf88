using OxyPlot.Axes;

namespace OxyPlot.Series;

/// <summary>Horizontal bars, one for each category of the vertical axis.</summary>
public class BarSeries : XYAxisSeries
{
    public List<BarItem> Items { get; } = [];
    public OxyColor FillColor { get; set; } = OxyColors.Automatic;

    /// <summary>The colour of bars below zero; the fill colour when undefined.</summary>
    public OxyColor NegativeFillColor { get; set; } = OxyColors.Undefined;
    public OxyColor StrokeColor { get; set; } = OxyColors.Black;
    public double StrokeThickness { get; set; }

    /// <summary>The bar's share of its category's width, relative to other series; 1 by default.</summary>
    public double BarWidth { get; set; } = 1;
    public double BaseValue { get; set; }

    /// <summary>Bars of the same category continue each other instead of standing side by side.</summary>
    public bool IsStacked { get; set; }

    /// <summary>How a bar's value is written, "{0:0.00}" for instance; null (the default) for no labels.</summary>
    public string? LabelFormatString { get; set; }
    public LabelPlacement LabelPlacement { get; set; }

    /// <summary>The distance of a label from the bar's end, in pixels.</summary>
    public double LabelMargin { get; set; } = 2;
    public OxyColor LabelColor { get; set; } = OxyColors.Automatic;

    internal CategoryAxis CategoryAxis => YAxis as CategoryAxis
        ?? throw new InvalidOperationException("a BarSeries needs a CategoryAxis at the left; add one to Axes");

    internal override bool NeedsColor => FillColor == OxyColors.Automatic;

    /// <summary>The bars that can be drawn, where they are drawn; set by <see cref="BarLayout"/>.</summary>
    internal IReadOnlyList<PlacedBar> Bars { get; set; } = [];

    internal override void IncludeInAxes()
    {
        foreach (var bar in Bars)
        {
            XAxis.Include(bar.From);
            XAxis.Include(bar.To);
        }
        XAxis.Include(BaseValue);
    }

    internal override void RenderClipped(SvgCanvas rc)
    {
        base.RenderClipped(rc);
        if (LabelFormatString is not null)
            foreach (var bar in Bars)
                RenderLabel(rc, bar); // outside the clip: a label may reach beyond the data
    }

    internal override void RenderLegend(SvgCanvas rc, OxyRect box)
    {
        var side = Math.Min(box.Width, box.Height * 0.8);
        rc.DrawRectangle(new OxyRect(box.Center.X - side / 2, box.Center.Y - side / 2, side, side), FillColor.Or(AssignedColor), StrokeColor, StrokeThickness);
    }

    private protected override void Render(SvgCanvas rc)
    {
        foreach (var bar in Bars)
            rc.DrawRectangle(Rectangle(bar), ColorOf(bar.Item), StrokeColor, StrokeThickness);
    }

    private OxyColor ColorOf(BarItem item) => item.Color.Or(
        item.Value < 0 && NegativeFillColor != OxyColors.Undefined ? NegativeFillColor : FillColor.Or(AssignedColor));

    private OxyRect Rectangle(PlacedBar bar)
    {
        var start = XAxis.Transform(XAxis.IsValid(bar.From) ? bar.From : XAxis.ActualMinimum); // a log axis has no zero
        return new OxyRect(
            new ScreenPoint(start, YAxis.Transform(bar.Lower)),
            new ScreenPoint(XAxis.Transform(bar.To), YAxis.Transform(bar.Upper)));
    }

    private void RenderLabel(SvgCanvas rc, PlacedBar bar)
    {
        var text = string.Format(Model.ActualCulture, LabelFormatString!, bar.Item.Value);
        var rectangle = Rectangle(bar);
        var leftwards = bar.To < bar.From != XAxis.ScreenMaximum < XAxis.ScreenMinimum;
        var (tip, foot) = leftwards ? (rectangle.Left, rectangle.Right) : (rectangle.Right, rectangle.Left);
        var outwards = leftwards ? -1 : 1;
        var width = rc.MeasureText(text, ActualFont, ActualFontSize, FontWeight).Width + 2 * LabelMargin;
        var free = leftwards ? tip - ClippingRectangle.Left : ClippingRectangle.Right - tip;
        var placement = LabelPlacement == LabelPlacement.Outside && free < width && rectangle.Width > width ? LabelPlacement.Inside : LabelPlacement;
        var (x, side) = placement switch
        {
            LabelPlacement.Inside => (tip - outwards * LabelMargin, -outwards),
            LabelPlacement.Middle => (rectangle.Center.X, 0),
            LabelPlacement.Base => (foot + outwards * LabelMargin, outwards),
            _ => (tip + outwards * LabelMargin, outwards),
        };
        var alignment = side switch { > 0 => HorizontalAlignment.Left, < 0 => HorizontalAlignment.Right, _ => HorizontalAlignment.Center };
        var color = LabelColor != OxyColors.Automatic && LabelColor.IsVisible ? LabelColor
            : placement == LabelPlacement.Inside && ColorOf(bar.Item).Luminance < 0.5 ? OxyColors.White : ActualTextColor;
        rc.DrawText(new(x, rectangle.Center.Y), text, color, ActualFont, ActualFontSize, FontWeight, 0, alignment, VerticalAlignment.Middle);
    }
}
