using System.Globalization;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace OxyPlot;

/// <summary>A plot: axes, series, annotations and legends, and how they look. An element belongs to one model only.</summary>
public partial class PlotModel : IPlotModel
{
    public PlotModel()
    {
        Axes = new(this);
        Series = new(this);
        Annotations = new(this);
        Legends = new(this);
    }

    public string? Title { get; set; }
    public string? Subtitle { get; set; }
    public ElementCollection<Axis> Axes { get; }
    public ElementCollection<Series.Series> Series { get; }
    public ElementCollection<Annotation> Annotations { get; }
    public ElementCollection<LegendBase> Legends { get; set; }
    public OxyColor Background { get; set; } = OxyColors.Undefined;
    public OxyColor PlotAreaBackground { get; set; } = OxyColors.Undefined;
    public OxyColor PlotAreaBorderColor { get; set; } = OxyColors.Black;
    public OxyThickness PlotAreaBorderThickness { get; set; } = new(1);
    public OxyColor TextColor { get; set; } = OxyColors.Black;

    /// <summary>The space around the plot area in pixels; NaN (the default) leaves what the axes need.</summary>
    public OxyThickness PlotMargins { get; set; } = new(double.NaN);
    public OxyThickness Padding { get; set; } = new(8);
    public string DefaultFont { get; set; } = "Segoe UI";
    public double DefaultFontSize { get; set; } = 12;
    public double TitleFontSize { get; set; } = 18;
    public IList<OxyColor> DefaultColors { get; set; } =
    [
        OxyColor.FromRgb(0x4E, 0x9A, 0x06), OxyColor.FromRgb(0xC8, 0x8D, 0x00), OxyColor.FromRgb(0xCC, 0x00, 0x00),
        OxyColor.FromRgb(0x20, 0x4A, 0x87), OxyColors.Red, OxyColors.Orange, OxyColors.Yellow, OxyColors.Green,
        OxyColors.Blue, OxyColors.Indigo, OxyColors.Violet,
    ];

    /// <summary>How labels write numbers; the invariant culture when null.</summary>
    public CultureInfo? Culture { get; set; }
    public bool IsLegendVisible { get; set; } = true;

    internal CultureInfo ActualCulture => Culture ?? CultureInfo.InvariantCulture;

    /// <summary>The area of the data, known after rendering.</summary>
    internal OxyRect PlotArea { get; set; }
}
