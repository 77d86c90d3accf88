using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>Means over an epoch of the loss, of every constraint's value and of whatever the evaluation observes, summed on the device in double precision.</summary>
internal sealed class EpochMeans : IDisposable
{
    private const string LossName = "loss";
    private const string CountName = "steps";
    private readonly Dictionary<string, Tensor> _sums = new(StringComparer.Ordinal);
    private long _steps;

    internal void Add(Evaluation evaluation)
    {
        using var _ = no_grad();
        Add(LossName, evaluation.Loss);
        foreach (var (name, values) in evaluation.Measurements) Add("constraint/" + name, values);
        foreach (var (name, values) in evaluation.Observations) Add("observed/" + name, values);
        _steps++;
    }

    /// <summary>The means since the last call, on the host; waits for the device.</summary>
    internal EpochRecord Take(int epoch, double seconds)
    {
        double[] Mean(string name) => [.. _sums[name].ToDoubles().Select(sum => sum / _steps)];
        Dictionary<string, double[]> Means(string prefix) => _sums.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(name => name[prefix.Length..], Mean);
        var record = new EpochRecord(epoch, _steps > 0 ? Mean(LossName)[0] : double.NaN, Means("constraint/"), Means("observed/"), new Dictionary<string, double>(), seconds);
        Clear();
        return record;
    }

    internal IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var result = new Dictionary<string, Tensor>(_sums, StringComparer.Ordinal) { [CountName] = tensor(_steps) };
        return result;
    }

    internal void LoadStateDict(IReadOnlyDictionary<string, Tensor> source)
    {
        Clear();
        foreach (var (name, value) in source)
            if (name != CountName) _sums[name] = value.clone().DetachFromDisposeScope();
        _steps = source[CountName].ToInt64();
    }

    public void Dispose() => Clear();

    private void Add(string name, Tensor values)
    {
        if (_sums.TryGetValue(name, out var sum))
        {
            if (sum.device.type != values.device.type) _sums[name] = sum = sum.to(values.device).DetachFromDisposeScope();
            sum.add_(values.detach());
        }
        else
        {
            _sums[name] = values.detach().to(ScalarType.Float64, copy: true).DetachFromDisposeScope();
        }
    }

    private void Clear()
    {
        foreach (var sum in _sums.Values) sum.Dispose();
        _sums.Clear();
        _steps = 0;
    }
}
