using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Data.Images;

/// <summary>Where <see cref="ImageData.Open"/> looks, and where the images go.</summary>
public sealed record ImageDataOptions
{
    /// <summary>The user's own folder of data files, looked at first. Default null: none.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Where <c>eng/get-data.sh</c> puts data sets. Default null: <see cref="DataStore.DefaultCacheDirectory"/>.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Where the images live. Default null: the CPU.</summary>
    public Device? Device { get; init; }

    /// <summary>Where Debian's packages put data sets.</summary>
    internal string PackagedDirectory { get; init; } = "/usr/share/datasets";
}
