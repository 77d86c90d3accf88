namespace OxyPlot;

/// <summary>Weights of a font, as in CSS.</summary>
public static class FontWeights
{
    public const double Normal = 400;
    public const double Bold = 700;
}
