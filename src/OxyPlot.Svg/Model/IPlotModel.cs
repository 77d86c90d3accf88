namespace OxyPlot;

/// <summary>What an exporter needs of a plot.</summary>
public interface IPlotModel
{
    OxyColor Background { get; }

    /// <summary>Reads the data and finds the axes' ranges.</summary>
    void Update(bool updateData);

    /// <summary>Draws into a rectangle.</summary>
    internal void Render(SvgCanvas rc, OxyRect rect);
}
