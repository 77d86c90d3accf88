namespace ConstrainedLearning.Models.Vision;

/// <summary>The sizes that the data decides.</summary>
/// <param name="Channels">1 for grey, 3 for colour.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Columns of pixels.</param>
/// <param name="Classes">Number of classes.</param>
public sealed record ImageShape(int Channels, int Height, int Width, int Classes)
{
    /// <summary>1 for grey, 3 for colour.</summary>
    public int Channels { get; init; } = Check.AtLeast(1, Channels);

    /// <summary>Rows of pixels.</summary>
    public int Height { get; init; } = Check.AtLeast(1, Height);

    /// <summary>Columns of pixels.</summary>
    public int Width { get; init; } = Check.AtLeast(1, Width);

    /// <summary>Number of classes.</summary>
    public int Classes { get; init; } = Check.AtLeast(1, Classes);
}
