using ConstrainedLearning.Models.Data.Images;

namespace ConstrainedLearning.Models.Tests;

/// <summary>A test on an image data set's own files: skipped, with the reason, where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ImageDataFactAttribute : FactAttribute
{
    /// <param name="name">The data set.</param>
    /// <param name="complete">Whether it takes all of it, as eng/get-data.sh brings it, or the parts beside the repository.</param>
    public ImageDataFactAttribute(string name, bool complete)
    {
        if (!ImageData.IsThere(name, complete ? Complete : Parts))
            Skip = complete
                ? $"{name} is not there: run eng/get-data.sh {name}"
                : $"no files of {name}: set CONSTRAINED_LEARNING_IMAGES to the folder that holds cifar-10-data_batch_1.bin.gz and so on";
    }

    /// <summary>The cache and the distribution's packages.</summary>
    public static ImageDataOptions Complete { get; } = new();

    /// <summary>The folder of the environment variable, or ../shared/data/images beside the repository.</summary>
    public static ImageDataOptions Parts { get; } = new()
    {
        DataDirectory = Repository.SharedData("CONSTRAINED_LEARNING_IMAGES", "images"),
        CacheDirectory = "/nowhere",
        PackagedDirectory = "/nowhere",
    };
}
