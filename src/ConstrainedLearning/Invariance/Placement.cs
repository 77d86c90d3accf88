using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>Whole pixels moved, mirrored or blotted out.</summary>
internal static class Placement
{
    /// <summary>out(x, y) = in(x + offset_0, y + offset_1), 0 outside.</summary>
    internal static Tensor Move(Tensor images, Tensor offsets)
    {
        var (across, down) = (offsets.select(1, 0).view(-1, 1, 1), offsets.select(1, 1).view(-1, 1, 1));
        return PixelSampling.At(images, row: Rows(images) + down, column: Columns(images) + across);
    }

    /// <summary>out(x, y) = in(width - 1 - x, y) where mirrored is 1.</summary>
    internal static Tensor Flip(Tensor images, Tensor mirrored)
    {
        var width = images.size(3);
        var columns = Columns(images);
        var place = columns + mirrored.view(-1, 1, 1) * (width - 1 - 2 * columns);
        return images.gather(3, place.to(ScalarType.Int64).unsqueeze(1).expand(images.shape));
    }

    /// <summary>The fill, one value a channel, where centre - size / 2 &lt;= pixel &lt; centre + size / 2, in both directions.</summary>
    internal static Tensor Cutout(Tensor images, Tensor centres, int size, IReadOnlyList<double> fill)
    {
        if (fill.Count > 1 && fill.Count != images.size(1)) throw new ArgumentException($"cutout: {fill.Count} values to fill with for images of {images.size(1)} channels; give one for each channel", nameof(fill));
        var (height, width) = (images.size(2), images.size(3));
        var inside = Near(Rows(images), centres.select(1, 1), height) * Near(Columns(images), centres.select(1, 0), width);
        var outside = (1 - inside).unsqueeze(1);
        var result = images * outside;
        if (fill.All(value => value == 0)) return result;
        for (var channel = 0; channel < images.size(1); channel++) result.narrow(1, channel, 1).add_(1 - outside, fill[fill.Count == 1 ? 0 : channel]);
        return result;

        Tensor Near(Tensor places, Tensor centre, long extent)
        {
            var first = (centre * extent).floor().clamp(0, extent - 1).sub(size / 2).view(-1, 1, 1);
            return places.ge(first).logical_and(places.lt(first + size)).to(images.dtype);
        }
    }

    private static Tensor Rows(Tensor images) => arange(images.size(2), ScalarType.Float32, images.device).unsqueeze(1);

    private static Tensor Columns(Tensor images) => arange(images.size(3), ScalarType.Float32, images.device).unsqueeze(0);
}
