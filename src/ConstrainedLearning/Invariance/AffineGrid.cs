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

    private static Tensor Sample(Tensor images, params Tensor[] theta)
    {
        var map = stack(theta, 1).view(-1, 2, 3).to(images.dtype);
        return functional.grid_sample(images, functional.affine_grid(map, images.shape, align_corners: false), GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, align_corners: false);
    }
}
