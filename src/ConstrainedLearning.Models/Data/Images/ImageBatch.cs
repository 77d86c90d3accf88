using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Data.Images;

/// <summary>B labelled images; it owns its tensors.</summary>
public sealed class ImageBatch : IDisposable
{
    internal ImageBatch(Tensor images, Tensor labels, Tensor indices) => (Images, Labels, Indices) = (images, labels, indices);

    /// <summary>[B, c, h, w], float32, 0..255: what augmentations work on; a model gets them standardised.</summary>
    public Tensor Images { get; }

    /// <summary>[B], int64.</summary>
    public Tensor Labels { get; }

    /// <summary>[B], int64: places in the set, for constraints with a multiplier for every image.</summary>
    public Tensor Indices { get; }

    /// <summary>Number of images, B.</summary>
    public int Count => (int)Images.shape[0];

    /// <summary>Frees the tensors; autograd keeps what it saved.</summary>
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
        Indices.Dispose();
    }
}
