using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace Forecasting.Results;

/// <summary>What the figures of comparisons share.</summary>
internal static class Plots
{
    private static readonly OxyColor[] _colors =
        [OxyColor.FromRgb(90, 90, 90), OxyColor.FromRgb(0, 114, 178), OxyColor.FromRgb(213, 94, 0), OxyColor.FromRgb(0, 158, 115), OxyColor.FromRgb(204, 121, 167), OxyColor.FromRgb(230, 159, 0), OxyColor.FromRgb(86, 180, 233), OxyColor.FromRgb(60, 40, 120), OxyColor.FromRgb(122, 78, 45)];

    /// <summary>How many colours there are; the first is for the run that others are compared with.</summary>
    internal static int Colors => _colors.Length;

    /// <summary>Colours that colour-blind eyes tell apart (after Okabe and Ito), over again where there are more lines than colours.</summary>
    internal static OxyColor Color(int index) => _colors[index % _colors.Length];

    /// <summary>A figure without axes and series yet, with its legend at the right.</summary>
    internal static PlotModel New(string title)
    {
        var model = new PlotModel { Title = title, DefaultFont = "Arial", Background = OxyColors.White, Culture = CultureInfo.InvariantCulture };
        model.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.RightTop });
        return model;
    }

    /// <summary>A figure of errors along the horizon.</summary>
    internal static PlotModel AlongHorizon(string title)
    {
        var model = New(title);
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "step of the forecast", MinimumPadding = 0, MaximumPadding = 0 });
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Left, Title = "mean squared error" });
        return model;
    }
}
