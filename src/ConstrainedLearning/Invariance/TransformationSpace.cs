using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>
/// A set of transformations G to draw from: one step after another, at each step one of some operations for each image, uniformly, with a uniform parameter. Immutable; every method gives a new one.
/// </summary>
/// <example><code>
/// var space = TransformationSpace.Wide.Then(Transformation.Crop(4), Transformation.HorizontalFlip, Transformation.Normalize(mean, deviation), Transformation.Cutout(16));
/// using var draw = space.Draw(128, device);
/// var augmented = space.Apply(images, draw); // [128, 3, 32, 32], values 0..255
/// </code></example>
public sealed partial class TransformationSpace
{
    private TransformationSpace(IReadOnlyList<OperationChoice> choices) =>
        (Choices, Main) = (choices, Math.Max(0, choices.ToList().FindIndex(choice => choice.Operations.Count > 1)));

    /// <summary>The 13 operations of RandAugment without identity, in their standard ranges, at levels 1 to 30. Reference: Hounie, Chamon, Ribeiro, ICML 2023, arXiv 2209.15031.</summary>
    public static TransformationSpace RandAugment { get; } = Standard(shear: 0.3, translate: 10, rotate: 30, fewestBits: 4, weakest: 0.1, strongest: 1.9);

    /// <summary>The same operations in the wide ranges of TrivialAugment.</summary>
    public static TransformationSpace Wide { get; } = Standard(shear: 0.99, translate: 32, rotate: 135, fewestBits: 2, weakest: 0.01, strongest: 2.0);

    /// <summary>TrivialAugment as published: <see cref="Wide"/> with identity and from level 0. Reference: Mueller and Hutter, ICCV 2021, arXiv 2103.10158.</summary>
    public static TransformationSpace TrivialAugment { get; } = Wide.Including(Transformation.Identity).FromLevel(0);

    /// <summary>The steps, and the operations of each.</summary>
    public IReadOnlyList<IReadOnlyList<Transformation>> Steps => [.. Choices.Select(choice => choice.Operations)];

    internal IReadOnlyList<OperationChoice> Choices { get; }

    /// <summary>One of the operations for each image.</summary>
    public static TransformationSpace OneOf(params IReadOnlyList<Transformation> operations)
    {
        if (operations.Count == 0) throw new ArgumentException("a space needs at least one operation; Transformation.Identity changes nothing", nameof(operations));
        return new([new OperationChoice([.. operations], 1, Magnitude.HighestLevel)]);
    }

    /// <summary>All of the operations, one after the other.</summary>
    public static TransformationSpace InOrder(params IReadOnlyList<Transformation> operations) => OneOf(operations.Take(1).ToArray()).Then([.. operations.Skip(1)]);

    /// <summary>Rotations by -<paramref name="maxAngle"/> to <paramref name="maxAngle"/> degrees, uniformly.</summary>
    public static TransformationSpace Rotation(double maxAngle) => OneOf(Transformation.Rotation(maxAngle));

    /// <summary>Moves by up to a fraction of width and height to either side, independently and uniformly. The published +-0.5 of coordinates from -1 to 1 is a fraction of 0.25.</summary>
    public static TransformationSpace Translation(double fraction) => OneOf(Transformation.Translation(fraction));

    /// <summary>Enlargements by exp(s), s uniform on [-<paramref name="logRange"/>, <paramref name="logRange"/>].</summary>
    public static TransformationSpace Scale(double logRange) => OneOf(Transformation.Scale(logRange));

    /// <summary>More operations to choose from at every step, after those there are.</summary>
    public TransformationSpace Including(params IReadOnlyList<Transformation> operations) =>
        new([.. Choices.Select(choice => new OperationChoice([.. choice.Operations, .. operations], choice.First, choice.Last))]);

    /// <summary>Graded operations are drawn at levels <paramref name="first"/> to 30. Default 1; published TrivialAugment has 0.</summary>
    public TransformationSpace FromLevel(int first) => AtLevels(first, Magnitude.HighestLevel);

    /// <summary>Graded operations are drawn at this level only. <c>RandAugment.AtLevel(m).Repeated(n)</c> is RandAugment(n, m). Reference: Cubuk et al., arXiv 1909.13719.</summary>
    public TransformationSpace AtLevel(int level) => AtLevels(level, level);

