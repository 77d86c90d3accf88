namespace OxyPlot.Axes;

/// <summary>Measures an axis's labels to tell whether they stand clear of each other.</summary>
internal sealed class LabelFit(Axis axis, SvgCanvas rc)
{
    /// <summary>The least distance of neighbouring labels in pixels, across and along the lines of text.</summary>
    private const double Across = 8, Along = 2;

    internal IReadOnlyList<TickLabel> Labels(IEnumerable<double> values, double step) =>
        [.. values.Select(value => new TickLabel(value, axis.FormatLabel(value, step)))];

    internal bool Fits(IReadOnlyList<TickLabel> labels)
    {
        for (var i = 1; i < labels.Count; i++)
        {
            var distance = Math.Abs(axis.Transform(labels[i].Value) - axis.Transform(labels[i - 1].Value));
            if (distance < (Extent(labels[i].Text) + Extent(labels[i - 1].Text)) / 2 + (axis.IsHorizontal ? Across : Along))
                return false;
        }
        return true;
    }

    /// <summary>Every k-th label, k the smallest round number at which they fit, counted from zero so that zero stays.</summary>
    internal IReadOnlyList<TickLabel> Thin(IReadOnlyList<TickLabel> labels, double step)
    {
        for (var stride = 1.0; stride < labels.Count; stride = RoundNumbers.AtLeast(stride + 1))
        {
            TickLabel[] kept = [.. labels.Where(label => Math.Round(label.Value / step) % stride == 0)];
            if (kept.Length > 0 && Fits(kept))
                return kept;
        }
        return labels.Count > 0 ? [labels[0]] : [];
    }

    /// <summary>How much of the axis a label covers.</summary>
    private double Extent(string text)
    {
        var size = rc.MeasureText(text, axis.ActualFont, axis.ActualFontSize, axis.FontWeight);
        var turned = size.Rotated(axis.Angle);
        if (!axis.IsHorizontal)
            return turned.Height;
        var sine = Math.Abs(Math.Sin(axis.Angle / 180 * Math.PI));
        return sine > 0.1 ? Math.Min(turned.Width, size.Height / sine) : turned.Width;
    }
}
