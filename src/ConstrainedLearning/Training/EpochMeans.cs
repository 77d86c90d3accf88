using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>Means over an epoch of the loss, of every constraint's value and of whatever the evaluation observes, weighted by their counts.</summary>
internal sealed class EpochMeans : IDisposable
{
    private const string LossName = "loss", ConstraintPrefix = "constraint/", ObservedPrefix = "observed/", WeightPrefix = "weight of ";
    private readonly Dictionary<string, WeightedMean> _means = new(StringComparer.Ordinal);

    internal void Add(Evaluation evaluation)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Add(LossName, evaluation.Loss, null, evaluation.Count);
        foreach (var reading in evaluation.Readings)
            if (reading.Values is { } values)
                Add(ConstraintPrefix + reading.Name, reading.Samples is null && reading.Features is null ? reading.Strict ?? values : (reading.Strict ?? values).mean(), reading.Counts, 1);
        foreach (var (name, values) in evaluation.Observations) Add(ObservedPrefix + name, values, null, 1);
    }

    /// <summary>The means since the last call, on the host, NaN where nothing was observed; waits for the device.</summary>
    internal EpochRecord Take(int epoch, double seconds)
    {
        double[] Mean(WeightedMean mean) => [.. mean.Sum.ToDoubles().Zip(mean.Weight.ToDoubles(), (sum, weight) => sum / weight)];
        Dictionary<string, double[]> Means(string prefix) => _means
            .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[prefix.Length..], pair => Mean(pair.Value));
        var record = new EpochRecord(epoch, _means.TryGetValue(LossName, out var loss) ? Mean(loss)[0] : double.NaN, Means(ConstraintPrefix), Means(ObservedPrefix), new Dictionary<string, double>(), seconds);
        Clear();
        return record;
    }

    internal IReadOnlyDictionary<string, Tensor> StateDict() => _means
        .SelectMany(pair => new[] { KeyValuePair.Create(pair.Key, pair.Value.Sum), KeyValuePair.Create(WeightPrefix + pair.Key, pair.Value.Weight) }).ToDictionary(StringComparer.Ordinal);

    internal void LoadStateDict(IReadOnlyDictionary<string, Tensor> source)
    {
        Clear();
        foreach (var (name, sum) in source.Where(pair => !pair.Key.StartsWith(WeightPrefix, StringComparison.Ordinal)))
        {
            var mean = _means[name] = new WeightedMean(sum.shape, sum.device);
            mean.Sum.copy_(sum);
            mean.Weight.copy_(source[WeightPrefix + name]);
        }
    }

    public void Dispose() => Clear();

    private void Add(string name, Tensor values, Tensor? counts, double count)
    {
        values = values.detach();
        if (!_means.TryGetValue(name, out var mean)) mean = _means[name] = new WeightedMean(values.shape, values.device);
        mean.Add(values, counts?.detach(), count);
    }

    private void Clear()
    {
        foreach (var mean in _means.Values) mean.Dispose();
        _means.Clear();
    }
}
