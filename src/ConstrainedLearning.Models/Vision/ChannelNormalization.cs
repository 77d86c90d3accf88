using ConstrainedLearning.Models.Data.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Vision;

/// <summary>
/// Standardises images of 0..255: (x / 255 - mean) / deviation for each channel, [B, c, h, w] to the same. It has nothing to learn; its two numbers a
/// channel live on the device it is moved to, so a step waits for no transfer.
/// </summary>
public sealed class ChannelNormalization : nn.Module<Tensor, Tensor>
{
    private readonly Tensor scale;
    private readonly Tensor shift;

    /// <param name="statistics">In shares of full scale: <see cref="ImageSet.Statistics"/>, or those of a publication.</param>
    public ChannelNormalization(ChannelStatistics statistics) : base(nameof(ChannelNormalization))
    {
        var pairs = statistics.Mean.Zip(statistics.StandardDeviation).ToArray();
        scale = Channels(pairs.Select(pair => (float)(1 / (255 * pair.Second))));
        shift = Channels(pairs.Select(pair => (float)(-pair.First / pair.Second)));
        register_buffer(nameof(scale), scale, persistent: false);
        register_buffer(nameof(shift), shift, persistent: false);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scaled = input * scale;
        return scaled + shift;
    }

    private static Tensor Channels(IEnumerable<float> values)
    {
        using var scope = NewDisposeScope();
        return tensor(values.ToArray()).reshape(-1, 1, 1).DetachFromDisposeScope();
    }
}
