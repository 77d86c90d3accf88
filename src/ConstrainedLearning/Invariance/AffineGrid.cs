using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ConstrainedLearning.Invariance;

/// <summary>Affine maps that interpolate bilinearly, with 0 outside; differentiable in images and parameters. A pixel reads the image at theta (x, y, 1), in coordinates from -1 to 1.</summary>
internal static class AffineGrid
{
    internal static Tensor Rotate(Tensor images, Tensor degrees)
    {
        var aspect = (double)images.size(2) / images.size(3);
        var angle = degrees * (Math.PI / 180);
        var (cosine, sine, zero) = (angle.cos(), angle.sin(), zeros_like(angle));
        return Sample(images, cosine, sine * -aspect, zero, sine / aspect, cosine, zero);
    }

    internal static Tensor Translate(Tensor images, Tensor fractions)
    {
        var (across, down) = (fractions.select(1, 0), fractions.select(1, 1));
        var (one, zero) = (ones_like(across), zeros_like(across));
        return Sample(images, one, zero, across * -2, zero, one, down * -2);
    }

    internal static Tensor Scale(Tensor images, Tensor logarithms)
    {
        var (shrink, zero) = ((-logarithms).exp(), zeros_like(logarithms));
        return Sample(images, shrink, zero, zero, zero, shrink, zero);
    }

    /// <summary>Images read at theta (x, y, 1).</summary>
    /// <param name="images">Shape [n, channels, height, width].</param>
    /// <param name="theta">Shape [n, 2, 3].</param>
    internal static Tensor Sample(Tensor images, Tensor theta)
    {
        var map = theta.to(images.dtype).view(-1, 1, 1, 2, 3);
        var (x, y) = (Centres(images, 3).view(1, 1, -1, 1), Centres(images, 2).view(1, -1, 1, 1));
        // By elementwise operations: functional.affine_grid multiplies matrices, which autocast does in 16 bits, an eighth of a pixel coarse on 32 pixels.
        var grid = map.select(4, 0) * x + map.select(4, 2) + map.select(4, 1) * y;
        return functional.grid_sample(images, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, align_corners: false);
    }

    private static Tensor Sample(Tensor images, params Tensor[] theta) => Sample(images, stack(theta, 1).view(-1, 2, 3));

    // Of the pixels along a dimension, from -1 to 1 between the image's edges.
    private static Tensor Centres(Tensor images, int dimension)
    {
        var size = images.size(dimension);
        return arange(1 - size, size, 2, images.dtype, images.device).div_(size);
    }
}
