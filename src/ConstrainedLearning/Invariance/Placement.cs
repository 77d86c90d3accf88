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

    /// <summary>0 where centre - size / 2 &lt;= pixel &lt; centre + size / 2, in both directions.</summary>
    internal static Tensor Cutout(Tensor images, Tensor centres, int size)
    {
        var (height, width) = (images.size(2), images.size(3));
        var inside = Near(Rows(images), centres.select(1, 1), height) * Near(Columns(images), centres.select(1, 0), width);
        return images * (1 - inside).unsqueeze(1);

        Tensor Near(Tensor places, Tensor centre, long extent)
        {
            var first = (centre * extent).floor().clamp(0, extent - 1).sub(size / 2).view(-1, 1, 1);
            return places.ge(first).logical_and(places.lt(first + size)).to(images.dtype);
        }
    }

    private static Tensor Rows(Tensor images) => arange(images.size(2), ScalarType.Float32, images.device).unsqueeze(1);

    private static Tensor Columns(Tensor images) => arange(images.size(3), ScalarType.Float32, images.device).unsqueeze(0);
}
