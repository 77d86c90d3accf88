using ConstrainedLearning.Invariance;
using ConstrainedLearning.Models.Vision;

namespace Cifar.Options;

/// <summary>What every method does to training images: crop and flip for colour images, nothing for grey ones.</summary>
internal static class BaseAugmentation
{
    private const int Padding = 4;

    /// <summary>For images of this shape.</summary>
    internal static IReadOnlyList<Transformation> Of(ImageShape shape) => shape.Channels == 3 ? [Transformation.Crop(Padding), Transformation.HorizontalFlip] : [];
}
