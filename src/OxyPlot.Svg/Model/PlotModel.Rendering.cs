using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Layout;
using OxyPlot.Series;

namespace OxyPlot;

public partial class PlotModel
{
    private readonly List<Axis> _automaticAxes = [];
    private Exception? _lastException;

    internal IEnumerable<Axis> AllAxes => Axes.Concat(_automaticAxes);

    /// <summary>What went wrong in the last update or rendering, which then drew the message instead of the plot; null if nothing did.</summary>
    public Exception? GetLastPlotException() => _lastException;

    void IPlotModel.Update(bool updateData)
    {
        _lastException = null;
        try
        {
            EnsureAxes();
            foreach (var axis in AllAxes)
                axis.ResetRange();
            AssignColors();
            var visible = Series.Where(s => s.IsVisible).ToArray();
            foreach (var series in visible)
                series.ResolveAxes();
            BarLayout.Arrange(visible.OfType<BarSeries>());
            foreach (var series in visible)
                series.IncludeInAxes();
            foreach (var axis in AllAxes)
                axis.UpdateRange();
        }
#pragma warning disable CA1031 // the contract is that every error is kept for GetLastPlotException
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _lastException = exception;
        }
    }

    void IPlotModel.Render(SvgCanvas rc, OxyRect rect)
    {
        try
        {
            if (_lastException is null)
                RenderPlot(rc, rect);
        }
#pragma warning disable CA1031 // as above
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _lastException = exception;
        }
        if (_lastException is not null)
            rc.DrawText(new ScreenPoint(10, 10), $"OxyPlot exception: {_lastException.Message}", OxyColors.Red, DefaultFont, DefaultFontSize);
    }

    internal Axis FindXAxis(string? key) => Find(key, axis => axis is { IsXyAxis: true, IsHorizontal: true }, "horizontal axis");

    internal Axis FindYAxis(string? key) => Find(key, axis => axis is { IsXyAxis: true, IsHorizontal: false }, "vertical axis");

    internal LinearColorAxis FindColorAxis(string? key) => (LinearColorAxis)Find(key, axis => axis is LinearColorAxis, "colour axis");

    private Axis Find(string? key, Func<Axis, bool> isKind, string kind) =>
        AllAxes.FirstOrDefault(axis => isKind(axis) && (key is null || axis.Key == key))
        ?? throw new InvalidOperationException(key is null
            ? $"the plot has no {kind}; add one to Axes"
            : $"the plot has no {kind} with Key '{key}'; keys present: {string.Join(", ", AllAxes.Select(a => a.Key ?? "(none)"))}");

    private void EnsureAxes()
    {
        _automaticAxes.Clear();
        if (Series.Count == 0 && Annotations.Count == 0)
            return;
        foreach (var position in new[] { AxisPosition.Bottom, AxisPosition.Left })
        {
            var horizontal = position == AxisPosition.Bottom;
            if (!Axes.Any(axis => axis.IsXyAxis && axis.IsHorizontal == horizontal))
                _automaticAxes.Add(new LinearAxis { Position = position, PlotModel = this });
        }
    }

    private void AssignColors()
    {
        var next = 0;
        foreach (var series in Series)
            if (series.NeedsColor && DefaultColors.Count > 0)
                series.AssignedColor = DefaultColors[next++ % DefaultColors.Count];
    }

    private void RenderPlot(SvgCanvas rc, OxyRect bounds)
    {
        var layout = PlotLayout.Arrange(this, rc, bounds);
        PlotArea = layout.PlotArea;
        rc.DrawRectangle(PlotArea, PlotAreaBackground, OxyColors.Undefined, 0);
        RenderAnnotations(rc, AnnotationLayer.BelowAxes);
        foreach (var axis in AllAxes.Where(axis => axis.IsAxisVisible))
            AxisRenderer.RenderGridlines(axis, rc);
        RenderAnnotations(rc, AnnotationLayer.BelowSeries);
        foreach (var series in Series.Where(s => s.IsVisible))
            series.RenderClipped(rc);
        RenderAnnotations(rc, AnnotationLayer.AboveSeries);
        RenderBorder(rc);
        foreach (var axis in AllAxes.Where(axis => axis.IsAxisVisible))
            AxisRenderer.RenderAxis(axis, rc);
        layout.RenderTitles(this, rc);
        if (IsLegendVisible)
            foreach (var legend in Legends.Where(l => l.IsLegendVisible))
                legend.Render(rc);
    }

    private void RenderAnnotations(SvgCanvas rc, AnnotationLayer layer)
    {
        foreach (var annotation in Annotations.Where(a => a.Layer == layer))
            annotation.Render(rc);
    }

    private void RenderBorder(SvgCanvas rc)
    {
        if (!AllAxes.Any())
            return;
        var (area, border) = (PlotArea, PlotAreaBorderThickness);
        void Side(double x0, double y0, double x1, double y1, double thickness) =>
            rc.DrawLine([new(x0, y0), new(x1, y1)], PlotAreaBorderColor, thickness);
        Side(area.Left, area.Top, area.Right, area.Top, border.Top);
        Side(area.Left, area.Bottom, area.Right, area.Bottom, border.Bottom);
        Side(area.Left, area.Top, area.Left, area.Bottom, border.Left);
        Side(area.Right, area.Top, area.Right, area.Bottom, border.Right);
    }
}
