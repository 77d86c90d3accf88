using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>Maps of single values.</summary>
internal static class Tone
{
    // |v - 255| from the threshold on and |v| below it. A choice between two tensors takes a CPU several times as long, and so does a comparison.
    internal static Tensor Solarize(Tensor images, Tensor thresholds)
    {
        var inverted = (images - (thresholds - 1).view(-1, 1, 1, 1)).clamp_(0, 1);
        return (images - inverted.mul_(255)).abs_();
    }

    internal static Tensor Posterize(Tensor images, Tensor bits)
    {
        var step = (8 - bits).exp2().round().to(images.dtype).view(-1, 1, 1, 1);
        return images.div(step).floor_().mul_(step);
    }

    // Channel by channel with numbers of the host: a tensor of constants would have to be brought to the device.
    internal static Tensor Normalize(Tensor images, IReadOnlyList<double> mean, IReadOnlyList<double> deviation)
    {
        if (images.size(1) != mean.Count) throw new ArgumentException($"normalize: the images have {images.size(1)} channels, expected {mean.Count}, as many as there are means", nameof(images));
        return cat([.. Enumerable.Range(0, mean.Count).Select(c => images.narrow(1, c, 1).mul(1 / (255 * deviation[c])).sub_(mean[c] / deviation[c]))], 1);
    }
}
