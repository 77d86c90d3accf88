using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Data.Images;

/// <summary>How images become batches.</summary>
public sealed record ImageBatchesOptions
{
    /// <summary>Images a batch. Default 128, the literature's for CIFAR.</summary>
    public int BatchSize { get; init => field = Check.Positive(value); } = 128;

    /// <summary>A new order every epoch, or the order of the set. Default false.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Leave out the last batch where it is not full. Default false.</summary>
    public bool DropLast { get; init; }

    /// <summary>Decides the orders, together with the epoch's number. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Shuffled, full batches only.</summary>
    public static ImageBatchesOptions ForTraining(int batchSize = 128, long seed = 0) => new() { BatchSize = batchSize, Shuffle = true, DropLast = true, Seed = seed };

    /// <summary>Every image once, in the order of the set.</summary>
    public static ImageBatchesOptions ForEvaluation(int batchSize = 500) => new() { BatchSize = batchSize };
}

/// <summary>
/// The batches of a set, gathered on its device. It has no state: epoch e has the same batches in the same order whenever it is asked for, on any
/// device and whatever random numbers were drawn elsewhere; so a run that stopped after n batches goes on with <c>Epoch(e, skip: n)</c>.
/// </summary>
public sealed class ImageBatches
{
    private readonly ImageSet _set;
    private readonly BatchOrder _order;

    /// <summary>Batches of <paramref name="set"/>, which stays the caller's.</summary>
    /// <exception cref="DataException">Partial batches are dropped and there is no full one.</exception>
    public ImageBatches(ImageSet set, ImageBatchesOptions options)
    {
        (_set, _order) = (set, new(set.Count, options.BatchSize, options.Shuffle, options.DropLast, options.Seed));
        if (BatchCount == 0)
            throw new DataException($"{set.Name} has {set.Count} images, fewer than one batch of {options.BatchSize}; use a smaller batch.");
    }

    /// <summary>Number of batches of an epoch.</summary>
    public int BatchCount => _order.BatchCount;

    /// <summary>The batches of an epoch. Each is valid until the next one is asked for, and is then disposed.</summary>
    /// <param name="epoch">Any number; it decides the order.</param>
    /// <param name="skip">How many batches were done already.</param>
    public IEnumerable<ImageBatch> Epoch(int epoch, int skip = 0) => Batches(_order.Epoch(epoch, skip, 0, _set.Device));

    private IEnumerable<ImageBatch> Batches(IEnumerable<Tensor> order)
    {
        foreach (var indices in order)
        {
            using var batch = _set.Batch(indices);
            yield return batch;
        }
    }
}
