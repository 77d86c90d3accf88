namespace ConstrainedLearning.Invariance;

/// <summary>
/// A direction G in which maps of the plane start from identity: x -> exp(a G) x on (x, y, 1), where a pixel of the new image reads the old one. Coordinates run from -1 to 1 across the width,
/// and in the same unit down.
/// </summary>
/// <remarks>Reference: Benton, Finzi, Izmailov, Wilson, "Learning Invariances in Neural Networks", NeurIPS 2020, arXiv 2010.11882.</remarks>
public sealed class AffineGenerator
{
    private readonly float[] _rows;

    private AffineGenerator(string name, params float[] rows) => (Name, _rows) = (name, rows);

    /// <summary>To the side: a half-widths.</summary>
    public static AffineGenerator TranslationX { get; } = new("translation x", 0, 0, 1, 0, 0, 0);

    /// <summary>Up or down: a half-widths.</summary>
    public static AffineGenerator TranslationY { get; } = new("translation y", 0, 0, 0, 0, 0, 1);

    /// <summary>About the centre, by a radians.</summary>
    public static AffineGenerator Rotation { get; } = new("rotation", 0, -1, 0, 1, 0, 0);

    /// <summary>Of the size, by a factor of exp(a).</summary>
    public static AffineGenerator Scale { get; } = new("scale", 1, 0, 0, 0, 1, 0);

    /// <summary>Of the width by exp(a) and of the height by exp(-a).</summary>
    public static AffineGenerator Stretch { get; } = new("stretch", 1, 0, 0, 0, -1, 0);

    /// <summary>Of one diagonal by exp(a) and of the other by exp(-a).</summary>
    public static AffineGenerator Shear { get; } = new("shear", 0, 1, 0, 1, 0, 0);

    /// <summary>All six: together they generate every affine map near identity.</summary>
    public static IReadOnlyList<AffineGenerator> All { get; } = [TranslationX, TranslationY, Rotation, Scale, Stretch, Shear];

    /// <summary>The field's name, in small letters.</summary>
    public string Name { get; }

    /// <summary>The 3 x 3 matrix, row by row.</summary>
    internal IEnumerable<float> Matrix => [.. _rows, 0, 0, 0];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
