using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Data;

/// <summary>
/// Which examples, of <paramref name="Count"/>, make which batch. Without state: the order of an epoch depends on the seed and the epoch's number alone, so
/// that a run that stopped after n batches goes on with those from n on.
/// </summary>
internal sealed record BatchOrder(int Count, int BatchSize, bool Shuffle, bool DropLast, long Seed)
{
    /// <summary>Number of batches of an epoch.</summary>
    public int BatchCount => DropLast ? Count / BatchSize : (Count + BatchSize - 1) / BatchSize;

    /// <summary>The numbers of each batch's examples, [B], int64, on the device: one transfer an epoch. Each is disposed when the next is asked for.</summary>
    /// <param name="epoch">Any number.</param>
    /// <param name="skip">How many batches were done already.</param>
    /// <param name="first">Number of the first example.</param>
    /// <param name="device">Where the numbers go.</param>
    public IEnumerable<Tensor> Epoch(int epoch, int skip, int first, Device device)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        return Batches();

        IEnumerable<Tensor> Batches()
        {
            var numbers = Shuffle ? Permutation.Of(Count, Seed, epoch) : Permutation.Identity(Count);
            for (var i = 0; first != 0 && i < Count; i++)
                numbers[i] += first;
            using var order = tensor(numbers, device: device).DetachFromDisposeScope();
            for (var batch = skip; batch < BatchCount; batch++)
            {
                var at = batch * BatchSize;
                using var some = order.narrow(0, at, Math.Min(BatchSize, Count - at));
                yield return some;
            }
        }
    }
}
