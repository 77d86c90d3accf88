using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Data.Images;

/// <summary>
/// Mean and population standard deviation of each channel over all pixels of all images, in shares of full scale (value / 255): what images are
/// standardised with. For CIFAR-10 that is 0.4914, 0.4822, 0.4465 and 0.2470, 0.2435, 0.2616. (The 0.2023, 0.1994, 0.2010 of many programs is another
/// number, the mean of the images' own deviations.)
/// </summary>
/// <param name="Mean">Of each channel, 0..1.</param>
/// <param name="StandardDeviation">Of each channel, above 0; 1 where the channel is constant.</param>
public sealed record ChannelStatistics(IReadOnlyList<double> Mean, IReadOnlyList<double> StandardDeviation)
{
    /// <summary>Of each channel, above 0.</summary>
    public IReadOnlyList<double> StandardDeviation { get; } = StandardDeviation.Count == Mean.Count && StandardDeviation.All(deviation => deviation > 0)
        ? StandardDeviation
        : throw new ArgumentException($"the standard deviations are {string.Join(", ", StandardDeviation)}, expected one above 0 for each of {Mean.Count} channels.", nameof(StandardDeviation));

    /// <summary>Those of [n, c, h, w] images, uint8; exact to rounding.</summary>
    public static ChannelStatistics Of(Tensor images)
    {
        var channels = (int)images.shape[1];
        var (mean, deviation) = (new double[channels], new double[channels]);
        for (var channel = 0; channel < channels; channel++)
            (mean[channel], deviation[channel]) = Of(Histogram(images, channel));
        return new(mean, deviation);
    }

    // A byte has 256 values: counting them is one pass over the bytes, and what follows is exact.
    private static long[] Histogram(Tensor images, int channel)
    {
        using var scope = NewDisposeScope();
        return images.select(1, channel).flatten().bincount(null, 256).cpu().data<long>().ToArray();
    }

    private static (double Mean, double Deviation) Of(long[] counts)
    {
        double total = counts.Sum();
        var mean = counts.Select((count, value) => (double)count * value).Sum() / total;
        var variance = counts.Select((count, value) => count * (value - mean) * (value - mean)).Sum() / total;
        return (mean / 255, variance == 0 ? 1 : Math.Sqrt(variance) / 255);
    }
}
