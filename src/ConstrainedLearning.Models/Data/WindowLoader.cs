using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Data;

/// <summary>How windows become batches.</summary>
public sealed record WindowLoaderOptions
{
    /// <summary>Windows a batch. Default 32.</summary>
    public int BatchSize { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(BatchSize), value, "expected at least 1"); } = 32;

    /// <summary>A new order every epoch, or the order of time. Default false.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Leave out the last batch where it is not full. Default false.</summary>
    public bool DropLast { get; init; }

    /// <summary>Decides the orders, together with the epoch's number. Default 2021, the literature's.</summary>
    public long Seed { get; init; } = 2021;

    /// <summary>Shuffled, full batches only.</summary>
    public static WindowLoaderOptions ForTraining(int batchSize = 32, long seed = 2021) => new() { BatchSize = batchSize, Shuffle = true, DropLast = true, Seed = seed };

    /// <summary>Every window once, in the order of time.</summary>
    public static WindowLoaderOptions ForEvaluation(int batchSize = 32) => new() { BatchSize = batchSize };
}

/// <summary>
/// The batches of one part. It has no state: epoch e has the same batches in the same order whenever it is asked for, on any device and
/// whatever random numbers were drawn elsewhere; so a run that stopped after n batches goes on with <c>Epoch(e, skip: n)</c>.
/// </summary>
public sealed class WindowLoader
{
    private readonly WindowedSeries _series;
    private readonly BatchOrder _order;
    private readonly int _first;

    /// <summary>Batches of <paramref name="part"/> of <paramref name="series"/>, which stays the caller's.</summary>
    /// <exception cref="DataException">Partial batches are dropped and there is no full one.</exception>
    public WindowLoader(WindowedSeries series, Part part, WindowLoaderOptions options)
    {
        (_series, _first) = (series, series.FirstStart(part));
        _order = new(series.Count(part), options.BatchSize, options.Shuffle, options.DropLast, options.Seed);
        if (BatchCount == 0)
            throw new DataException($"the {part} part has {Count} windows, fewer than one batch of {options.BatchSize}; use a smaller batch.");
    }

    /// <summary>Number of windows.</summary>
    public int Count => _order.Count;

    /// <summary>Number of batches of an epoch.</summary>
    public int BatchCount => _order.BatchCount;

    /// <summary>The batches of an epoch. Each is valid until the next one is asked for, and is then disposed.</summary>
    /// <param name="epoch">Any number; it decides the order.</param>
    /// <param name="skip">How many batches were done already.</param>
    public IEnumerable<ForecastBatch> Epoch(int epoch, int skip = 0) => Batches(_order.Epoch(epoch, skip, _first, _series.Device));

    private IEnumerable<ForecastBatch> Batches(IEnumerable<Tensor> order)
    {
        foreach (var starts in order)
        {
            using var windows = _series.Batch(starts);
            yield return windows;
        }
    }
}
