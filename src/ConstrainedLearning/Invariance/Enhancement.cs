using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>The Python Imaging Library's enhancers: v -> trunc(clip(d + factor (v - d))) with a degenerate image d, for values 0..255.</summary>
internal static class Enhancement
{
    internal static Tensor Brightness(Tensor images, Tensor factors) => PerImage(factors, images).mul(images).clamp_(0, 255).floor_();

    internal static Tensor Color(Tensor images, Tensor factors) => Blend(Luma("color", images), images, factors);

    internal static Tensor Contrast(Tensor images, Tensor factors)
    {
        // The mean, rounded half up, in whole numbers: exact on every device.
        var pixels = images.size(2) * images.size(3);
        var sum = Luma("contrast", images).sum([1, 2, 3], keepdim: true, ScalarType.Int64);
        return Blend((sum * 2 + pixels).floor_divide(2 * pixels).to(images.dtype), images, factors);
    }

    internal static Tensor Sharpness(Tensor images, Tensor factors)
    {
        var (height, width) = (images.size(2) - 2, images.size(3) - 2);
        if (height < 1 || width < 1) return images;
        var rows = images.narrow(3, 0, width) + images.narrow(3, 1, width) + images.narrow(3, 2, width);
        var box = rows.narrow(2, 0, height) + rows.narrow(2, 1, height) + rows.narrow(2, 2, height);
        var centre = images.narrow(2, 1, height).narrow(3, 1, width);
        // Weights of 5 for the centre and 1 around it, over 13; sums are whole, so that half up never meets a tie. The border stays as it is.
        var smooth = (box + centre * 4).add_(6.5).mul_(1.0 / 13).floor_();
        var result = images.clone();
        result.narrow(2, 1, height).narrow(3, 1, width).copy_(Blend(smooth, centre, factors));
        return result;
    }

    private static Tensor Blend(Tensor degenerate, Tensor images, Tensor factors) => (images - degenerate).mul_(PerImage(factors, images)).add_(degenerate).clamp_(0, 255).floor_();

    private static Tensor PerImage(Tensor factors, Tensor images) => factors.to(images.dtype).view(-1, 1, 1, 1);

    /// <summary>Brightness by ITU-R 601-2 in 16-bit fixed-point numbers: floor((19595 R + 38470 G + 7471 B + 32768) / 65536). Every number on the way is whole and below 2^24.</summary>
    private static Tensor Luma(string operation, Tensor images) => images.size(1) switch
    {
        1 => images,
        3 => (images.narrow(1, 0, 1) * 19595).add_(images.narrow(1, 1, 1) * 38470).add_(images.narrow(1, 2, 1) * 7471).add_(32768).mul_(1.0 / 65536).floor_(),
        var channels => throw new ArgumentException($"{operation}: the images have {channels} channels, expected 3 (red, green, blue) or 1 (grey); leave this operation out of the space", nameof(images)),
    };
}
