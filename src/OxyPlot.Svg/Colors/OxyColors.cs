namespace OxyPlot;

/// <summary>The named colours of CSS, and two special values.</summary>
public static class OxyColors
{
    /// <summary>No colour: nothing is drawn.</summary>
    public static readonly OxyColor Undefined = OxyColor.FromUInt32(0x00000000);

    /// <summary>Chosen by the element that draws.</summary>
    public static readonly OxyColor Automatic = OxyColor.FromUInt32(0x00000001);

    public static readonly OxyColor Transparent = OxyColor.FromUInt32(0x00FFFFFF);

    public static readonly OxyColor
        AliceBlue = Web(0xF0F8FF), AntiqueWhite = Web(0xFAEBD7), Aqua = Web(0x00FFFF), Aquamarine = Web(0x7FFFD4),
        Azure = Web(0xF0FFFF), Beige = Web(0xF5F5DC), Bisque = Web(0xFFE4C4), Black = Web(0x000000),
        BlanchedAlmond = Web(0xFFEBCD), Blue = Web(0x0000FF), BlueViolet = Web(0x8A2BE2), Brown = Web(0xA52A2A),
        BurlyWood = Web(0xDEB887), CadetBlue = Web(0x5F9EA0), Chartreuse = Web(0x7FFF00), Chocolate = Web(0xD2691E),
        Coral = Web(0xFF7F50), CornflowerBlue = Web(0x6495ED), Cornsilk = Web(0xFFF8DC), Crimson = Web(0xDC143C),
        Cyan = Web(0x00FFFF), DarkBlue = Web(0x00008B), DarkCyan = Web(0x008B8B), DarkGoldenrod = Web(0xB8860B),
        DarkGray = Web(0xA9A9A9), DarkGreen = Web(0x006400), DarkKhaki = Web(0xBDB76B), DarkMagenta = Web(0x8B008B),
        DarkOliveGreen = Web(0x556B2F), DarkOrange = Web(0xFF8C00), DarkOrchid = Web(0x9932CC), DarkRed = Web(0x8B0000),
        DarkSalmon = Web(0xE9967A), DarkSeaGreen = Web(0x8FBC8F), DarkSlateBlue = Web(0x483D8B), DarkSlateGray = Web(0x2F4F4F),
        DarkTurquoise = Web(0x00CED1), DarkViolet = Web(0x9400D3), DeepPink = Web(0xFF1493), DeepSkyBlue = Web(0x00BFFF),
        DimGray = Web(0x696969), DodgerBlue = Web(0x1E90FF), Firebrick = Web(0xB22222), FloralWhite = Web(0xFFFAF0),
        ForestGreen = Web(0x228B22), Fuchsia = Web(0xFF00FF), Gainsboro = Web(0xDCDCDC), GhostWhite = Web(0xF8F8FF),
        Gold = Web(0xFFD700), Goldenrod = Web(0xDAA520), Gray = Web(0x808080), Green = Web(0x008000),
        GreenYellow = Web(0xADFF2F), Honeydew = Web(0xF0FFF0), HotPink = Web(0xFF69B4), IndianRed = Web(0xCD5C5C),
        Indigo = Web(0x4B0082), Ivory = Web(0xFFFFF0), Khaki = Web(0xF0E68C), Lavender = Web(0xE6E6FA),
        LavenderBlush = Web(0xFFF0F5), LawnGreen = Web(0x7CFC00), LemonChiffon = Web(0xFFFACD), LightBlue = Web(0xADD8E6),
        LightCoral = Web(0xF08080), LightCyan = Web(0xE0FFFF), LightGoldenrodYellow = Web(0xFAFAD2), LightGray = Web(0xD3D3D3),
        LightGreen = Web(0x90EE90), LightPink = Web(0xFFB6C1), LightSalmon = Web(0xFFA07A), LightSeaGreen = Web(0x20B2AA),
        LightSkyBlue = Web(0x87CEFA), LightSlateGray = Web(0x778899), LightSteelBlue = Web(0xB0C4DE),
        LightYellow = Web(0xFFFFE0), Lime = Web(0x00FF00), LimeGreen = Web(0x32CD32), Linen = Web(0xFAF0E6),
        Magenta = Web(0xFF00FF), Maroon = Web(0x800000), MediumAquamarine = Web(0x66CDAA), MediumBlue = Web(0x0000CD),
        MediumOrchid = Web(0xBA55D3), MediumPurple = Web(0x9370DB), MediumSeaGreen = Web(0x3CB371),
        MediumSlateBlue = Web(0x7B68EE), MediumSpringGreen = Web(0x00FA9A), MediumTurquoise = Web(0x48D1CC),
        MediumVioletRed = Web(0xC71585), MidnightBlue = Web(0x191970), MintCream = Web(0xF5FFFA), MistyRose = Web(0xFFE4E1),
        Moccasin = Web(0xFFE4B5), NavajoWhite = Web(0xFFDEAD), Navy = Web(0x000080), OldLace = Web(0xFDF5E6),
        Olive = Web(0x808000), OliveDrab = Web(0x6B8E23), Orange = Web(0xFFA500), OrangeRed = Web(0xFF4500),
        Orchid = Web(0xDA70D6), PaleGoldenrod = Web(0xEEE8AA), PaleGreen = Web(0x98FB98), PaleTurquoise = Web(0xAFEEEE),
        PaleVioletRed = Web(0xDB7093), PapayaWhip = Web(0xFFEFD5), PeachPuff = Web(0xFFDAB9), Peru = Web(0xCD853F),
        Pink = Web(0xFFC0CB), Plum = Web(0xDDA0DD), PowderBlue = Web(0xB0E0E6), Purple = Web(0x800080), Red = Web(0xFF0000),
        RosyBrown = Web(0xBC8F8F), RoyalBlue = Web(0x4169E1), SaddleBrown = Web(0x8B4513), Salmon = Web(0xFA8072),
        SandyBrown = Web(0xF4A460), SeaGreen = Web(0x2E8B57), SeaShell = Web(0xFFF5EE), Sienna = Web(0xA0522D),
        Silver = Web(0xC0C0C0), SkyBlue = Web(0x87CEEB), SlateBlue = Web(0x6A5ACD), SlateGray = Web(0x708090),
        Snow = Web(0xFFFAFA), SpringGreen = Web(0x00FF7F), SteelBlue = Web(0x4682B4), Tan = Web(0xD2B48C),
        Teal = Web(0x008080), Thistle = Web(0xD8BFD8), Tomato = Web(0xFF6347), Turquoise = Web(0x40E0D0),
        Violet = Web(0xEE82EE), Wheat = Web(0xF5DEB3), White = Web(0xFFFFFF), WhiteSmoke = Web(0xF5F5F5),
        Yellow = Web(0xFFFF00), YellowGreen = Web(0x9ACD32);

    private static OxyColor Web(uint rgb) => OxyColor.FromUInt32(0xFF000000 | rgb);
}
