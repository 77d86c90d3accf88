using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>Where an image's channels stand in memory: before rows and columns, or last. Convolutions on a CPU are faster with them last; transformations leave them first.</summary>
internal static class ChannelOrder
{
    /// <summary>The same numbers in the order of <paramref name="example"/>: transformed images reach the model as the images that the user gave.</summary>
    internal static Tensor Like(Tensor example, Tensor images)
    {
        if (!IsLast(example) || images.Dimensions != 4 || IsLast(images)) return images;
        using var pixels = images.permute(0, 2, 3, 1);
        using var ordered = pixels.contiguous();
        return ordered.permute(0, 3, 1, 2);
    }

    private static bool IsLast(Tensor images) => images.Dimensions == 4 && images.size(1) > 1 && images.stride(1) == 1;
}
