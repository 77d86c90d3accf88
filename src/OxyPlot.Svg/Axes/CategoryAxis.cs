using System.Collections;
using System.Globalization;

namespace OxyPlot.Axes;

/// <summary>An axis of named places: the category i lies at the value i and reaches from i - 0.5 to i + 0.5.</summary>
public class CategoryAxis : LinearAxis
{
    public CategoryAxis()
    {
        Position = AxisPosition.Bottom;
        MinimumPadding = 0;
        MaximumPadding = 0;
        MajorStep = 1;
    }

    /// <summary>The names; without any, categories are numbered from 1.</summary>
    public List<string> Labels { get; } = [];

    /// <summary>Objects whose texts are the names, instead of <see cref="Labels"/>.</summary>
    public IEnumerable? ItemsSource { get; set; }

    /// <summary>The gap between the bars of neighbouring categories as a fraction of their width; 1 by default.</summary>
    public double GapWidth { get; set; } = 1;

    /// <summary>Ticks at the middle of each category instead of its borders.</summary>
    public bool IsTickCentered { get; set; }

    internal IReadOnlyList<string> ActualLabels { get; private set; } = [];

    /// <summary>Makes room for a category that a series uses.</summary>
    internal void IncludeCategory(int index) => CategoryCount = Math.Max(CategoryCount, index + 1);

    private int CategoryCount { get; set; }

    internal override void ResetRange()
    {
        base.ResetRange();
        CategoryCount = 0;
    }

    internal override void UpdateRange()
    {
        ActualLabels = ItemsSource is not null
            ? [.. ItemsSource.Cast<object?>().Select(item => Convert.ToString(item, Model.ActualCulture) ?? "")]
            : Labels.Count > 0 ? Labels : [.. Enumerable.Range(1, CategoryCount).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        Include(-0.5);
        Include(Math.Max(1, ActualLabels.Count) - 0.5);
        base.UpdateRange();
    }

    private protected override string FormatValue(double value, double step)
    {
        var index = (int)Math.Round(value);
        return index >= 0 && index < ActualLabels.Count ? ActualLabels[index] : "";
    }

    private protected override TickSet CreateTicks(LabelFit fit)
    {
        var ticks = LinearTicks.Of(this, fit);
        if (IsTickCentered)
            return ticks with { Minor = [] };
        double[] borders = [.. ticks.Major.Select(v => v - 0.5).Append(ticks.Major.DefaultIfEmpty().Max() + 0.5)
            .Where(v => v >= ActualMinimum - 1e-6 && v <= ActualMaximum + 1e-6)];
        return ticks with { Major = borders, Minor = [] };
    }
}
