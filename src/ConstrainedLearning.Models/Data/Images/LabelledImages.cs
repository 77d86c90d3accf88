using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Data.Images;

/// <summary>What files hold, still on the CPU: images [n, c, h, w], uint8, and labels [n], int64. Whoever asked for it disposes it.</summary>
internal readonly record struct LabelledImages(Tensor Images, Tensor Labels) : IDisposable
{
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
    }
}
