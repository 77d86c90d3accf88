namespace OxyPlot.Series;

/// <summary>Data drawn in one way.</summary>
public abstract class Series : PlotElement
{
    /// <summary>The name in the legend; without one the series is not in it.</summary>
    public string? Title { get; set; }
    public bool IsVisible { get; set; } = true;
    public bool RenderInLegend { get; set; } = true;

    /// <summary>The Key of the legend that lists this series.</summary>
    public string? LegendKey { get; set; }

    /// <summary>The colour given by the model to a series whose own is automatic.</summary>
    internal OxyColor AssignedColor { get; set; }

    internal virtual bool NeedsColor => false;

    internal abstract void ResolveAxes();

    internal abstract void IncludeInAxes();

    internal abstract void RenderClipped(SvgCanvas rc);

    /// <summary>Draws the sign of this series into a box beside its name.</summary>
    internal virtual void RenderLegend(SvgCanvas rc, OxyRect box)
    {
    }
}
