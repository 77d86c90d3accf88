using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>Maps of values by what values an image's channel has.</summary>
internal static class Histogram
{
    /// <summary>The Python Imaging Library's autocontrast: trunc(v s - lowest s), s = 255 / (highest - lowest), in double precision. A channel with a single value stays.</summary>
    internal static Tensor Stretch(Tensor images)
    {
        var values = images.to(ScalarType.Float64);
        var (lowest, highest) = (values.amin([2, 3], keepdim: true), values.amax([2, 3], keepdim: true));
        var range = highest - lowest;
        var flat = range.eq(0);
        var scale = full_like(range, 255).div_(range).masked_fill_(flat, 1);
        var offset = (-lowest * scale).masked_fill_(flat, 0);
        return (values * scale).add_(offset).clamp_(0, 255).floor_().to(images.dtype);
    }

    /// <summary>The Python Imaging Library's equalize: v -> floor((floor(step / 2) + number of pixels below v) / step), step = floor((pixels - those of the highest value) / 255); with step 0 a channel stays.</summary>
    /// <remarks>Counts are whole and below 2^23: floating-point division followed by floor is exact for them, and on a CPU much faster than that of integers.</remarks>
    internal static Tensor Equalize(Tensor images)
    {
        var (count, channels, pixels) = (images.size(0), images.size(1), images.size(2) * images.size(3));
        var inRange = images.reshape(count, channels, pixels).clamp(0, 255);
        var (values, highest) = (inRange.to(ScalarType.Int64), inRange.amax([2], keepdim: true).to(ScalarType.Int64));
        var one = ones([1, 1, 1], images.dtype, images.device);
        var histogram = zeros([count, channels, 256], images.dtype, images.device).scatter_add_(2, values, one.expand(count, channels, pixels));
        var step = (pixels + 0.5 - histogram.gather(2, highest)).div_(255).floor_(); // a half away from the multiples, where a device may divide by a constant less exactly
        var below = histogram.cumsum(2).sub_(histogram);
        var levels = below.add_((step / 2).floor_()).div_(step).floor_().clamp_max_(255);
        var map = where(step.gt(0), levels, arange(256, images.dtype, images.device));
        return map.gather(2, values).view(images.shape);
    }
}
