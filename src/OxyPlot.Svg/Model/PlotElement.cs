namespace OxyPlot;

/// <summary>Anything that a plot model holds; what is not set here is taken from the model.</summary>
public abstract class PlotElement
{
    /// <summary>The model that holds this element; null while there is none.</summary>
    public PlotModel? PlotModel { get; internal set; }

    public string? Font { get; set; }

    /// <summary>The font size in pixels; NaN (the default) for the model's.</summary>
    public double FontSize { get; set; } = double.NaN;
    public double FontWeight { get; set; } = FontWeights.Normal;
    public OxyColor TextColor { get; set; } = OxyColors.Automatic;

    internal PlotModel Model => PlotModel ?? throw new InvalidOperationException($"this {GetType().Name} belongs to no PlotModel; add it to one first");

    internal string? ActualFont => Font ?? Model.DefaultFont;

    internal double ActualFontSize => double.IsNaN(FontSize) ? Model.DefaultFontSize : FontSize;

    internal OxyColor ActualTextColor => TextColor.Or(Model.TextColor);
}
