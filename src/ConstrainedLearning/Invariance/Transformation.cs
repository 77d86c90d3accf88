using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>A transformation g of images, x -> g(x; parameter), of a whole batch at once and with a parameter for each image.</summary>
/// <remarks>
/// Images are [n, channels, height, width] in float32 (or float64), on any device. The operations of TrivialAugment and RandAugment are the Python Imaging Library's, to the pixel: they expect
/// and give whole numbers from 0 to 255, with the nearest pixel and black outside, and pass no useful gradient. Rotation, translation and scale interpolate between pixels, take any values and
/// are differentiable in images and parameters; so are flip, crop, cutout and normalisation in the images. Nothing here waits for a device.
/// </remarks>
public sealed partial class Transformation
{
    private readonly Func<Tensor, Tensor, Tensor> _apply;

    private Transformation(string name, Magnitude? magnitude, Func<Tensor, Tensor, Tensor> apply) => (Name, Magnitude, _apply) = (name, magnitude, apply);

    /// <summary>The field's name, in small letters.</summary>
    public string Name { get; }

    /// <summary>Whether it is drawn with a parameter.</summary>
    public bool HasMagnitude => Magnitude is not null;

    /// <summary>Whether the parameter is drawn with either sign.</summary>
    public bool HasRandomSign => Magnitude?.IsSigned ?? false;

    /// <summary>The range of the parameter; null for a transformation without one.</summary>
    public Magnitude? Magnitude { get; }

    /// <summary>What a draw's parameters become before the images are touched; transformations that differ in this alone are applied together.</summary>
    private Func<Tensor, Tensor> Coefficients { get; init; } = parameters => parameters;

    /// <summary>A transformation of your own.</summary>
    /// <param name="name">How traces call it.</param>
    /// <param name="magnitude">The range its parameter is drawn from; null for none.</param>
    /// <param name="apply">
    /// Images [n, channels, height, width] and parameters [n] (or [n, 2]; without a magnitude what is in them has no meaning) to images of the same shape; each row by itself.
    /// </param>
    public static Transformation Of(string name, Magnitude? magnitude, Func<Tensor, Tensor, Tensor> apply) => new(name, magnitude, apply);

    /// <summary>g(x; p) for each image x with its own parameter p.</summary>
    /// <param name="images">Shape [n, channels, height, width]; borrowed and not changed.</param>
    /// <param name="parameters">Shape [n], or [n, 2] for a magnitude of two components, in the magnitude's unit and within its range; null (only) for a transformation without magnitude.</param>
    /// <returns>A new tensor like the images; the caller disposes.</returns>
    /// <exception cref="ArgumentException">Not images, or not one finite parameter for each. On a GPU parameters are not looked at, which would make the host wait.</exception>
    public Tensor Apply(Tensor images, Tensor? parameters = null)
    {
        ImageCheck.Images(this, images);
        ImageCheck.Parameters(this, images, parameters);
        using var scope = NewDisposeScope();
        var result = _apply(images, parameters is null ? images : Coefficients(parameters));
        return (ReferenceEquals(result, images) ? images.clone() : result).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override string ToString() => Magnitude is null ? Name : $"{Name} {(Magnitude.IsSigned ? "+-" : "")}[{Text.Number(Magnitude.Weakest)}, {Text.Number(Magnitude.Strongest)}] {Magnitude.Unit}";

    /// <summary>Whether the two can be applied together, their coefficients one below the other.</summary>
    internal bool IsAppliedLike(Transformation other) => _apply == other._apply;

    /// <summary>The coefficients of drawn parameters, [n, 2].</summary>
    internal Tensor CoefficientsOf(Tensor drawn) => Coefficients(Magnitude is { Components: 2 } ? drawn : drawn.select(1, 0));

    /// <summary>What <see cref="Apply"/> does, unchecked; without change it may give the images themselves.</summary>
    internal Tensor Run(Tensor images, Tensor coefficients) => _apply(images, coefficients);
}
