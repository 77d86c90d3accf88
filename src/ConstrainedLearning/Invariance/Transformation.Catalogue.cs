using static TorchSharp.torch.nn;

namespace ConstrainedLearning.Invariance;

/// <content>The transformations there are.</content>
public sealed partial class Transformation
{
    /// <summary>The images as they are.</summary>
    public static Transformation Identity { get; } = new("identity", null, (images, _) => images);

    /// <summary>Stretches each channel's values to 0..255: v -> trunc(255 (v - min) / (max - min)).</summary>
    public static Transformation AutoContrast { get; } = new("autocontrast", null, (images, _) => Histogram.Stretch(images));

    /// <summary>Makes each channel's values about equally frequent.</summary>
    public static Transformation Equalize { get; } = new("equalize", null, (images, _) => Histogram.Equalize(images));

    /// <summary>Mirrors left and right, or not: parameter 1 or 0, each with probability 1/2.</summary>
    public static Transformation HorizontalFlip { get; } = new("horizontal flip", Magnitude.WholeNumbers(0, 1, "mirrored"), Placement.Flip);

    /// <summary>Slides each row by a distance that grows with its height y: out(x, y) = in(x + p y, y).</summary>
    /// <param name="strongest">The largest p.</param>
    public static Transformation ShearX(double strongest) => Affine("shear x", Magnitude.Graded(0, strongest, "columns per row"), 0);

    /// <summary>Slides each column: out(x, y) = in(x, y + p x).</summary>
    /// <param name="strongest">The largest p.</param>
    public static Transformation ShearY(double strongest) => Affine("shear y", Magnitude.Graded(0, strongest, "rows per column"), 1);

    /// <summary>Moves left by p pixels.</summary>
    /// <param name="strongest">The largest p.</param>
    public static Transformation TranslateX(double strongest) => Affine("translate x", Magnitude.WholeGraded(0, strongest, "pixels"), 2);

    /// <summary>Moves up by p pixels.</summary>
    /// <param name="strongest">The largest p.</param>
    public static Transformation TranslateY(double strongest) => Affine("translate y", Magnitude.WholeGraded(0, strongest, "pixels"), 3);

    /// <summary>Turns about the centre, against the clock, by p degrees.</summary>
    /// <param name="strongest">The largest p.</param>
    public static Transformation Rotate(double strongest) => Affine("rotate", Magnitude.WholeGraded(0, strongest, "degrees"), 4);

    /// <summary>Inverts the values from a threshold on: v -> 255 - v where v >= p.</summary>
    /// <param name="range">The threshold falls from 256 to 256 - range.</param>
    public static Transformation Solarize(int range = 256) => new("solarize", Magnitude.WholeGraded(256, 256 - range, "threshold"), Tone.Solarize);

    /// <summary>Keeps the p highest bits of each value.</summary>
    /// <param name="fewest">The number falls from 8 to this.</param>
    public static Transformation Posterize(int fewest) => new("posterize", Magnitude.WholeGraded(8, fewest, "bits"), Tone.Posterize);

    /// <summary>Colourfulness: 0 gives the image in grey, 1 the image.</summary>
    public static Transformation Color(double weakest, double strongest) => new("color", Factor(weakest, strongest), Enhancement.Color);

    /// <summary>Contrast: 0 gives the image's mean grey everywhere, 1 the image.</summary>
    public static Transformation Contrast(double weakest, double strongest) => new("contrast", Factor(weakest, strongest), Enhancement.Contrast);

    /// <summary>Brightness: 0 gives black, 1 the image.</summary>
    public static Transformation Brightness(double weakest, double strongest) => new("brightness", Factor(weakest, strongest), Enhancement.Brightness);

    /// <summary>Sharpness: 0 gives the image smoothed, 1 the image.</summary>
    public static Transformation Sharpness(double weakest, double strongest) => new("sharpness", Factor(weakest, strongest), Enhancement.Sharpness);

    /// <summary>The window of the image's own size at an offset of the image with a black border: out(x, y) = in(x + p_0, y + p_1), whole pixels.</summary>
    /// <param name="padding">The border's width, and the largest offset to either side.</param>
    public static Transformation Crop(int padding) => new("crop", Magnitude.WholeNumbers(-padding, padding, "pixels") with { Components = 2 }, Placement.Move);

    /// <summary>Fills a square around a pixel; at the edges less of it falls inside. Reference: DeVries and Taylor, arXiv 1708.04552.</summary>
    /// <param name="size">The square's side in pixels. Its centre is the pixel floor(p size of the image), p in [0, 1) horizontally and vertically.</param>
    /// <param name="fill">With what: one value, or one for each channel; by default 0, which is the mean after normalisation. Before it, give the channels' means.</param>
    public static Transformation Cutout(int size, params IReadOnlyList<double> fill)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        if (!fill.All(double.IsFinite)) throw new ArgumentOutOfRangeException(nameof(fill), "cutout: expected finite values to fill with");
        return new("cutout", Magnitude.Continuous(0, 1, "of the image") with { Components = 2 }, (images, centres) => Placement.Cutout(images, centres, size, fill));
    }

    /// <summary>From values 0..255 to standardised ones: v -> (v / 255 - mean) / deviation, channel by channel.</summary>
    /// <param name="mean">Of each channel, of values 0..1.</param>
    /// <param name="deviation">The standard deviation of each channel, positive.</param>
    public static Transformation Normalize(IReadOnlyList<double> mean, IReadOnlyList<double> deviation)
    {
        if (mean.Count == 0 || mean.Count != deviation.Count) throw new ArgumentException($"{mean.Count} means and {deviation.Count} deviations; expected one of each for every channel", nameof(deviation));
        if (!mean.All(double.IsFinite) || !deviation.All(value => value > 0 && double.IsFinite(value))) throw new ArgumentException("expected finite means and positive, finite deviations", nameof(deviation));
        return new("normalize", null, (images, _) => Tone.Normalize(images, mean, deviation));
    }

    /// <summary>Turns about the centre, against the clock, by any angle, between pixels.</summary>
    /// <param name="maxAngle">The largest angle to either side, in degrees: 180 for all.</param>
    public static Transformation Rotation(double maxAngle) => new("rotation", Magnitude.Continuous(0, maxAngle, "degrees") with { IsSigned = true }, AffineGrid.Rotate);

    /// <summary>Moves right by p_0 of the width and down by p_1 of the height, between pixels.</summary>
    /// <param name="fraction">The largest part to either side. Coordinates that run from -1 to 1 move by twice as much.</param>
    public static Transformation Translation(double fraction) =>
        new("translation", Magnitude.Continuous(0, fraction, "of the image") with { IsSigned = true, Components = 2 }, AffineGrid.Translate);

    /// <summary>Enlarges about the centre by exp(p), between pixels.</summary>
    /// <param name="logRange">The largest |p|.</param>
    public static Transformation Scale(double logRange) => new("scale", Magnitude.Continuous(0, logRange, "log size") with { IsSigned = true }, AffineGrid.Scale);

    private static Magnitude Factor(double weakest, double strongest) => Magnitude.Graded(weakest, strongest, "of the image's own");

    // The five are one map, NearestAffine, with one of its five numbers each.
    private static Transformation Affine(string name, Magnitude magnitude, int column) =>
        new(name, magnitude with { IsSigned = true }, NearestAffine.Apply) { Coefficients = parameters => functional.pad(parameters.unsqueeze(1), (column, NearestAffine.Numbers - 1 - column)) };
}
