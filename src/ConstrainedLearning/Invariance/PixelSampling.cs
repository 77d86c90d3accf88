using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ConstrainedLearning.Invariance;

/// <summary>Reads images at whole places of their own.</summary>
internal static class PixelSampling
{
    /// <summary>out(i, c, y, x) = in(i, c, row, column), and 0 where that is outside.</summary>
    /// <param name="images">Shape [n, channels, height, width].</param>
    /// <param name="row">Whole numbers that broadcast to [n, height, width].</param>
    /// <param name="column">The same.</param>
    internal static Tensor At(Tensor images, Tensor row, Tensor column)
    {
        var (count, channels, height, width) = (images.size(0), images.size(1), images.size(2), images.size(3));
        // In a frame of zeros one pixel wide every place outside has a place on the frame: no mask is needed.
        var framed = functional.pad(images, (1, 1, 1, 1)).reshape(count, channels, -1);
        var place = (row.clamp(-1, height).add_(1).mul_(width + 2) + column.clamp(-1, width).add_(1)).to(ScalarType.Int64);
        return framed.gather(2, place.reshape(count, 1, height * width).expand(count, channels, height * width)).view(count, channels, height, width);
    }
}
