using ConstrainedLearning.Models.Vision;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Data.Images;

/// <summary>
/// Labelled images, all of them in the memory of one device, a byte a value. Batches and parts are gathered there: no file and no host memory is touched
/// again.
/// </summary>
public sealed class ImageSet : IDisposable
{
    /// <summary>Takes over both tensors, which are disposed with the set.</summary>
    /// <param name="name">For messages and reports.</param>
    /// <param name="images">[n, c, h, w], uint8, 0..255; n at least 1.</param>
    /// <param name="labels">[n], int64, on the same device.</param>
    /// <param name="classNames">Name of each class; a label is an index into it.</param>
    /// <param name="statistics">Mean and deviation of each channel; default those of <paramref name="images"/>.</param>
    /// <exception cref="ArgumentException">A tensor has another shape or type than expected, or a label has no name.</exception>
    public ImageSet(string name, Tensor images, Tensor labels, IReadOnlyList<string> classNames, ChannelStatistics? statistics = null)
    {
        if (images.dtype != ScalarType.Byte || images.dim() != 4 || images.shape[0] == 0)
            throw new ArgumentException($"the images of {name} are {images.dtype} [{string.Join(", ", images.shape)}], expected Byte [n, c, h, w] with n at least 1.", nameof(images));
        if (labels.dtype != ScalarType.Int64 || labels.dim() != 1 || labels.shape[0] != images.shape[0])
            throw new ArgumentException($"the labels of {name} are {labels.dtype} [{string.Join(", ", labels.shape)}], expected Int64 [{images.shape[0]}].", nameof(labels));
        HostLabels = ToHost(labels);
        if (Array.FindIndex(HostLabels, label => label < 0 || label >= classNames.Count) is >= 0 and var odd)
            throw new ArgumentException($"image {odd} of {name} has the label {HostLabels[odd]}, expected 0 to {classNames.Count - 1}: there are {classNames.Count} class names.", nameof(labels));

        (Name, ClassNames, Statistics) = (name, classNames, statistics ?? ChannelStatistics.Of(images));
        Shape = new((int)images.shape[1], (int)images.shape[2], (int)images.shape[3], classNames.Count);
        (Images, Labels) = (images.DetachFromDisposeScope(), labels.DetachFromDisposeScope());
    }

    /// <summary>For messages and reports.</summary>
    public string Name { get; }

    /// <summary>[n, c, h, w], uint8, 0..255.</summary>
    public Tensor Images { get; }

    /// <summary>[n], int64, 0..classes-1.</summary>
    public Tensor Labels { get; }

    /// <summary>Name of each class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Mean and deviation of each channel: the training images', also in parts and in the test set.</summary>
    public ChannelStatistics Statistics { get; }

    /// <summary>Channels, height, width, classes.</summary>
    public ImageShape Shape { get; }

    /// <summary>Number of images, n.</summary>
    public int Count => (int)Images.shape[0];

    /// <summary>Where the images are.</summary>
    public Device Device => Images.device;

    /// <summary>The labels once more, where the processor can read them without waiting for the device.</summary>
    internal long[] HostLabels { get; }

    /// <summary>The images at the given places, float32 0..255; the caller disposes the batch.</summary>
    /// <param name="indices">[B], int64, on the device.</param>
    public ImageBatch Batch(Tensor indices)
    {
        using var bytes = Images.index_select(0, indices);
        return new(bytes.to(ScalarType.Float32), Labels.index_select(0, indices), indices.alias());
    }

    /// <summary>The images at the given places, in this order, as a set of their own, with this set's statistics; the caller disposes it.</summary>
    /// <param name="name">Name of the new set.</param>
    /// <param name="indices">Places in this set; at least one.</param>
    public ImageSet Subset(string name, IReadOnlyList<long> indices)
    {
        using var places = tensor(indices.ToArray(), device: Device);
        return new(name, Images.index_select(0, places), Labels.index_select(0, places), ClassNames, Statistics);
    }

    /// <summary>
    /// Splits off a share of every class: round(fraction n_c) of its n_c images, chosen by the seed; one at least stays. Both parts keep the order of the
    /// set. The caller disposes them.
    /// </summary>
    /// <param name="fraction">Share to hold out, in (0, 1).</param>
    /// <param name="seed">Decides which.</param>
    /// <exception cref="DataException">Nothing would be held out.</exception>
    public (ImageSet Training, ImageSet HeldOut) HoldOut(double fraction, long seed = 0)
    {
        var (training, heldOut) = Stratified.HoldOut(HostLabels, fraction, seed);
        if (heldOut.Length == 0)
            throw new DataException($"{Name}: {fraction:P2} of each class is not one image ({Count} images, {ClassNames.Count} classes); hold out a larger fraction.");
        return (Subset($"{Name} (training)", training), Subset($"{Name} (held out)", heldOut));
    }

    /// <summary>As many images of every class, chosen by the seed, in the order of the set; the caller disposes it.</summary>
    /// <param name="count">Images a class.</param>
    /// <param name="seed">Decides which.</param>
    /// <exception cref="DataException">A class has fewer.</exception>
    public ImageSet PerClass(int count, long seed = 0)
    {
        Check.AtLeast(1, count);
        for (var label = 0; label < ClassNames.Count; label++)
            if (HostLabels.Count(other => other == label) is var there && there < count)
                throw new DataException($"{Name}: the class {ClassNames[label]} has {there} images, fewer than the {count} of each class that were asked for.");
        return Subset($"{Name} ({count} a class)", Stratified.PerClass(HostLabels, count, seed));
    }

    /// <summary>Frees the data.</summary>
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
    }

    private static long[] ToHost(Tensor labels)
    {
        using var host = labels.cpu();
        return host.data<long>().ToArray();
    }
}
