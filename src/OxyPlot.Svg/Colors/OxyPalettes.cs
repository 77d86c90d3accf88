using System.Globalization;

namespace OxyPlot;

/// <summary>Perceptually uniform palettes, readable in grey and by colour-blind eyes; interpolated between anchors.</summary>
public static class OxyPalettes
{
    public static OxyPalette Viridis(int numberOfColors = 256) => Between(numberOfColors,
        "440154 48186A 472D7B 424086 3B528B 33638D 2C728E 26828E 21918C 1F9F88 27AD81 3DBC74 5CC863 81D34D AADC32 D5E21A FDE725");

    public static OxyPalette Cividis(int numberOfColors = 256) => Between(numberOfColors,
        "00204D 06366E 414D6B 61646F 7D7C78 9B9477 BCAF6F E0CB5E FFEA46");

    public static OxyPalette Magma(int numberOfColors = 256) => Between(numberOfColors,
        "000004 0A0822 1D1147 36106B 51127C 6A1C81 832681 9C2E7F B73779 CF4070 E55064 F4695C FB8761 FEA571 FEC287 FDE0A1 FCFDBF");

    public static OxyPalette Inferno(int numberOfColors = 256) => Between(numberOfColors,
        "000004 0B0724 210C4A 3D0965 57106E 71196E 8A226A A32C61 BC3754 D04545 E35933 F1711F F98C0A FCAA0F F9C932 F2E865 FCFFA4");

    public static OxyPalette Plasma(int numberOfColors = 256) => Between(numberOfColors,
        "0D0887 310597 4C02A1 6600A7 7E03A8 9511A1 AA2395 BC3587 CC4778 D9586A E56B5D F07F4F F89441 FDAB33 FDC328 F9DD25 F0F921");

    public static OxyPalette BlueWhiteRed(int numberOfColors) =>
        OxyPalette.Interpolate(numberOfColors, OxyColors.Blue, OxyColors.White, OxyColors.Red);

    private static OxyPalette Between(int numberOfColors, string anchors) =>
        OxyPalette.Interpolate(numberOfColors, [.. anchors.Split(' ').Select(hex =>
            OxyColor.FromUInt32(0xFF000000 | uint.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture)))]);
}
