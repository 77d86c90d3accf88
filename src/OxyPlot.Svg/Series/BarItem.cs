namespace OxyPlot.Series;

/// <summary>One bar.</summary>
/// <param name="value">The length, in the value axis's units.</param>
/// <param name="categoryIndex">The category; -1 (the default) for the item's place in the series.</param>
public class BarItem(double value, int categoryIndex = -1)
{
    public double Value { get; set; } = value;
    public int CategoryIndex { get; set; } = categoryIndex;

    /// <summary>The bar's colour; the series' when automatic.</summary>
    public OxyColor Color { get; set; } = OxyColors.Automatic;
}

/// <summary>Where the label of a bar stands.</summary>
public enum LabelPlacement { Outside, Inside, Middle, Base }
