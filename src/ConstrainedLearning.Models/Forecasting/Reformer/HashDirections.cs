using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// Draws the directions of a locality-sensitive hash, [features, rounds, directions], of the type and on the device of <paramref name="vectors"/>;
/// the caller disposes them.
/// </summary>
/// <param name="vectors">What is to be hashed, [.., features].</param>
/// <param name="rounds">How often it is hashed.</param>
/// <param name="directions">Half the number of buckets.</param>
internal delegate Tensor HashDirections(Tensor vectors, long rounds, long directions);

internal static class NormalDirections
{
    /// <summary>Standard normal numbers from torch's generator: <c>manual_seed</c> repeats them.</summary>
    public static Tensor Draw(Tensor vectors, long rounds, long directions) =>
        randn([vectors.shape[^1], rounds, directions], dtype: vectors.dtype, device: vectors.device);
}
