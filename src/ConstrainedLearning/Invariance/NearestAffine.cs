using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>
/// Affine maps that take the nearest pixel, as the Python Imaging Library computes them: the place read for the centre of a pixel, in fixed-point numbers with 16 bits after the point, black
/// outside. One map does shears, translations and rotations: (x, y) -> R(angle) (x, y) about the centre + (shear_x y + move_x, shear_y x + move_y).
/// </summary>
internal static class NearestAffine
{
    /// <summary>Of an image's map: shear x, shear y, move x, move y, angle in degrees.</summary>
    internal const int Numbers = 5;

    private const double One = 65536;

    internal static Tensor Apply(Tensor images, Tensor numbers)
    {
        var (height, width) = (images.size(2), images.size(3));
        var number = numbers.to(ScalarType.Float64).unbind(1);
        var angle = number[4] * (-Math.PI / 180);
        var (cosine, sine) = (angle.cos(), angle.sin());
        var (right, down) = (sine + number[0], number[1] - sine); // what a row adds to the column that is read, and a column to the row
        var column = number[2] - (cosine * (width / 2.0) + sine * (height / 2.0)) + width / 2.0;
        var row = number[3] - (cosine * (height / 2.0) - sine * (width / 2.0)) + height / 2.0;

        var map = stack([cosine, right, column + (cosine + right) * 0.5, down, cosine, row + (down + cosine) * 0.5]);
        var part = map.mul_(One).add_(0.5).floor_().div_(One).view(6, -1, 1, 1).unbind(0);
        var (x, y) = (arange(width, ScalarType.Float64, images.device), arange(height, ScalarType.Float64, images.device).unsqueeze(1));
        return PixelSampling.At(images, row: (part[3] * x + (part[4] * y + part[5])).floor_(), column: (part[0] * x + (part[1] * y + part[2])).floor_());
    }
}
