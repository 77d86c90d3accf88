using System.Collections;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.utils.data;

namespace TorchSharp.Modules;

/// <summary>Goes through a data set in batches.</summary>
/// <typeparam name="T">A sample.</typeparam>
/// <typeparam name="S">A batch.</typeparam>
public class DataLoader<T, S> : IEnumerable<S>, IDisposable
{
    /// <param name="dataset">The samples.</param>
    /// <param name="batchSize">Samples in a batch.</param>
    /// <param name="collate_fn">Makes a batch on a device from samples.</param>
    /// <param name="shuffler">The order of the samples.</param>
    /// <param name="device">Where batches go; the host by default.</param>
    /// <param name="num_worker">How many threads fetch the samples of a batch.</param>
    /// <param name="drop_last">Whether a last batch that is not full is left out.</param>
    /// <param name="disposeBatch">Whether a batch is disposed when the next one is asked for.</param>
    /// <param name="disposeDataset">Whether the data set is disposed with the loader.</param>
    public DataLoader(
        Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn, IEnumerable<long> shuffler, Device? device = null,
        int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
    {
        if (batchSize <= 0) throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, "a batch needs one sample at least");
        (this.dataset, batch_size, this.collate_fn, sampler) = (dataset, batchSize, collate_fn, shuffler);
        (Device, num_workers, this.drop_last, DisposeBatch, DisposeDataset) = (device ?? CPU, Math.Max(1, num_worker), drop_last, disposeBatch, disposeDataset);
    }

    /// <inheritdoc cref="DataLoader{T, S}(Dataset{T}, int, Func{IEnumerable{T}, Device, S}, IEnumerable{long}, Device?, int, bool, bool, bool)"/>
    /// <param name="shuffle">Whether the order is random.</param>
    /// <param name="seed">With a seed, every pass has the same order.</param>
    public DataLoader(
        Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn, bool shuffle = false, Device? device = null, int? seed = null,
        int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : this(dataset, batchSize, collate_fn, shuffle ? new FisherYatesShuffler(dataset.Count, seed) : InOrder(dataset.Count), device, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    public Dataset<T> dataset { get; }
    public int batch_size { get; }
    public bool drop_last { get; }
    public IEnumerable<long> sampler { get; }
    public int num_workers { get; }
    public Device Device { get; }
    public bool DisposeBatch { get; }
    public bool DisposeDataset { get; }
    public Func<IEnumerable<T>, Device, S> collate_fn { get; }

    /// <summary>How many batches a pass has.</summary>
    public long Count => drop_last ? dataset.Count / batch_size : (dataset.Count + batch_size - 1) / batch_size;

    /// <summary>One pass through the data.</summary>
    public IEnumerator<S> GetEnumerator()
    {
        foreach (var indices in sampler.Chunk(batch_size))
        {
            if (drop_last && indices.Length < batch_size) yield break;
            var (batch, parts) = Assemble(indices);
            try
            {
                yield return batch;
            }
            finally
            {
                if (DisposeBatch) DisposeAll(parts);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && DisposeDataset) dataset.Dispose();
    }

    /// <summary>A batch, and what was made for it; what was made for the samples alone is disposed.</summary>
    private (S Batch, IEnumerable<IDisposable> Parts) Assemble(long[] indices)
    {
        var samples = num_workers == 1
            ? Array.ConvertAll(indices, Fetch)
            : [.. indices.AsParallel().AsOrdered().WithDegreeOfParallelism(num_workers).Select(Fetch)];
        var (batch, parts) = Gather(() => collate_fn(samples.Select(sample => sample.Value), Device));
        foreach (var (_, made) in samples) DisposeAll(made);
        return (batch, parts);
    }

    private (T Value, IEnumerable<IDisposable> Made) Fetch(long index) => Gather(() => dataset.GetTensor(index));

    /// <summary>A result with all tensors that were made on the way to it, in no dispose scope.</summary>
    private static (R Result, IEnumerable<IDisposable> Made) Gather<R>(Func<R> make)
    {
        using var scope = NewDisposeScope();
        var result = make();
        var made = scope.DisposablesView;
        foreach (var item in made) scope.Detach(item);
        return (result, made);
    }

    private static void DisposeAll(IEnumerable<IDisposable> items)
    {
        foreach (var item in items) item.Dispose();
    }

    private static IEnumerable<long> InOrder(long count)
    {
        for (var i = 0L; i < count; i++) yield return i;
    }
}
