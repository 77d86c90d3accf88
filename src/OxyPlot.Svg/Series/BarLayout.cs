using OxyPlot.Axes;

namespace OxyPlot.Series;

/// <summary>A bar in data coordinates: from one value to another, across a part of its category.</summary>
internal readonly record struct PlacedBar(BarItem Item, double From, double To, double Lower, double Upper);

/// <summary>Shares each category out among the bar series that use it.</summary>
internal static class BarLayout
{
    internal static void Arrange(IEnumerable<BarSeries> series)
    {
        foreach (var group in series.GroupBy(s => s.CategoryAxis).ToArray())
            Arrange(group.Key, [.. group]);
    }

    private static void Arrange(CategoryAxis axis, BarSeries[] series)
    {
        foreach (var one in series)
            for (var i = 0; i < one.Items.Count; i++)
                axis.IncludeCategory(Category(one.Items[i], i));

        // All stacked series share one lane; every other has its own.
        var stackWidth = series.Where(s => s.IsStacked).Select(s => s.BarWidth).DefaultIfEmpty(0).Max();
        var total = stackWidth + series.Where(s => !s.IsStacked).Sum(s => s.BarWidth);
        var scale = 1 / (1 + axis.GapWidth) / Math.Max(total, 1e-9);
        var lane = -total * scale / 2 + stackWidth * scale;
        var tops = new Dictionary<(int Category, bool Negative), double>();
        foreach (var one in series)
        {
            var width = one.BarWidth * scale;
            var offset = one.IsStacked ? -total * scale / 2 : lane;
            lane += one.IsStacked ? 0 : width;
            one.Bars = [.. Place(one, offset, width, tops)];
        }
    }

    private static IEnumerable<PlacedBar> Place(BarSeries series, double offset, double width, Dictionary<(int, bool), double> tops)
    {
        for (var i = 0; i < series.Items.Count; i++)
        {
            var item = series.Items[i];
            if (!series.XAxis.IsValid(item.Value))
                continue;
            var category = Category(item, i);
            var key = (category, item.Value < 0);
            var from = series.IsStacked ? tops.GetValueOrDefault(key, series.BaseValue) : series.BaseValue;
            var to = series.IsStacked ? from + item.Value : item.Value;
            if (series.IsStacked)
                tops[key] = to;
            yield return new PlacedBar(item, from, to, category + offset, category + offset + width);
        }
    }

    private static int Category(BarItem item, int index) => item.CategoryIndex < 0 ? index : item.CategoryIndex;
}
