using ConstrainedLearning.Duals;
using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>Means over an epoch of the loss, of every constraint's value and of whatever the evaluation observes, weighted by their counts, summed on the device in double precision.</summary>
internal sealed class EpochMeans : IDisposable
{
    private const string LossName = "loss", ConstraintPrefix = "constraint/", ObservedPrefix = "observed/", WeightPrefix = "weight of ";
    private readonly Dictionary<string, Tensor> _sums = new(StringComparer.Ordinal);

    internal void Add(Evaluation evaluation)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Add(LossName, evaluation.Loss, null, evaluation.Count);
        foreach (var reading in evaluation.Readings)
            if (reading.Values is { } values)
                Add(ConstraintPrefix + reading.Name, reading.Samples is null && reading.Features is null ? reading.Strict ?? values : (reading.Strict ?? values).detach().mean(), reading.Counts, 1);
        foreach (var (name, values) in evaluation.Observations) Add(ObservedPrefix + name, values, null, 1);
    }

    /// <summary>The means since the last call, on the host; waits for the device.</summary>
    internal EpochRecord Take(int epoch, double seconds)
    {
        double[] Mean(string name)
        {
            var (sums, weights) = (_sums[name].ToDoubles(), _sums[WeightPrefix + name].ToDoubles());
            return [.. sums.Select((sum, i) => sum / weights[weights.Length == 1 ? 0 : i])];
        }
        Dictionary<string, double[]> Means(string prefix) => _sums.Keys
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(name => name[prefix.Length..], Mean);
        var record = new EpochRecord(epoch, _sums.ContainsKey(LossName) ? Mean(LossName)[0] : double.NaN, Means(ConstraintPrefix), Means(ObservedPrefix), new Dictionary<string, double>(), seconds);
        Clear();
        return record;
    }

    internal IReadOnlyDictionary<string, Tensor> StateDict() => _sums;

    internal void LoadStateDict(IReadOnlyDictionary<string, Tensor> source)
    {
        Clear();
        foreach (var (name, value) in source) _sums[name] = value.clone().DetachFromDisposeScope();
    }

    public void Dispose() => Clear();

    private void Add(string name, Tensor values, Tensor? counts, double count)
    {
        values = values.detach();
        if (counts is null)
        {
            Accumulate(name, values, count);
            Accumulate(WeightPrefix + name, null, count);
            return;
        }
        // A component with count 0 was not observed; its value may be NaN.
        counts = counts.detach().to(ScalarType.Float64);
        if (counts.NumberOfElements == 1) counts = counts.reshape([]);
        counts = counts.expand(values.shape);
        Accumulate(name, RowSelection.Observed(counts.gt(0)).Clean(values.to(ScalarType.Float64)) * counts, 1);
        Accumulate(WeightPrefix + name, counts, 1);
    }

    // No values: 1.
    private void Accumulate(string name, Tensor? values, double factor)
    {
        if (!_sums.TryGetValue(name, out var sum))
        {
            sum = _sums[name] = (values is null ? zeros([], dtype: ScalarType.Float64) : zeros(values.shape, dtype: ScalarType.Float64, device: values.device)).DetachFromDisposeScope();
        }
        else if (values is not null && sum.device.type != values.device.type)
        {
            Replace(name, sum.to(values.device));
            sum = _sums[name];
        }
        if (values is null) sum.add_(factor);
        else if (sum.Dimensions < values.Dimensions) Replace(name, sum + values * factor); // a weight that was one for all until now
        else sum.add_(values, factor);
    }

    private void Replace(string name, Tensor next)
    {
        _sums[name].Dispose();
        _sums[name] = next.DetachFromDisposeScope();
    }

    private void Clear()
    {
        foreach (var sum in _sums.Values) sum.Dispose();
        _sums.Clear();
    }
}
