using ConstrainedLearning.Models.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language;

/// <summary>How a text becomes batches.</summary>
public sealed record TextWindowsOptions
{
    /// <summary>Tokens T that the model reads of a window; it predicts as many. Default 128.</summary>
    public int Length { get; init => field = Check.Positive(value); } = 128;

    /// <summary>Windows a batch. Default 16.</summary>
    public int BatchSize { get; init => field = Check.Positive(value); } = 16;

    /// <summary>Batches an epoch. Default 0: as many as read about as many tokens as there are.</summary>
    public int BatchesPerEpoch { get; init => field = Check.AtLeast(0, value, nameof(BatchesPerEpoch)); }

    /// <summary>Decides the windows, together with the numbers of the epoch and the batch. Default 0.</summary>
    public long Seed { get; init; }
}

/// <summary>
/// Windows of T + 1 tokens of a text. It has no state: batch k of epoch e has windows at places, uniform over all, that depend on the seed, e and k alone, whatever random numbers were drawn elsewhere; so a
/// run that stopped after n batches goes on with <c>Epoch(e, skip: n)</c>.
/// </summary>
public sealed class TextWindows
{
    private readonly TextCorpus _corpus;
    private readonly TextWindowsOptions _options;
    // The first window of each passage, counted over the windows of all, and where in the text it starts.
    private readonly (long Window, long Start)[] _passages;

    /// <summary>Windows of <paramref name="corpus"/>, which stays the caller's.</summary>
    /// <exception cref="DataException">Not one window fits.</exception>
    public TextWindows(TextCorpus corpus, TextWindowsOptions options)
    {
        (_corpus, _options) = (corpus, options);
        var (passages, start) = (new List<(long, long)>(), 0L);
        foreach (var length in corpus.Passages)
        {
            if (length > options.Length) passages.Add((Count, start));
            Count += Math.Max(0, length - options.Length);
            start += length;
        }
        if (Count == 0) throw new DataException($"the longest passage has {corpus.Passages.Max()} tokens, fewer than the {options.Length + 1} of one window; use more text or shorter windows.");
        _passages = [.. passages];
        BatchCount = options.BatchesPerEpoch > 0 ? options.BatchesPerEpoch : (int)Math.Max(1, corpus.Count / ((long)options.BatchSize * options.Length));
    }

    /// <summary>Number of windows, those that overlap too.</summary>
    public int Count { get; }

    /// <summary>Number of batches of an epoch.</summary>
    public int BatchCount { get; }

    /// <summary>The batches of an epoch, [batch size, T]. Each is valid until the next one is asked for, and is then disposed. One transfer to the device an epoch.</summary>
    /// <param name="epoch">Any number; it decides the windows.</param>
    /// <param name="skip">How many batches were done already.</param>
    public IEnumerable<TextBatch> Epoch(int epoch, int skip = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        return Batches(() => [.. Enumerable.Range(skip, Math.Max(0, BatchCount - skip)).SelectMany(batch => Starts(epoch, batch))]);
    }

    /// <summary>One batch of an epoch, and of any number: the caller disposes it.</summary>
    public TextBatch Batch(int epoch, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        using var starts = tensor(Starts(epoch, batch), device: _corpus.Tokens.device);
        return Gathered(starts);
    }

    /// <summary>The same windows at every call, evenly spaced over the text, in batches of the size, the last one perhaps smaller. Each is valid until the next one is asked for.</summary>
    /// <param name="count">How many windows; where there are fewer, every one.</param>
    public IEnumerable<TextBatch> Evenly(int count)
    {
        Check.AtLeast(1, count);
        var number = Math.Min(count, Count);
        return Batches(() => [.. Enumerable.Range(0, number).Select(i => Start((long)i * Count / number))]);
    }

    private IEnumerable<TextBatch> Batches(Func<long[]> starts)
    {
        using var all = tensor(starts(), device: _corpus.Tokens.device).DetachFromDisposeScope();
        for (var first = 0L; first < all.shape[0]; first += _options.BatchSize)
        {
            using var some = all.narrow(0, first, Math.Min(_options.BatchSize, all.shape[0] - first));
            using var batch = Gathered(some);
            yield return batch;
        }
    }

    private long[] Starts(int epoch, int batch)
    {
        var random = new SplitMix64(_options.Seed, ((long)epoch << 32) | (uint)batch);
        var starts = new long[_options.BatchSize];
        for (var i = 0; i < starts.Length; i++) starts[i] = Start(random.Below(Count));
        return starts;
    }

    /// <summary>Where in the text a window starts.</summary>
    private long Start(long window)
    {
        var found = Array.BinarySearch(_passages, (window, long.MaxValue));
        var (first, start) = _passages[~found - 1];
        return start + window - first;
    }

    private TextBatch Gathered(Tensor starts)
    {
        using var all = _corpus.Tokens.unfold(0, _options.Length + 1, 1);
        return new TextBatch(all.index_select(0, starts));
    }
}
