using System.Globalization;

namespace OxyPlot;

/// <summary>A colour with 8 bits for each of alpha, red, green and blue.</summary>
public readonly record struct OxyColor
{
    private OxyColor(byte a, byte r, byte g, byte b) => (A, R, G, B) = (a, r, g, b);

    public byte A { get; }
    public byte R { get; }
    public byte G { get; }
    public byte B { get; }

    public static OxyColor FromArgb(byte a, byte r, byte g, byte b) => new(a, r, g, b);

    public static OxyColor FromRgb(byte r, byte g, byte b) => new(255, r, g, b);

    public static OxyColor FromAColor(byte a, OxyColor color) => new(a, color.R, color.G, color.B);

    public static OxyColor FromUInt32(uint color) =>
        new((byte)(color >> 24), (byte)(color >> 16), (byte)(color >> 8), (byte)color);

    /// <summary>Reads "#RGB", "#RRGGBB", "#AARRGGBB", "R,G,B", "A,R,G,B", "none" or "auto".</summary>
    /// <exception cref="FormatException">The text has none of these forms.</exception>
    public static OxyColor Parse(string? value)
    {
        var text = value?.Trim();
        if (text is null || text.Equals("none", StringComparison.OrdinalIgnoreCase))
            return OxyColors.Undefined;
        if (text.Equals("auto", StringComparison.OrdinalIgnoreCase))
            return OxyColors.Automatic;
        if (text.StartsWith('#'))
        {
            var digits = text.Length == 4 ? string.Concat(text.Skip(1).Select(c => new string(c, 2))) : text[1..];
            var number = uint.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return FromUInt32(digits.Length < 8 ? number | 0xFF000000 : number);
        }
        var parts = text.Split(',').Select(p => byte.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        return parts switch
        {
            [var r, var g, var b] => FromRgb(r, g, b),
            [var a, var r, var g, var b] => FromArgb(a, r, g, b),
            _ => throw new FormatException($"'{value}' is not a colour; expected #RRGGBB, #AARRGGBB or R,G,B."),
        };
    }

    /// <summary>The colour a fraction t of the way from the first to the second, channel by channel.</summary>
    public static OxyColor Interpolate(OxyColor color1, OxyColor color2, double t)
    {
        byte Mix(byte from, byte to) => (byte)(from * (1 - t) + to * t);
        return new(Mix(color1.A, color2.A), Mix(color1.R, color2.R), Mix(color1.G, color2.G), Mix(color1.B, color2.B));
    }

    internal bool IsVisible => A > 0;

    internal OxyColor Or(OxyColor automatic) => this == OxyColors.Automatic ? automatic : this;

    internal string Hex => string.Create(CultureInfo.InvariantCulture, $"#{R:x2}{G:x2}{B:x2}");

    /// <summary>Perceived brightness in 0..1 (Rec. 601 weights).</summary>
    internal double Luminance => (0.299 * R + 0.587 * G + 0.114 * B) / 255;
}
