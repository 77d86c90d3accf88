using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Data.Images;

/// <summary>
/// Makes data with a known symmetry: every image is transformed once, by a random member of a family, so that the family costs nothing as a
/// requirement on the new set. Bilinear, zeros outside, rounded to whole values. The families of Immer et al., "Invariance Learning in Deep Neural Networks
/// with Differentiable Laplace Approximations", NeurIPS 2022.
/// </summary>
public sealed class SyntheticSymmetry
{
    // A batch of sampling grids takes 8 bytes a pixel: those of a whole data set at once would be many times the data.
    private const int ChunkSize = 1000;

    /// <param name="name">As written on a command line.</param>
    /// <param name="draw">Makes a map from numbers uniform on [-1, 1).</param>
    internal SyntheticSymmetry(string name, Func<Func<double>, AffineMap> draw) => (Name, Draw) = (name, draw);

    /// <summary>As written on a command line.</summary>
    public string Name { get; }

    /// <summary>A member of the family, from numbers uniform on [-1, 1).</summary>
    internal Func<Func<double>, AffineMap> Draw { get; }

    /// <summary>No transformation: <c>original</c>.</summary>
    public static SyntheticSymmetry None { get; } = new("original", _ => AffineMap.Scaling(1));

    /// <summary>The published ones: <c>original</c>, <c>rotated90</c>, <c>rotated180</c>, <c>translated</c> (8 pixels) and <c>scaled</c> (factor 2).</summary>
    public static IReadOnlyList<SyntheticSymmetry> All { get; } = [None, Rotated(90), Rotated(180), Translated(8), Scaled(2)];

    /// <summary>Angles uniform on ± <paramref name="degrees"/>, 0 or more; called rotated90 for 90.</summary>
    public static SyntheticSymmetry Rotated(double degrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(degrees);
        return new(FormattableString.Invariant($"rotated{degrees}"), uniform => AffineMap.Rotation(degrees * uniform()));
    }

    /// <summary>Shifts uniform on ± <paramref name="pixels"/>, 0 or more, in each direction by itself; called translated.</summary>
    public static SyntheticSymmetry Translated(double pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pixels);
        return new("translated", uniform => AffineMap.Translation(pixels * uniform(), pixels * uniform()));
    }

    /// <summary>Factors f^U[-1, 1] for f = <paramref name="factor"/>, 1 or more, the same in both directions; called scaled.</summary>
    public static SyntheticSymmetry Scaled(double factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        return new("scaled", uniform => AffineMap.Scaling(Math.Pow(factor, uniform())));
    }

    /// <summary>The one of <see cref="All"/> called <paramref name="name"/>, whatever the case.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest and lists all.</exception>
    public static SyntheticSymmetry Find(string name) => All.FirstOrDefault(symmetry => symmetry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"there is no synthetic symmetry \"{name}\"{NearestName.Hint(name, [.. All.Select(symmetry => symmetry.Name)])}");

    /// <summary>The set with every image transformed; the caller disposes it. The same seed gives the same maps on every platform.</summary>
    /// <param name="set">It stays as it is.</param>
    /// <param name="seed">Decides the maps.</param>
    /// <param name="statistics">The new set's; default those of its images.</param>
    public ImageSet Apply(ImageSet set, long seed, ChannelStatistics? statistics = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var random = new SplitMix64(seed, 0);
        var maps = new float[6 * set.Count];
        for (var image = 0; image < set.Count; image++)
            Draw(() => random.Symmetric()).Normalised(set.Shape.Height, set.Shape.Width).CopyTo(maps, 6 * image);
        var matrices = tensor(maps, [set.Count, 2, 3], device: set.Device);

        var transformed = empty_like(set.Images);
        for (var first = 0; first < set.Count; first += ChunkSize)
            Transform(set.Images, matrices, transformed, first, Math.Min(ChunkSize, set.Count - first));
        return new($"{set.Name}, {Name}", transformed, set.Labels.clone(), set.ClassNames, statistics);
    }

    private static void Transform(Tensor images, Tensor matrices, Tensor transformed, int first, int count)
    {
        using var scope = NewDisposeScope();
        var source = images.narrow(0, first, count).to(ScalarType.Float32);
        var grid = nn.functional.affine_grid(matrices.narrow(0, first, count), source.shape, align_corners: false);
        var sampled = nn.functional.grid_sample(source, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, align_corners: false);
        transformed.narrow(0, first, count).copy_(sampled.round_().clamp_(0, 255));
    }
}
