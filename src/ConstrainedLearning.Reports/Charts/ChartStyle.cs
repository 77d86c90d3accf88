using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace ConstrainedLearning.Reports.Charts;

/// <summary>The look that all charts share: colours that colour-blind eyes tell apart, thin grid, no box.</summary>
internal static class ChartStyle
{
    internal static readonly OxyColor Constrained = OxyColor.Parse("#0B62A4");
    internal static readonly OxyColor Reference = OxyColor.Parse("#8A8F98");
    internal static readonly OxyColor Bound = OxyColor.Parse("#C8451B");
    internal static readonly OxyColor Muted = OxyColor.Parse("#BFC4CB");
    internal static readonly OxyColor Quiet = OxyColor.Parse("#5B636E");
    internal static readonly OxyColor Pale = OxyColor.Parse("#7FB2DA");
    internal static readonly OxyColor Ink = OxyColor.Parse("#2B2F36");
    private static readonly OxyColor Frame = OxyColor.Parse("#9AA0A8");
    private static readonly OxyColor Grid = OxyColor.Parse("#E7E9EC");

    /// <summary>Colours for lines of equal standing (after Okabe and Ito).</summary>
    internal static readonly IReadOnlyList<OxyColor> Lines =
        [.. new[] { "#0B62A4", "#D9822B", "#1B8A6B", "#B5478E", "#5A4FCF", "#7A5C3E" }.Select(OxyColor.Parse)];

    internal static PlotModel NewModel(string title) => new()
    {
        Title = title,
        TitleFontSize = 14,
        DefaultFont = "Arial",
        DefaultFontSize = 12,
        DefaultColors = [.. Lines],
        Culture = CultureInfo.InvariantCulture,
        Background = OxyColors.White,
        TextColor = Ink,
        PlotAreaBorderColor = Frame,
        PlotAreaBorderThickness = new OxyThickness(1, 0, 0, 1),
        Padding = new OxyThickness(6, 6, 12, 6),
    };

    internal static LinearAxis Horizontal(string title) => new()
    {
        Position = AxisPosition.Bottom,
        Title = title,
        AxisTitleDistance = 6,
        MinimumPadding = 0.01,
        MaximumPadding = 0.01,
    };

    /// <summary>An axis from the first of some rising epochs to the last.</summary>
    internal static LinearAxis Epochs(IReadOnlyList<int> epochs)
    {
        var axis = Horizontal("epoch");
        var (first, last) = epochs.Count > 0 ? (epochs[0], epochs[^1]) : (1, 1);
        (axis.Minimum, axis.Maximum) = last > first ? (first, last) : (first - 0.5, first + 0.5);
        if (last - first < 20)
            axis.MajorStep = axis.MinorStep = 1;
        return axis;
    }

    /// <summary>A colour for each line, over again where there are more lines than colours.</summary>
    internal static OxyColor Line(int index) => Lines[index % Lines.Count];

    internal static LinearAxis Vertical(string title) => Grided(new LinearAxis { MaximumPadding = 0.08, MinimumPadding = 0.05 }, title);

    internal static LogarithmicAxis VerticalLogarithmic(string title) => Grided(new LogarithmicAxis { UseSuperExponentialFormat = false, PowerPadding = false, MinimumPadding = 0.05, MaximumPadding = 0.05 }, title);

    /// <summary>A legend above the plot, in one row where it fits.</summary>
    internal static Legend LegendOnTop() => new()
    {
        LegendPlacement = LegendPlacement.Outside,
        LegendPosition = LegendPosition.TopLeft,
        LegendOrientation = LegendOrientation.Horizontal,
        LegendItemSpacing = 18,
        LegendSymbolLength = 22,
    };

    private static TAxis Grided<TAxis>(TAxis axis, string title)
        where TAxis : Axis
    {
        axis.Position = AxisPosition.Left;
        axis.Title = title;
        axis.AxisTitleDistance = 8;
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = Grid;
        axis.TickStyle = TickStyle.None;
        return axis;
    }
}