    /// <summary>All steps so many times, each time drawn anew.</summary>
    public TransformationSpace Repeated(int times)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(times);
        return new([.. Enumerable.Repeat(Choices, times).SelectMany(choices => choices)]);
    }

    /// <summary>This space's steps, then those of another.</summary>
    public TransformationSpace Then(TransformationSpace next) => new([.. Choices, .. next.Choices]);

    /// <summary>This space's steps, then each of some operations: the base augmentation.</summary>
    public TransformationSpace Then(params IReadOnlyList<Transformation> operations) => operations.Aggregate(this, (space, operation) => space.Then(OneOf(operation)));

    /// <summary>Draws a transformation for each image, by three numbers of torch's generator on the CPU for each step: the same draw on every device, and a checkpoint continues it.</summary>
    /// <param name="count">Number of images.</param>
    /// <param name="device">Where the images are; null: on the CPU.</param>
    /// <returns>In the caller's dispose scope.</returns>
    public Draw Draw(int count, Device? device = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        using var scope = NewDisposeScope();
        var random = rand([count, Choices.Count, 3], ScalarType.Float32, CPU);
        var numbers = random.data<float>();
        var operations = new long[count * Choices.Count];
        int[]?[] known = [.. Choices.Select(_ => new int[count])];
        for (var i = 0; i < operations.Length; i++)
        {
            var (image, step) = (i / Choices.Count, i % Choices.Count);
            known[step]![image] = (int)((double)numbers[3 * i] * Choices[step].Operations.Count);
            operations[i] = known[step]![image];
        }
        var coordinates = (random.narrow(2, 1, 2) * 2).sub_(1);
        device ??= CPU;
        return new Draw(this, known, Upload.To(device, tensor(operations, count, Choices.Count)), Upload.To(device, coordinates)).MoveToOuterDisposeScope();
    }

    /// <summary>The images, each under its own transformation. Nothing waits for the device.</summary>
    /// <param name="images">Shape [n, channels, height, width], of the draw's device; borrowed and not changed. Values 0..255 where the space has operations on pixels.</param>
    /// <param name="draw">From this space, for as many images.</param>
    /// <returns>A new tensor of the same shape, in the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">Not images, or not a draw for them.</exception>
    public Tensor Apply(Tensor images, Draw draw)
    {
        ImageCheck.Images("a transformation space", images);
        if (!ReferenceEquals(draw.Space, this)) throw new ArgumentException("the draw is from another space; apply it with draw.Space", nameof(draw));
        if (draw.Count != images.size(0)) throw new ArgumentException($"the draw is for {draw.Count} images, got {images.size(0)}", nameof(draw));
        if (!draw.Operations.device.Equals(images.device)) throw new ArgumentException($"the draw is on {draw.Operations.device} and the images on {images.device}; draw on the images' device", nameof(draw));
        using var scope = NewDisposeScope();
        var result = images;
        for (var step = 0; step < Choices.Count; step++) result = Choices[step].Apply(result, draw.Operations.select(1, step), draw.Coordinates.select(1, step), draw.Known(step));
        return result.MoveToOuterDisposeScope();
    }

    private static TransformationSpace Standard(double shear, double translate, double rotate, int fewestBits, double weakest, double strongest) => OneOf(
        Transformation.AutoContrast,
        Transformation.Equalize,
        Transformation.Rotate(rotate),
        Transformation.Solarize(),
        Transformation.Color(weakest, strongest),
        Transformation.Posterize(fewestBits),
        Transformation.Contrast(weakest, strongest),
        Transformation.Brightness(weakest, strongest),
        Transformation.Sharpness(weakest, strongest),
        Transformation.ShearX(shear),
        Transformation.ShearY(shear),
        Transformation.TranslateX(translate),
        Transformation.TranslateY(translate));

    private TransformationSpace AtLevels(int first, int last)
    {
        if (first is < 0 or > Magnitude.HighestLevel) throw new ArgumentOutOfRangeException(nameof(first), first, "a level is a whole number from 0 to 30");
        return new([.. Choices.Select(choice => new OperationChoice(choice.Operations, first, last))]);
    }
}
