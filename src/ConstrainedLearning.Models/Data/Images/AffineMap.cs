namespace ConstrainedLearning.Models.Data.Images;

/// <summary>
/// Where a transformed image reads its pixels: (x, y) -> (Xx x + Xy y + X, Yx x + Yy y + Y), in pixels from the centre, x to the right and y down.
/// </summary>
internal readonly record struct AffineMap(double Xx, double Xy, double X, double Yx, double Yy, double Y)
{
    /// <summary>Turns the image counterclockwise.</summary>
    public static AffineMap Rotation(double degrees)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        return new(cosine, -sine, 0, sine, cosine, 0);
    }

    /// <summary>Moves the image to the right and down.</summary>
    public static AffineMap Translation(double right, double down) => new(1, 0, -right, 0, 1, -down);

    /// <summary>Enlarges the image.</summary>
    public static AffineMap Scaling(double factor) => new(1 / factor, 0, 0, 0, 1 / factor, 0);

    /// <summary>The same in torch's coordinates, which run from -1 to 1 over the edges of an image of this size: six numbers, row by row.</summary>
    public float[] Normalised(int height, int width) =>
    [
        (float)Xx, (float)(Xy * height / width), (float)(2 * X / width),
        (float)(Yx * width / height), (float)Yy, (float)(2 * Y / height),
    ];
}
