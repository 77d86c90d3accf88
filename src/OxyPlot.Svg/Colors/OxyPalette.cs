namespace OxyPlot;

/// <summary>An ordered list of colours, from low to high.</summary>
public class OxyPalette
{
    public OxyPalette(params OxyColor[] colors) => Colors = [.. colors];

    public OxyPalette(IEnumerable<OxyColor> colors) => Colors = [.. colors];

    public IList<OxyColor> Colors { get; set; }

    /// <summary>A palette of the given size, linear between the given colours.</summary>
    public static OxyPalette Interpolate(int paletteSize, params OxyColor[] colors)
    {
        if (paletteSize < 1 || colors is not { Length: > 0 })
            return new OxyPalette();
        var step = paletteSize == 1 ? 0 : (colors.Length - 1) / (double)(paletteSize - 1);
        return new OxyPalette(Enumerable.Range(0, paletteSize).Select(i =>
        {
            var below = Math.Min((int)(i * step), colors.Length - 1);
            var above = Math.Min(below + 1, colors.Length - 1);
            return OxyColor.Interpolate(colors[below], colors[above], i * step - below);
        }));
    }

    public OxyPalette Reverse() => new(Colors.Reverse());
}
